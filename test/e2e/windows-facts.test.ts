// What a script in the DLL reads of Windows: Wine's registry, certificate stores, WinHTTP, tokens.

import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWsl } from "../../src/simulator/index.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { certificateLines, hexData as hex, importRegistry, thumbprintOf } from "../support/wine-registry.ts";

const name = `Facts${process.pid}`;
const key = `SOFTWARE\\${name}`;
const certificate = new X509Certificate(rootCertificates[0] as string);
const { raw } = certificate;
const pem = certificate.toString();
const thumbprint = thumbprintOf(certificate);
const storeKey = `SOFTWARE\\Microsoft\\SystemCertificates\\${name}`;
const proxyKey = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";

const wide = (text: string) => Buffer.from(text, "utf16le");
const proxy = Buffer.from("http=proxy:80;https=secure:443");
const bypass = Buffer.from("<local>;*.contoso.com");

beforeAll(() =>
  importRegistry(
    `[HKEY_LOCAL_MACHINE\\${key}]`,
    '@="the default"',
    '"Text"="Z\u00fcrich"',
    `"Expand"=${hex("(2)", wide("%TEMP%\\a\0"))}`,
    '"Number"=dword:ffffffff',
    `"BigEndian"=${hex("(5)", Buffer.from([0, 0, 1, 2]))}`,
    `"Long"=${hex("(b)", Buffer.from("ffffffffffffff7f", "hex"))}`,
    `"Texts"=${hex("(7)", wide("a\0b c\0\0"))}`,
    `"NoTexts"=${hex("(7)", wide("\0"))}`,
    `"Bytes"=${hex("", Buffer.from([1, 0, 255]))}`,
    `"None"=${hex("(0)", Buffer.from([7]))}`,
    `"ShortNumber"=${hex("(4)", Buffer.from([9, 9]))}`,
    `"Unfinished"=${hex("(1)", wide("no end"))}`,
    `"Long1"=${hex("", Buffer.alloc(5_000, 3))}`,
    `[HKEY_CURRENT_USER\\${key}]`,
    '"Editor"="vi"',
    ...certificateLines(name, certificate),
    `[HKEY_LOCAL_MACHINE\\${proxyKey}]`,
    `"WinHttpSettings"=${hex("", 0x18, 0, 3, proxy.length, proxy, bypass.length, bypass)}`,
  ),
);

afterAll(() =>
  importRegistry(
    `[-HKEY_LOCAL_MACHINE\\${key}]`,
    `[-HKEY_CURRENT_USER\\${key}]`,
    `[-HKEY_LOCAL_MACHINE\\${storeKey}]`,
    `[HKEY_LOCAL_MACHINE\\${proxyKey}]`,
    '"WinHttpSettings"=-',
  ),
);

/** Prints a line of JSON for each expression; what is thrown is text. */
function asking(permissions: object | "all", expressions: readonly string[]): string {
  const lines = expressions.map((each) => `say(() => ${each});`).join("\n");
  return `
const say = (read) => {
  let value;
  try { value = read(); } catch (error) { value = error.message; }
  const show = (name, each) => typeof each === "bigint" ? each + "n" : each instanceof Uint8Array ? "bytes " + each.toHex().slice(0, 12) : each;
  console.log(JSON.stringify(value, show));
};
export default definePlugin({ permissions: ${JSON.stringify(permissions)}, onVmStarted(session) {
${lines}
} });
`;
}

async function answers(script: string): Promise<unknown[]> {
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  return (await hosted.printed()).map((line) => JSON.parse(line));
}

/** What the same script prints in the simulator. */
async function simulated(script: string, options: Omit<Parameters<typeof startWsl>[0], "plugin">): Promise<unknown[]> {
  await using wsl = await startWsl({ plugin: { name: "hello", script }, ...options });
  expect(await wsl.startVm()).toEqual({ ok: true });
  return wsl.log.filter(({ event }) => event === "console").map(({ message }) => JSON.parse(message));
}

const hklm = (value: string) => `Windows.registry(${JSON.stringify(`HKLM\\${key}`)}, ${JSON.stringify(value)})`;

