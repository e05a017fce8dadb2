// The public types with older compilers that authors may have: valid code compiles, and invalid code is rejected. `npm
// test` uses the newest compiler.

import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { compile } from "../support/compiler.ts";

const source = join(paths.root, "test", "long", "typescript");
const folder = join(paths.build, "typescript");
const { dependencies } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(source, file), join(folder, file));
  await promisify(execFile)("npm", ["ci", "--prefer-offline", "--ignore-scripts"], { cwd: folder });
});

test.each(Object.keys(dependencies))(
  "TypeScript %s accepts what must compile, and rejects what must not",
  (compiler) => {
    const tsc = join(folder, "node_modules", compiler, "bin", "tsc");
    expect(compile(join(paths.root, "test", "types"), tsc)).toEqual([]);
  },
);
