import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { version } from "../../package.json";
import { paths } from "../../src/paths.ts";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();

/** Large enough for the headers and the version. */
const host = readFileSync(paths.dll);

beforeEach(() => {
  write("dist/hello.js", "export default definePlugin({ onVmStarted() {} });\n");
  write("host.dll", host);
});

const packageHello = (...args: string[]) =>
  cli("package", "dist/hello.js", "--outdir", "package", "--dll", "host.dll", ...args);

/** A file that says of itself that it is for Windows on ARM64. */
function forArm64(image: Buffer): Buffer {
  const other = Buffer.from(image);
  other.writeUInt16LE(0xaa64, other.readUInt32LE(0x3c) + 4);
  return other;
}

/** The host with a different text of the same length in its version resource. */
function withText(name: string, before: string, after: string): Buffer {
  const other = Buffer.from(host);
  const key = other.indexOf(Buffer.from(`${name}\0`, "utf16le"));
  other.write(after, other.indexOf(Buffer.from(before, "utf16le"), key), "utf16le");
  return other;
}

/** Throws if one of the hashes is wrong. */
const checkSums = () =>
  execFileSync("sha256sum", ["-c", "SHA256SUMS"], {
    cwd: join(folder(), "package"),
    encoding: "utf8",
    stdio: "pipe",
  });

