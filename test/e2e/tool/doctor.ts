/** wsl-script-host.exe doctor on a machine where all is well: each test breaks one thing, and doctor names that alone. */

import { chmod, cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { description } from "../../../bindings/index.ts";
import { paths } from "../../../src/paths.ts";
import { plugin } from "../../../src/wslservice/dll-plugin.ts";
import { programData, winePrefix } from "../../../src/wslservice/wine.ts";
import { theWindows } from "../../support/fake-windows.ts";
import { mustRunWine, runWine, Signer } from "../../support/windows.ts";
import { testDevelopment } from "./development.ts";
import { diagnose, withValue, wrong } from "./diagnosis.ts";

const name = "examined";
const pluginsKey = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";
const folder = join(winePrefix, "drive_c", "Program Files", "wsl-script-host", name, "1");
const file = (extension: string) => join(folder, `${name}.${extension}`);
const log = join(programData, "wsl-script-host", `${name}.log`);
const takeAway = (value = name) => `reg delete "${pluginsKey}" /v "${value}" /f`;

let dll: Buffer;

/** Puts back what a test replaces. */
async function withFile<T>(path: string, content: string | Uint8Array | null, action: () => Promise<T>): Promise<T> {
  const before = await mkdtemp(join(tmpdir(), "wsl-script-host-before-"));
  await cp(path, join(before, "file"));
  try {
    // Another file of the name: the service has the old one open.
    await rm(path);
    if (content !== null) await writeFile(path, content);
    return await action();
  } finally {
    await cp(join(before, "file"), path);
    await rm(before, { recursive: true });
  }
}

/** The DLL with other bytes in place of some, signed after that. */
function altered(text: string, other: string): Promise<Buffer> {
  const bytes = Buffer.from(dll);
  const at = bytes.indexOf(text);
  expect(bytes.indexOf(text, at + 1), `${text} occurs once`).toBe(-1);
  bytes.write(other, at);
  return theWindows().sign(bytes);
}

export function testDoctor(): void {
  beforeAll(async () => {
    dll = await readFile(paths.dll);
    const source = await theWindows().packagePlugin(name, plugin("onVmStarted() {}"));
    await mustRunWine(paths.tool, "install", "--yes", "--from", source);
  });

  afterAll(() => mustRunWine(paths.tool, "uninstall", name, "--yes"));

  test("where all is well doctor finds nothing, and has looked at everything in the order of the description", async () => {
    const { code, findings } = await diagnose();
    expect(findings.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(description.checks.map(({ id }) => id));
    expect(code).toBe(0);
  });

  test("a problem is exit code 1, and a line with the command below it", async () => {
    await withFile(file("js"), "oops(", async () => {
      const { code, stdout } = await runWine(paths.tool, "doctor");
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /^problem {2}script {9}examined: examined\.js:1:.*SyntaxError.*\r?\n {13}wsl-script-host\.exe rollback "examined"/m,
      );
    });
  });

  describe("the value in the registry", () => {
    test("value-type: an expandable text, which WSL skips", async () => {
      const path = `C:\\Program Files\\wsl-script-host\\${name}\\1\\${name}.dll`;
      const set = (type: string) => mustRunWine("reg.exe", "add", pluginsKey, "/v", name, "/t", type, "/d", path, "/f");
      await set("REG_EXPAND_SZ");
      try {
        const command = `reg add "${pluginsKey}" /v "${name}" /t REG_SZ /d "${path}" /f`;
        expect((await wrong()).found).toEqual([["value-type", command]]);
      } finally {
        await set("REG_SZ");
      }
    });

    test("duplicate: a second value with the path in other letters", async () => {
      const path = `C:\\PROGRAM FILES\\wsl-script-host\\${name}\\1\\${name}.dll`;
      await withValue(pluginsKey, "second", ["/t", "REG_SZ", "/d", path], async () => {
        expect((await wrong()).found).toEqual([["duplicate", takeAway("second")]]);
      });
    });

    test("file: no DLL is there", async () => {
      await withFile(file("dll"), null, async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["file", takeAway()]]);
        expect(message).toContain(`${name}.dll is missing`);
      });
    });
  });

  describe("the DLL", () => {
    test("architecture: it is for ARM64", async () => {
      const bytes = Buffer.from(dll);
      bytes.writeUInt16LE(0xaa64, bytes.readUInt32LE(0x3c) + 4);
      await withFile(file("dll"), await theWindows().sign(bytes), async () => {
        expect(await wrong()).toEqual({
          found: [["architecture", takeAway()]],
          message: "the DLL is for ARM64, this machine is x64",
        });
      });
    });

    test("signature: it has none", async () => {
      await withFile(file("dll"), dll, async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["signature", expect.stringContaining("Set-AuthenticodeSignature")]]);
        expect(message).toContain("TRUST_E_NOSIGNATURE");
      });
    });

    test("signature: it has been changed since", async () => {
      const tampered = await theWindows().sign(dll);
      tampered[tampered.indexOf("This program cannot")] = 0x20;
      await withFile(file("dll"), tampered, async () => {
        const { found, message } = await wrong();
        expect(found.map(([check]) => check)).toEqual(["signature"]);
        expect(message).toContain("TRUST_E_BAD_DIGEST");
      });
    });

    test("chain: the machine does not know the certificate", async () => {
      await using stranger = await Signer.create("A stranger", "20490101000000Z");
      await withFile(file("dll"), await stranger.sign(dll), async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["chain", "certutil -addstore Root <root.cer>"]]);
        expect(message).toContain("the machine does not trust A stranger");
      });
    });

    test("expiry: the certificate has expired", async () => {
      await using old = await Signer.create("Yesterday's", "20240101000000Z");
      await old.trust();
      await withFile(file("dll"), await old.sign(dll), async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["expiry", expect.stringMatching(/^signtool sign .*\/tr /)]]);
        expect(message).toBe("the certificate expired on 2024-01-01, so no VM starts");
      }).finally(() => old.distrust());
    });

    test("expiry: a certificate's last days are a warning", async () => {
      const end = new Date(Date.now() + 10 * 86_400_000);
      const soon = `${end.toISOString().slice(0, 10).replaceAll("-", "")}000000Z`;
      await using old = await Signer.create("Almost over", soon);
      await old.trust();
      await withFile(file("dll"), await old.sign(dll), async () => {
        const { code, findings } = await diagnose();
        expect(code).toBe(0);
        expect(findings.filter(({ outcome }) => outcome !== "ok")).toEqual([
          expect.objectContaining({
            check: "expiry",
            outcome: "warning",
            message: expect.stringContaining("expires on"),
          }),
        ]);
      }).finally(() => old.distrust());
    });

    test("export: the entry point has another name", async () => {
      await withFile(file("dll"), await altered("WSLPluginAPIV1_EntryPoint", "WSLPluginAPIV1_EntryPaint"), async () => {
        expect((await wrong()).found).toEqual([["export", takeAway()]]);
      });
    });

    test.each([
      ["a DLL", "bcrypt.dll", "bcrypx.dll", "Windows has no bcrypx.dll, which the DLL imports"],
      [
        "a function",
        "BCryptFinishHash",
        "BCryptFinishHaxx",
        "Windows has no BCryptFinishHaxx of bcrypt.dll, which the DLL imports",
      ],
    ])("imports: Windows lacks %s", async (_, text, other, message) => {
      await withFile(file("dll"), await altered(text, other), async () => {
        expect(await wrong()).toEqual({ found: [["imports", takeAway()]], message });
      });
    });
  });

  describe("the files beside it", () => {
    const rollback = `wsl-script-host.exe rollback "${name}"`;

    test.each([
      ["it is missing", null, "examined.js is missing"],
      ["it is no JavaScript", "oops(", "SyntaxError"],
      ["it exports no plugin", "export default 1;", "definePlugin"],
    ])("script: %s", async (_, content, words) => {
      await withFile(file("js"), content, async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["script", rollback]]);
        expect(message).toContain(words);
      });
    });

    test.each([
      ["an unknown setting", `{ "limts": {} }`, "limts"],
      ["no JSON", "{", "examined.json"],
      ["one that the script does not declare", `{ "settings": { "allowed": 3 } }`, "does not call defineSettings"],
    ])("settings: %s", async (_, content, words) => {
      await withFile(file("json"), content, async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["settings", `notepad "C:\\Program Files\\wsl-script-host\\${name}\\1\\${name}.json"`]]);
        expect(message).toContain(words);
      });
    });

    test("settings: a value that is not what the script declares", async () => {
      const script = `defineSettings({ allowed: { type: "array", items: { type: "string" } } });\n${plugin("")}`;
      await withFile(file("js"), script, () =>
        withFile(file("json"), `{ "settings": { "allowed": ["Debian", 3] } }`, async () => {
          const { found, message } = await wrong();
          expect(found).toEqual([["settings", expect.stringContaining("notepad")]]);
          expect(message).toContain("settings.allowed[1]");
        }),
      );
    });

    test.each([
      ["a value that is not what the script declares", "allowed", "3", "\\allowed must be an array"],
      ["a name that the script does not declare", "alowed", "[]", 'did you mean "allowed"?'],
    ])("settings: a policy has %s", async (_, setting, data, words) => {
      const script = `defineSettings({ allowed: { type: "array", items: { type: "string" } } });\n${plugin("")}`;
      const key = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}\\Settings`;
      await withFile(file("js"), script, () =>
        withFile(file("json"), `{ "settings": { "allowed": ["Debian"] } }`, () =>
          withValue(key, setting, ["/t", "REG_SZ", "/d", data], async () => {
            const { found, message } = await wrong();
            expect(found).toEqual([["settings", `reg query "${key}" /s`]]);
            expect(message).toContain(words);
          }),
        ),
      );
    });

    test("verification: everybody may write the script", async () => {
      await chmod(file("js"), 0o646);
      const { found, message } = await wrong().finally(() => chmod(file("js"), 0o644));
      expect(found).toEqual([
        ["verification", `icacls "C:\\Program Files\\wsl-script-host\\${name}\\1\\${name}.js" /reset`],
      ]);
      expect(message).toContain("Everyone (S-1-1-0) may write to it");
    });
  });

  describe("what the script may do", () => {
    const script = `export default definePlugin({ permissions: { vm: { run: ["uname"], env: ["SITE"] } }, onVmStarted() {} });`;

    test("permissions: the settings grant less than the script declares", async () => {
      const grant = `{ "permissions": { "vm": { "run": ["uname"] } } }`;
      await withFile(file("js"), script, () =>
        withFile(file("json"), grant, async () => {
          expect(await wrong()).toEqual({
            found: [["permissions", `notepad "C:\\Program Files\\wsl-script-host\\${name}\\1\\${name}.json"`]],
            message: "the settings do not grant what the script declares: vm.env SITE",
          });
        }),
      );
    });

    test("permissions: a policy refuses a script that declares everything", async () => {
      const key = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;
      await withValue(key, "RequireDeclaredPermissions", ["/t", "REG_DWORD", "/d", "1"], async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["permissions", `reg query "HKLM\\SOFTWARE\\Policies\\wsl-script-host" /s`]]);
        expect(message).toContain("the policy RequireDeclaredPermissions refuses it");
      });
    });
  });

  describe("development mode", () => testDevelopment(name));

  describe("the machine", () => {
    test.each([
      ["it does not support plugins", "1.2.5.0", "does not support plugins"],
      ["it is known to be broken", "2.7.13.0", "known to be broken"],
    ])("wsl-version: %s", async (_, version, words) => {
      await theWindows().installWsl(version);
      const { found, message } = await wrong().finally(() => theWindows().installWsl("2.4.4.0"));
      expect(found).toEqual([["wsl-version", "wsl --update"]]);
      expect(message).toContain(words);
    });

    test("wsl-version: the script needs a newer one", async () => {
      const script = `export default definePlugin({ requires: "2.9.0" });`;
      await withFile(file("js"), script, async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["wsl-version", "wsl --update"]]);
        expect(message).toContain("2.9.0");
      });
    });

    test("service: it does not run", async () => {
      await mustRunWine("sc.exe", "stop", "wslservice");
      await theWindows().stopped();
      const { found } = await wrong().finally(() => theWindows().startService());
      expect(found).toEqual([["service", "net start wslservice"]]);
    });

    test("log: everybody may write it", async () => {
      await chmod(log, 0o646);
      const { found, message } = await wrong().finally(() => chmod(log, 0o644));
      expect(found).toEqual([["log", `icacls "C:\\ProgramData\\wsl-script-host\\${name}.log" /reset`]]);
      expect(message).toContain("may write to it");
    });

    test("log: the service runs and has never loaded the plugin", async () => {
      await rename(log, `${log}.away`);
      const { found, message } = await wrong().finally(() => rename(`${log}.away`, log));
      expect(found).toEqual([["log", "powershell -Command Restart-Service wslservice"]]);
      expect(message).toContain("has not loaded the plugin");
    });

    const exploitProtection =
      "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options\\wslservice.exe";

    test.each([
      ["lets the service load Microsoft's DLLs only", `${"00".repeat(5)}10${"00".repeat(10)}`, "only Microsoft's DLLs"],
      ["asks for shadow stacks strictly", `${"00".repeat(11)}30${"00".repeat(4)}`, "shadow stacks"],
    ])("policies: exploit protection %s", async (_, bytes, words) => {
      await withValue(exploitProtection, "MitigationOptions", ["/t", "REG_BINARY", "/d", bytes], async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["policies", `reg delete "${exploitProtection}" /v MitigationOptions /f`]]);
        expect(message).toContain(words);
      });
    });

    test("policies: the script has another hash than the pinned one", async () => {
      const key = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;
      await withValue(key, "ScriptSha256", ["/t", "REG_MULTI_SZ", "/d", "0".repeat(64)], async () => {
        const { found, message } = await wrong();
        expect(found).toEqual([["policies", 'reg query "HKLM\\SOFTWARE\\Policies\\wsl-script-host" /s']]);
        expect(message).toContain("ScriptSha256");
      });
    });
  });
}