test("values of the registry are what their types say, in the DLL and in the simulator", async () => {
  const expected = {
    "": "the default",
    Text: "Z\u00fcrich",
    Expand: "%TEMP%\\a",
    Number: 0xffffffff,
    Long: "9223372036854775807n",
    Texts: ["a", "b c"],
    NoTexts: [],
    Bytes: "bytes 0100ff",
    missing: null,
  };
  const script = asking({ windows: { registry: [`HKLM\\${key}`] } }, Object.keys(expected).map(hklm));

  expect(await answers(script)).toEqual(Object.values(expected));
  const registry = {
    [`HKLM\\${key}`]: {
      "": "the default",
      Text: "Z\u00fcrich",
      Expand: "%TEMP%\\a",
      Number: 0xffffffff,
      Long: 0x7fffffffffffffffn,
      Texts: ["a", "b c"],
      NoTexts: [],
      Bytes: new Uint8Array([1, 0, 255]),
    },
  };
  expect(await simulated(script, { windows: { registry } })).toEqual(Object.values(expected));
});

test("values of rare types and wrong sizes are read, too", async () => {
  const script = asking({ windows: { registry: [`hklm\\${key}`.replace("hklm", "HKLM")] } }, [
    hklm("BigEndian"),
    hklm("None"),
    hklm("ShortNumber"),
    hklm("Unfinished"),
    `${hklm("Long1")}.length`,
    `Windows.registry("HKLM\\\\SOFTWARE\\\\${name.toLowerCase()}", "TEXT")`,
    `Windows.registry("HKLM\\\\SOFTWARE\\\\${name}\\\\none", "Text")`,
  ]);
  expect(await answers(script)).toEqual([0x102, "bytes 07", "bytes 0909", "no end", 5_000, "Z\u00fcrich", null]);
});

const factsScript = asking(
  { windows: { registry: [`HKCU\\${key}`], certificates: [name, "Missing"], proxy: true, userGroups: true } },
  [
    `Windows.userRegistry(session, ${JSON.stringify(`HKCU\\${key}`)}, "Editor")`,
    `Windows.userRegistry(session.sessionId, ${JSON.stringify(`HKCU\\${key}`)}, "missing")`,
    `Windows.certificates(${JSON.stringify(name)}).map(({ thumbprint, pem }) => ({ thumbprint, pem }))`,
    `Windows.certificates(${JSON.stringify(name)})[0].der.length`,
    'Windows.certificates("Missing")',
    "Windows.proxy()",
    "SID.Users.isIn(Windows.userGroups(session).enabled)",
    'SID.parse("S-1-5-21-1-2-3-4").isIn(Windows.userGroups(session).enabled)',
    "Windows.version.build > 0",
    'Windows.userRegistry(7, "HKCU\\\\SOFTWARE", "x")',
    "Windows.userGroups(7)",
  ],
);

const facts = [
  "vi",
  null,
  [{ thumbprint, pem }],
  raw.length,
  [],
  { http: "proxy:80", https: "secure:443", bypass: ["<local>", "*.contoso.com"] },
  true,
  false,
  true,
  expect.stringContaining("HKCU\\\\SOFTWARE"),
  "Windows.userGroups failed: 0x80010108 (RPC_E_DISCONNECTED)",
];

test("the user's hive, certificates, the proxy, groups and the version are Windows' own", async () => {
  expect(await answers(factsScript)).toEqual(facts);
});

test("the simulator gives the facts that a test says", async () => {
  const given = {
    windows: {
      certificates: { [name]: [pem] },
      proxy: { server: proxy.toString(), bypass: bypass.toString() },
    },
    sessions: [{ groups: ["S-1-5-32-545"], registry: { [`HKCU\\${key}`]: { Editor: "vi" } } }],
  };
  expect(await simulated(factsScript, given)).toEqual(facts);
});

const calls: readonly (readonly [call: string, permission: string])[] = [
  ['Windows.registry("HKLM\\\\SOFTWARE", "x")', '{ windows: { registry: ["HKLM\\\\SOFTWARE"] } }'],
  ['Windows.userRegistry(session, "HKCU\\\\Contoso", "x")', '{ windows: { registry: ["HKCU\\\\Contoso"] } }'],
  ['Windows.certificates("Root")', '{ windows: { certificates: ["Root"] } }'],
  ["Windows.proxy()", "{ windows: { proxy: true } }"],
  ["Windows.userGroups(session)", "{ windows: { userGroups: true } }"],
];

test("what a plugin does not declare is denied, with the line to add, in the DLL and in the simulator", async () => {
  // Each for another one of its kind.
  const declared = { windows: { registry: ["HKLM\\SOFTWARE\\Contoso", "HKCU\\Contosoft"], certificates: ["Roots"] } };
  const script = asking(
    declared,
    calls.map(([call]) => call),
  );
  const denied = calls.map(([, permission]) =>
    expect.stringContaining(
      `hello.js does not declare that it needs this. Add to definePlugin: permissions: ${permission}`,
    ),
  );
  expect(await answers(script)).toEqual(denied);
  expect(await simulated(script, {})).toEqual(denied);
});
