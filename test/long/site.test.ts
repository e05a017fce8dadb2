// The website in Debian's Chromium: `npm run site:test`, whose tests lie in docs/site/test.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

test("the website and its playground work in Chromium", async () => {
  const child = spawn("npm", ["run", "site:test"], { cwd: paths.root, stdio: "inherit" });
  expect(await once(child, "exit")).toEqual([0, null]);
});
