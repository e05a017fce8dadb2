// Two builds from scratch give the same bytes, although they share only the source, the tools and the packages.

import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyCheckout, hashesIn } from "../support/checkout-copy.ts";
import { reportFigure } from "../support/figures.ts";

const execute = promisify(execFile);

/** Where a build runs, and as which user. */
interface Place {
  /** Below the temporary folder. */
  readonly folder: string;
  readonly user: number;
  readonly umask: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the commands start with. */
  readonly prefix: readonly string[];
}

const self = process.getuid?.() ?? 0;
/** Only root can change to another user. */
const other = self === 0 ? 12345 : self;

const plain: Place = {
  folder: "one",
  user: self,
  umask: "022",
  env: { LC_ALL: "C", TZ: "UTC", CMAKE_BUILD_PARALLEL_LEVEL: "4", GOMAXPROCS: "4", UV_THREADPOOL_SIZE: "4" },
  prefix: [],
};

const odd: Place = {
  folder: "a/much/longer/path/to/the/other",
  user: other,
  umask: "077",
  env: {
    LC_ALL: "tr_TR.UTF-8",
    TZ: "Pacific/Kiritimati",
    CMAKE_BUILD_PARALLEL_LEVEL: "1",
    GOMAXPROCS: "1",
    UV_THREADPOOL_SIZE: "1",
  },
  prefix: [
    ...(other === self ? [] : ["setpriv", `--reuid=${other}`, `--regid=${other}`, "--clear-groups"]),
    // More than a year later, at another time of day.
    ...["faketime", "-f", "+35000000"],
  ],
};

let top = "";

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "wsl-script-host-reproducible-"));
  chmodSync(top, 0o755);
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

test("builds that differ in path, user, locale, time zone, clock, umask and parallelism give the same bytes", async () => {
  // Both of the files as they are now.
  for (const { folder, user } of [plain, odd]) {
    await copyCheckout(join(top, folder, "checkout"), "copied");
    await execute("chown", ["--recursive", `${user}:${user}`, join(top, folder)]);
  }
  const products = await build(plain);
  expect(await build(odd)).toEqual(products);
  const names = Object.keys(products);
  expect(names).toEqual(
    expect.arrayContaining([
      "dist/cli/main.js",
      "dist/wsl-script-host.dll",
      "package/hello.msi",
      "package/hello.zip",
      "packed.tgz",
    ]),
  );
  reportFigure(
    "reproducible",
    `${names.length} files of two builds are the same, the DLL, the npm package, a zip and an installer among them`,
  );
});

/** Returns the hashes of all that the build makes, by path. */
async function build({ folder, umask, env, prefix }: Place): Promise<Record<string, string>> {
  const home = join(top, folder);
  const products = join(home, "products");
  const script = [
    `umask ${umask}`,
    "npx tsx scripts/build/main.ts --product",
    `mkdir ${products}`,
    `cp -r dist ${products}`,
    `npm pack --ignore-scripts --pack-destination ${products}`,
    `cd ${products}`,
    "mv *.tgz packed.tgz",
    "echo 'export default definePlugin({ onVmStarted() {} });' > hello.ts",
    `node ${home}/checkout/dist/cli/main.js package hello.ts --zip --msi --release 1.2.0`,
  ].join("\n");
  const [command = "", ...args] = [...prefix, "sh", "-ec", script];
  await execute(command, args, {
    cwd: join(home, "checkout"),
    env: { ...env, PATH: process.env.PATH, HOME: home },
    maxBuffer: 1 << 26,
  });
  return hashesIn(products);
}