describe("wsl-script-host package", () => {
  test("writes host, script and settings under one name, the installing tool, and hashes that sha256sum accepts", async () => {
    write("hello.json", `{ "loadFailure": "allow" }\n`);
    const { code, stdout, stderr } = await packageHello();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(readdirSync(join(folder(), "package")).sort()).toEqual([
      "SHA256SUMS",
      "hello.dll",
      "hello.js",
      "hello.json",
      "wsl-script-host.exe",
    ]);
    expect(readFileSync(join(folder(), "package/wsl-script-host.exe")).equals(readFileSync(paths.tool))).toBe(true);
    expect(readFileSync(join(folder(), "package/hello.dll")).equals(host)).toBe(true);
    expect(read("package/hello.js")).toBe(read("dist/hello.js"));
    expect(read("package/hello.json")).toBe(read("hello.json"));
    expect(checkSums()).toBe("hello.dll: OK\nhello.js: OK\nhello.json: OK\nwsl-script-host.exe: OK\n");
    const hash = createHash("sha256").update(host).digest("hex");
    expect(stdout).toMatch(new RegExp(`^package/hello\\.dll +\\S+ MB +${hash}$`, "m"));
    expect(stdout).toContain(`host ${version} for x64, not signed\n`);
  });

  test("--zip makes one file per plugin, with hashes that sha256sum accepts", async () => {
    const { code, stdout } = await packageHello("--zip");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^package\/hello\.zip +\S+ MB +[0-9a-f]{64}$/m);
    const files = unzipSync(readFileSync(join(folder(), "package/hello.zip")));
    expect(Object.keys(files)).toEqual(["hello.dll", "hello.js", "hello.json", "wsl-script-host.exe", "SHA256SUMS"]);
    expect(host.equals(files["hello.dll"] ?? Buffer.alloc(0))).toBe(true);
    expect(Buffer.from(files.SHA256SUMS ?? []).toString()).toBe(read("package/SHA256SUMS"));
  });

  test("--sums --zip packs the plugins of a folder again after they were signed", async () => {
    await packageHello("--zip");
    const signed = Buffer.concat([host, Buffer.from("signature")]);
    write("package/hello.dll", signed);
    expect(await cli("package", "--sums", "--zip", "--outdir", "package")).toMatchObject({ code: 0 });
    const files = unzipSync(readFileSync(join(folder(), "package/hello.zip")));
    expect(signed.equals(files["hello.dll"] ?? Buffer.alloc(0))).toBe(true);
    expect(checkSums()).toContain("hello.dll: OK");
  });

  test("--msi makes equal installers from equal files, and different ones from others", async () => {
    const make = async (...args: string[]) => {
      expect(await packageHello("--msi", "--release", "1.2.0", ...args)).toMatchObject({ code: 0, stderr: "" });
      return readFileSync(join(folder(), "package/hello.msi"));
    };
    const first = await make();
    expect((await make()).equals(first)).toBe(true);
    write("hello.json", `{ "loadFailure": "allow" }`);
    expect((await make()).equals(first)).toBe(false);
  });

  test.each([
    ["1.2", 'Windows Installer has no version "1.2"'],
    ["1.2.0-beta.1", 'Windows Installer has no version "1.2.0-beta.1"'],
    ["256.0.0", 'Windows Installer has no version "256.0.0"'],
  ])("refuses an installer of version %s", async (release, words) => {
    const { code, stderr } = await packageHello("--msi", "--release", release);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(words) });
  });

  test("takes an installer's version from package.json, and asks for one if it has none", async () => {
    expect((await packageHello("--msi")).stderr).toContain('--msi needs a version: "version" in package.json');
    write("package.json", `{ "name": "hello", "version": "3.0" }`);
    expect((await packageHello("--msi")).stderr).toContain('Windows Installer has no version "3.0"');
  });

  test("prefers settings beside the script to those in the current folder, and treats missing ones as empty", async () => {
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
    [["package", "lost.ts", "--outdir", "p"], 1, `There is no file "lost.ts"`],
    [["package", "dist/lost.js", "--outdir", "p"], 1, `"dist/lost.js" cannot be read: there is no such file or folder`],
    [
      ["package", "dist/hello.js", "--outdir", "p", "--dll", "dist/hello.js"],
      1,
      `"dist/hello.js" is not the host: it is not a DLL`,
    ],
    [["package", "a.js", "b.js", "--settings", "c.json"], 2, "--settings is for one plugin"],
    [["package", "--sums", "--outdir", "dist"], 1, `"dist" has no DLL, so it is not a package`],
    [["package", "--sums", "--outdir", "lost"], 1, `"lost" cannot be read: there is no such file or folder`],
    [["package"], 1, "Which plugin?"],
  ])("%j fails with exit code %i and an explanation", async (args, expected, explanation) => {
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(explanation);
    expect(code).toBe(expected);
  });

  test("builds and packages all of the project's plugins if no file is named, with a hash for each file", async () => {
    write("package.json", `{ "wslScriptHost": { "plugins": ["src/one.ts", "src/two.ts"], "outdir": "out" } }`);
    write("src/one.ts", "export default definePlugin({ onVmStarted() {} });\n");
    write("src/two.ts", "export default definePlugin({ onVmStopping() {} });\n");
    const { code, stderr } = await cli("package");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const listed = ["one.dll", "one.js", "one.json", "two.dll", "two.js", "two.json", "wsl-script-host.exe"];
    expect(checkSums()).toBe(listed.map((file) => `${file}: OK\n`).join(""));
    expect(read("package/two.js")).toBe(read("out/two.js"));
  });

  test("keeps the hashes of the first package right when a second one goes into the folder", async () => {
    await packageHello();
    write("dist/other.js", "export default definePlugin({ onVmStarted() {} });\n");
    write("package/notes.txt", "no part of a package");
    await cli("package", "dist/other.js", "--outdir", "package", "--dll", "host.dll");
    expect(checkSums()).toMatch(/^hello\.dll: OK\nhello\.js: OK\nhello\.json: OK\nother\.dll: OK\n/);
    expect(read("package/SHA256SUMS")).not.toContain("notes");
  });

  test("--sums corrects the hashes after signing", async () => {
    await packageHello();
    write("package/hello.dll", Buffer.concat([host, Buffer.from("a signature")]));
    expect(() => checkSums()).toThrow();
    const { code } = await cli("package", "--sums", "--outdir", "package");
    expect(code).toBe(0);
    expect(checkSums()).toContain("hello.dll: OK\n");
  });

  test("names the host's version, and warns if it differs from the command line's", async () => {
    write("host.dll", withText("ProductVersion", version, "9.9.9"));
    const { code, stdout, stderr } = await packageHello();
    expect(code).toBe(0);
    expect(stdout).toContain("host 9.9.9 for x64, not signed\n");
    expect(stderr).toContain(`warning: the host has version 9.9.9, but the script was built for ${version}.`);
  });

  test("refuses a DLL of another product", async () => {
    write("host.dll", withText("ProductName", "wsl-script-host", "another-product"));
    const { code, stderr } = await packageHello();
    expect(stderr).toContain(`"host.dll" is not the host: its product is "another-product"`);
    expect(code).toBe(1);
  });

  describe("--arch arm64", () => {
    const arm64 = ["--arch", "arm64", "--dll", "arm64/wsl-script-host.dll"];
    const packageFor = (...args: string[]) => cli("package", "dist/hello.js", "--outdir", "package", ...args);

    test("takes the DLL that is named, and the tool from beside it", async () => {
      const [dll, tool] = [forArm64(host), forArm64(readFileSync(paths.tool))];
      write("arm64/wsl-script-host.dll", dll);
      write("arm64/wsl-script-host.exe", tool);
      const { code, stdout } = await packageFor(...arm64);
      expect(code).toBe(0);
      expect(stdout).toContain(`host ${version} for arm64, not signed\n`);
      expect(readFileSync(join(folder(), "package/hello.dll")).equals(dll)).toBe(true);
      expect(readFileSync(join(folder(), "package/wsl-script-host.exe")).equals(tool)).toBe(true);
    });

    test("without --dll says where the host for ARM64 is", async () => {
      const { code, stderr } = await packageFor("--arch", "arm64");
      expect(stderr).toContain(`wsl-script-host-arm64.zip of the release ${version}`);
      expect(code).toBe(2);
    });

    test("refuses a DLL or a tool for x64", async () => {
      write("arm64/wsl-script-host.dll", host);
      write("arm64/wsl-script-host.exe", readFileSync(paths.tool));
      expect((await packageFor(...arm64)).stderr).toContain(`wsl-script-host.dll" is for x64, not for arm64`);
      write("arm64/wsl-script-host.dll", forArm64(host));
      expect((await packageFor(...arm64)).stderr).toContain(`wsl-script-host.exe" is for x64, not for arm64`);
      expect(readdirSync(folder())).not.toContain("package");
    });

    test("a DLL for ARM64 needs --arch", async () => {
      write("host.dll", forArm64(host));
      const { code, stderr } = await packageHello();
      expect(stderr).toContain(`"host.dll" is for arm64, not for x64: change --arch or --dll.`);
      expect(code).toBe(1);
    });
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
