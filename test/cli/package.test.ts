import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();

beforeEach(() => {
  write("dist/hello.js", "export default definePlugin({ onVmStarted() {} });\n");
  write("host.dll", "a signed host");
});

const packageHello = (...args: string[]) =>
  cli("package", "dist/hello.js", "--outdir", "package", "--dll", "host.dll", ...args);

describe("wsl-script-host package", () => {
  test("writes host, script and settings under one name, and hashes that sha256sum accepts", async () => {
    write("hello.json", `{ "loadFailure": "allow" }\n`);
    const { code, stdout, stderr } = await packageHello();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(readdirSync(join(folder(), "package")).sort()).toEqual([
      "SHA256SUMS",
      "hello.dll",
      "hello.js",
      "hello.json",
    ]);
    expect(read("package/hello.dll")).toBe("a signed host");
    expect(read("package/hello.js")).toBe(read("dist/hello.js"));
    expect(read("package/hello.json")).toBe(read("hello.json"));
    const checked = execFileSync("sha256sum", ["-c", "SHA256SUMS"], {
      cwd: join(folder(), "package"),
      encoding: "utf8",
    });
    expect(checked).toBe("hello.dll: OK\nhello.js: OK\nhello.json: OK\n");
    const hash = createHash("sha256").update("a signed host").digest("hex");
    expect(stdout).toMatch(new RegExp(`^package/hello\\.dll +13 B +${hash}$`, "m"));
  });

  test("takes the settings beside the script before those of the current folder, and none as empty ones", async () => {
    await packageHello();
    expect(JSON.parse(read("package/hello.json"))).toEqual({});
    write("hello.json", `{ "loadFailure": "allow" }`);
    write("dist/hello.json", `{ "loadFailure": "block" }`);
    await packageHello();
    expect(read("package/hello.json")).toContain("block");
    await packageHello("--settings", "hello.json");
    expect(read("package/hello.json")).toContain("allow");
  });

  test("warns of hotReload", async () => {
    write("hello.json", `{ "hotReload": true }`);
    const { code, stderr } = await packageHello();
    expect(code).toBe(0);
    expect(stderr).toContain(`hello.json has "hotReload": true, which is meant for development`);
  });

  test.each([
    [`{ "hotReload": 1 }`, "hello.json: hotReload must be true or false, not 1"],
    [`{ "hotRelod": true }`, 'cannot have "hotRelod"; did you mean "hotReload"?'],
    ["{", "hello.json:1:"],
  ])("refuses the settings %s as the host would, and writes nothing", async (settings, reason) => {
    write("hello.json", settings);
    const { code, stderr } = await packageHello();
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
    expect(readdirSync(folder())).not.toContain("package");
  });

  test("refuses a script that cannot be loaded", async () => {
    write("dist/hello.js", "export default 1;\n");
    const { code, stderr } = await packageHello();
    expect(code).toBe(1);
    expect(stderr).toContain("hello.js exports 1 by default");
  });

  test.each([
    [["package", "dist/hello.js", "--outdir", "dist"], 1, "is the script's own folder"],
    [["package", "dist/hello.js", "--outdir", "p", "--dll", "lost.dll"], 1, `The host "lost.dll" cannot be read`],
    [
      ["package", "dist/hello.js", "--outdir", "p", "--settings", "lost.json"],
      1,
      `The settings "lost.json" cannot be read`,
    ],
    [["package", "dist/hello.js", "--outdir", "host.dll", "--dll", "host.dll"], 1, `"host.dll" cannot be written`],
    [["package", "src/hello.ts", "--outdir", "p"], 1, "Build it first"],
    [["package", "dist/hello.js"], 2, "required option '--outdir <folder>' not specified"],
  ])("%j fails with exit code %i and an explanation", async (args, expected, explanation) => {
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(explanation);
    expect(code).toBe(expected);
  });

  test("without --dll the host is the one that ships", async () => {
    const { code } = await cli("package", "dist/hello.js", "--outdir", "package");
    expect(code).toBe(0);
    expect(readFileSync(join(folder(), "package/hello.dll")).subarray(0, 2).toString()).toBe("MZ");
  });

  test("--help shows an example", async () => {
    expect((await cli("package", "--help")).stdout).toContain(
      "$ wsl-script-host package dist/hello.js --outdir package",
    );
  });
});
