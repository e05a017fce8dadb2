import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { version } from "../../package.json" with { type: "json" };
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";
import { cli, folder, read, useCli, write } from "../support/cli.ts";

useCli();

const declaring = `console.log("evaluated");
export default definePlugin({
  version: "1.2.0",
  requires: "2.1",
  limits: { hookTime: 100 },
  permissions: {
    vm: { run: ["/bin/uname", "python3"], mount: [{ folder: "C:/Tools/", write: true, userWritable: true }] },
    distribution: { env: ["SITE"] },
    windows: { account: true },
  },
  onLoad() { console.log("not run"); },
  onVmStarted() {},
  optional: { onDistributionRegistered() {} },
});
`;

describe("wsl-script-host inspect", () => {
  test("shows what the script declares, and runs nothing but its declaration", async () => {
    write("hello.js", declaring);
    const { code, stdout, stderr } = await cli("inspect", "hello.js");
    expect(code).toBe(0);
    expect(stderr).toBe("evaluated\n");
    expect(stdout.trimEnd().split("\n")).toEqual([
      `script       hello.js, ${declaring.length} B`,
      "version      1.2.0",
      `sha256       ${createHash("sha256").update(declaring).digest("hex")}`,
      "requires     WSL 2.1.0",
      "onLoad       yes",
      "onReloading  no",
      "hooks        onVmStarted",
      "             onDistributionRegistered (WSL 2.1.2 and newer; never called before)",
      "settings     none",
      "permissions  run /bin/uname in the VM",
      "             run python3 in the VM: unrestricted",
      "             mount C:\\Tools in the VM (writable, users may change it)",
      "             env SITE in distributions",
      "             account on Windows",
      "scriptTime   5000 ms (default)",
      "hookTime     100 ms",
      "memory       67.1 MB (default)",
    ]);
  });

  test("--json prints one object", async () => {
    write("hello.js", declaring);
    const { stdout } = await cli("inspect", "hello.js", "--json");
    expect(JSON.parse(stdout)).toEqual({
      script: "hello.js",
      bytes: declaring.length,
      version: "1.2.0",
      sha256: createHash("sha256").update(declaring).digest("hex"),
      requires: "2.1.0",
      onLoad: true,
      onReloading: false,
      hooks: [
        { name: "OnVMStarted", method: "onVmStarted", since: "2.0.0" },
        { name: "OnDistributionRegistered", method: "onDistributionRegistered", since: "2.1.2" },
      ],
      settings: null,
      permissions: {
        vm: {
          run: ["/bin/uname", "python3"],
          mount: [{ folder: "C:\\Tools", write: true, userWritable: true }],
        },
        distribution: { env: ["SITE"] },
        windows: { account: true },
      },
      unrestricted: ["vm.run python3"],
      limits: { scriptTime: null, hookTime: 100, memory: null },
    });
  });

  test("shows the settings that the script declares, also those without a default, and reads none", async () => {
    write(
      "hello.js",
      `const policy = defineSettings({
        allowed: { type: "array", items: { type: "string" }, default: ["Debian"], description: "Who may start." },
        level: { type: "string", enum: ["low", "high"], default: "low" },
        mtu: { type: "integer", minimum: 576 },
        token: { type: "string", secret: true, default: "hunter2" },
      });
      console.log(policy.level);
      export default definePlugin({});`,
    );
    write("hello.json", `{ "settings": { "level": "high" } }`);
    const { stdout, stderr } = await cli("inspect", "hello.js");
    expect(stderr).toBe("low\n");
    expect(stdout.split("\n").slice(7, 11)).toEqual([
      'settings     allowed  array of string  ["Debian"]  Who may start.',
      '             level    "low" | "high"   "low"',
      "             mtu      integer 576..    required",
      "             token    string           (secret)",
    ]);
    const { stdout: json } = await cli("inspect", "hello.js", "--json");
    expect(JSON.parse(json)).toMatchObject({
      settings: { properties: { mtu: { type: "integer", minimum: 576 } }, required: ["mtu"] },
    });
  });

  test.each([
    ["", "none: it may read its hooks' arguments, log, and refuse"],
    [`permissions: "all",`, "all: unrestricted"],
  ])("describes permissions without a list in words (%s)", async (member, words) => {
    write("hello.js", `export default definePlugin({ ${member} onVmStarted() {} });`);
    const { stdout } = await cli("inspect", "hello.js");
    expect(stdout).toContain(`permissions  ${words}\n`);
  });

  test("accepts a script that requires a WSL that does not exist yet", async () => {
    write("hello.js", `export default definePlugin({ requires: "99.1.2" });`);
    const { stdout } = await cli("inspect", "hello.js");
    expect(stdout).toContain("requires     WSL 99.1.2\n");
    expect(stdout).toContain("hooks        none");
  });

  test.each([
    [
      "await new Promise(() => {});\nexport default 1;",
      "bad.js: the script waits for a promise that nothing can settle",
    ],
    [
      `throw new TypeError("broken");\nexport default 1;`,
      "bad.js:1:11: TypeError: broken\n    at <anonymous> (bad.js:1:11)",
    ],
    [`MountFolder(0, "C:\\\\a", "/a");\nexport default 1;`, "0x80010108 (RPC_E_DISCONNECTED)"],
    ["export default 3;", "bad.js exports 3 by default"],
    ["let;;\nlet let", "bad.js:1:4: SyntaxError"],
    ["export default definePlugin({ onLod() {} });", `did you mean "onLoad"?`],
    ["", "bad.js has no default export"],
    ["const all = []; for (;;) all.push(new Array(1000).fill(1));", "loading needs more memory than its limit"],
    [`new Array(1e9) + "";`, "loading took longer than its scriptTime of 5000 ms"],
    [Buffer.from("// caf\xe9\n", "latin1"), "bad.js:1: byte 0xE9 at offset 6 is not UTF-8"],
    [Buffer.alloc(8 * 1024 * 1024 + 1, " "), "bad.js has 8388609 bytes; the limit is 8388608"],
  ])("refuses script %#, and reports what the DLL would log", async (script, reason) => {
    write("bad.js", script);
    // Both at once: a script that ends by its time limit takes 5 s in each.
    const inspected = cli("inspect", "bad.js");
    await using wsl = await startWsl({ plugin: { name: "bad", script } });
    const { code, stdout, stderr } = await inspected;
    expect(stderr).toContain(wsl.log.find(({ event }) => event === "load")?.message);
    expect(stderr).toContain(reason);
    expect(stdout).toBe("");
    expect(code).toBe(1);
  });

  test("shows a host's version, engine and commit, as in the SBOM beside it", async () => {
    copyFileSync(paths.dll, join(folder(), "hello.dll"));
    const { code, stdout } = await cli("inspect", "hello.dll");
    const { metadata, components } = JSON.parse(readFileSync(paths.dllSbom, "utf8"));
    const versionOf = (name: string) => components.find((part: { name: string }) => part.name === name).version;
    expect(
      stdout
        .replace(/, [\d.]+ MB,/, ",")
        .trimEnd()
        .split("\n"),
    ).toEqual([
      "dll        hello.dll, for x64",
      `sha256     ${metadata.component.hashes[0].content}`,
      `version    ${version}`,
      `engine     quickjs-ng ${versionOf("quickjs-ng")} (quickjs-wasi ${versionOf("quickjs-wasi")})`,
      `commit     ${metadata.properties[0].value}`,
      "signature  none",
    ]);
    expect(code).toBe(0);
  });

  test("--json reports that a host is signed", async () => {
    const bytes = readFileSync(paths.dll);
    // The size of the signatures in the header of a 64-bit image.
    bytes.writeUInt32LE(8, bytes.readUInt32LE(0x3c) + 24 + 112 + 8 * 4 + 4);
    write("HELLO.DLL", bytes);
    const { stdout } = await cli("inspect", "HELLO.DLL", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ dll: "HELLO.DLL", bytes: bytes.length, version, signed: true });
  });

  test.each([
    ["lost.dll", `The DLL "lost.dll" cannot be read: `],
    ["text.dll", `"text.dll" is not the host: it is not a DLL.`],
  ])("refuses %s, and gives the reason", async (file, reason) => {
    write("text.dll", "MZ, or so");
    const { code, stdout, stderr } = await cli("inspect", file);
    expect(stderr).toContain(reason);
    expect(stdout).toBe("");
    expect(code).toBe(1);
  });

  test("names the source's line if the map exists", async () => {
    write("src/bad.ts", `\n\nconst broken: null | { a: 1 } = null as never;\nexport default broken!.a;\n`);
    await cli("build", "src/bad.ts", "--outfile", "dist/bad.js");
    expect(read("dist/bad.js.map")).toContain("src/bad.ts");
    const { stderr } = await cli("inspect", "dist/bad.js");
    expect(stderr).toMatch(/^src\/bad\.ts:4:\d+: TypeError: /);
  });

  test.each([
    ["lost.js", `"lost.js" cannot be read`],
    ["src/hello.ts", "wsl-script-host build src/hello.ts --outfile dist/hello.js"],
  ])("%s: says what to do", async (file, advice) => {
    const { code, stderr } = await cli("inspect", file);
    expect(code).toBe(1);
    expect(stderr).toContain(advice);
  });

  test("--help shows an example", async () => {
    expect((await cli("inspect", "--help")).stdout).toContain("$ wsl-script-host inspect dist/hello.js --json");
  });
});
