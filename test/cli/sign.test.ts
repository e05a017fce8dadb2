// wsl-script-host sign, on Linux: with osslsigncode and a certificate's file.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();

const password = "a secret";

beforeEach(async () => {
  write("password.txt", `${password}\n`);
  makePfx();
  write("dist/hello.js", plugin('onLoad() { console.log("loaded from a signed DLL"); }'));
  expect(await cli("package", "dist/hello.js")).toMatchObject({ code: 0 });
});

/** A certificate for code with its key, as a certification authority hands it out. */
function makePfx(): void {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder(), stdio: "pipe" });
  const request = ["-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-subj", "/CN=Contoso"];
  openssl("req", "-x509", ...request, "-addext", "extendedKeyUsage=codeSigning", "-out", "certificate");
  openssl(
    "pkcs12",
    "-export",
    "-inkey",
    "key",
    "-in",
    "certificate",
    "-out",
    "contoso.pfx",
    "-passout",
    `pass:${password}`,
  );
}

const signPackage = (...args: string[]) =>
  cli("sign", "--pfx", "contoso.pfx", "--password-file", "password.txt", ...args);

describe("wsl-script-host sign", () => {
  test("signs the package's DLL, which WSL still loads, and corrects the hashes", async () => {
    const { code, stdout, stderr } = await signPackage("--no-timestamp");
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${join("package", "hello.dll")} is signed\n` });
    expect(stderr).toContain("it has no time stamp. Once the certificate expires, WSL refuses it");
    execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: join(folder(), "package"), stdio: "pipe" });
    expect((await cli("inspect", "package/hello.dll")).stdout).toMatch(/^signature +present/m);
    expect(
      execFileSync("osslsigncode", ["verify", "-CAfile", "certificate", "-in", "package/hello.dll"], {
        cwd: folder(),
      }).toString(),
    ).toContain("Signature verification: ok");
    const signed = readFileSync(join(folder(), "package/hello.dll"));
    await using hosted = await DllPlugin.start({
      script: read("package/hello.js"),
      prepare: (path) => writeFile(join(path, "hello.dll"), signed),
    });
    expect(await hosted.printed()).toEqual(["loaded from a signed DLL"]);
  });

  test("warns if no server certifies the time of signing", async () => {
    const { code, stderr } = await signPackage("--timestamp", "http://127.0.0.1:9/");
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("it has no time stamp") });
  });

  test("signs a DLL again that is already signed", async () => {
    await signPackage("--no-timestamp", join("package", "hello.dll"));
    const first = readFileSync(join(folder(), "package/hello.dll")).length;
    expect(await signPackage("--no-timestamp", join("package", "hello.dll"))).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder(), "package/hello.dll")).length).toBe(first);
  });

  test("leaves the DLL unchanged if the password is wrong", async () => {
    const before = readFileSync(join(folder(), "package/hello.dll"));
    write("password.txt", "wrong\n");
    const { code, stderr } = await signPackage("--no-timestamp");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('hello.dll" cannot be signed: ') });
    expect(readFileSync(join(folder(), "package/hello.dll")).equals(before)).toBe(true);
  });

  test("makes certificates only on Windows, and names the script for it", async () => {
    const { code, stderr } = await cli("sign", "--self-signed");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("run this package's sign.ps1") });
  });

  test.each([[[]], [["--self-signed", "--pfx", "contoso.pfx"]]])(
    "needs exactly one way to sign, not %j",
    async (args) => {
      const { code, stderr } = await cli("sign", ...args);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining("Sign with --pfx <file> or --self-signed."),
      });
    },
  );
});
