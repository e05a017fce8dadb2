import { freeze } from "../model/freeze.ts";
import type { ErrorDoc, GlobalRow, MemberRow, TypeRow } from "../model/schema.ts";
import { member } from "./member.ts";
import { wellKnownMembers } from "./sids.ts";

const start = "onVmStarted";
const session = { name: "session", text: "The session that the hook was called for, or its id." } as const;
const anySession = "session: WSLSessionInformation | SessionID | WSLCSessionInformation | WSLCSessionID";
const value = { name: "value", text: "The value's name; empty for the key's default value." } as const;
const denied = (kind: string): ErrorDoc => ({
  error: "PermissionDeniedError",
  when: `if the plugin lacks the permission \`${kind}\`.`,
});
const failed: ErrorDoc = { error: "WSLApiError", when: "with the code that Windows fails with." };
const otherSession: ErrorDoc = {
  error: "WSLApiError",
  when: "with `RPC_E_DISCONNECTED` if it is not the hook's own session, `ERROR_NO_TOKEN` where WSL hands no token to the hook, as while no VM runs, or with the code that Windows fails with.",
};

/** A member of a type, with an example that reads it. */
function field(type: string, name: string, summary: string, body: string): MemberRow {
  return member(name, `readonly ${name}: ${type}`, summary, { body });
}

const someKey = '"HKLM\\\\SOFTWARE\\\\Contoso"';
const proxyBody = (read: string) => `const proxy = Windows.proxy();\nif (proxy !== null) {\n  console.log(${read});\n}`;
const certificateBody = (read: string) =>
  `for (const certificate of Windows.certificates("Root")) {\n  console.log(${read});\n}`;

/** What a plugin may know of the machine and its users. */
export const windowsGlobals: readonly GlobalRow[] = freeze([
  {
    kind: "object",
    name: "Windows",
    members: [
      member("version", "readonly version: WindowsVersionInfo", "The version of Windows. Needs no permission.", {
        body: "console.log(Windows.version.build);",
      }),
      member(
        "registry",
        "registry(key: string, value: string): WindowsRegistryValue | null",
        "A value of the registry, in the machine's hive.",
        {
          details: "The registry is read as SYSTEM. A value has 1 MiB at the most.",
          parameters: [{ name: "key", text: "The key: `HKLM\\` and what is below it." }, value],
          returns: "The value; null if there is no such key or value.",
          errors: [
            denied("windows.registry"),
            failed,
            { error: "TypeError", when: "if the key is not below `HKLM`, or has an empty part." },
          ],
          body: `console.log(Windows.registry(${someKey}, "Site"));`,
        },
      ),
      member(
        "userRegistry",
        `userRegistry(${anySession}, key: string, value: string): WindowsRegistryValue | null`,
        "A value of the registry, in the hive of the session's user: **the user's own words**.",
        {
          details:
            "Users write to their hive as they like, except below `HKCU\\SOFTWARE\\Policies`: it is for wishes, and no base for a decision. It is read with the user's rights.",
          parameters: [session, { name: "key", text: "The key: `HKCU\\` and what is below it." }, value],
          returns: "The value; null if there is no such key or value.",
          errors: [
            denied("windows.registry"),
            otherSession,
            { error: "TypeError", when: "if the key is not below `HKCU`, or has an empty part." },
          ],
          body: 'console.log(Windows.userRegistry(session, "HKCU\\\\SOFTWARE\\\\Contoso", "Editor"));',
        },
      ),
      member(
        "certificates",
        "certificates(store: string): readonly WindowsCertificate[]",
        "The certificates of one of the machine's stores. Private keys are never among them.",
        {
          details:
            "That a certificate is in `Root` does not mean that it is valid today, nor that it is absent from `Disallowed`. Roots that Windows fetches when a program first needs them are not there before.",
          parameters: [{ name: "store", text: "The store: `Root`, `CA`, `Disallowed`, `TrustedPeople`, or another." }],
          returns: "The certificates; none if there is no such store.",
          errors: [
            denied("windows.certificates"),
            { error: "WSLApiError", when: "with the code that Windows fails with, or that they have more than 4 MiB." },
            { error: "TypeError", when: "if it is no name of a store." },
          ],
          body: 'console.log(Windows.certificates("Root").length);',
        },
      ),
      member(
        "proxy",
        "proxy(): WindowsProxySettings | null",
        "The machine's proxy, as `netsh winhttp show proxy` shows it.",
        {
          details:
            "That is the setting for services. What users set in the settings of Windows, and automatic configuration scripts, are not in it.",
          returns: "The proxy; null if programs connect directly.",
          errors: [denied("windows.proxy"), failed],
          body: 'console.log(Windows.proxy()?.https ?? "no proxy");',
        },
      ),
      member(
        "userGroups",
        `userGroups(${anySession}): WindowsGroups`,
        "The groups of the session's user, from the token that WSL hands to the hook.",
        {
          details:
            "It is the token of the program that has started the session: changes of membership count when the user signs in again. Groups of domains are among them, and no domain controller is asked.",
          parameters: [session],
          returns: "The groups.",
          errors: [denied("windows.userGroups"), otherSession],
          body: 'if (!SID.Administrators.isIn(Windows.userGroups(session).enabled)) {\n  throw new PluginError("WSL is for administrators.", HRESULT.E_ACCESSDENIED);\n}',
        },
      ),
    ],
    doc: {
      summary:
        "What a plugin may know of the machine and its users. Nothing here writes, and nothing waits for a network.",
      details:
        "There is no call that starts a program of Windows. It would run as SYSTEM or in a user's session, outlive the hook, and be a way from a guest's data to " +
        "rights on the host; WSL itself has none either. What a plugin needs of Windows is here, or belongs in a service of its own.",
      example: { hook: start, body: 'console.log(Windows.version.build, Windows.certificates("Root").length);' },
    },
  },
  {
    kind: "class",
    name: "SID",
    heritage: "",
    members: [
      member("constructor", "constructor(text: string | SID)", "A security identifier.", {
        errors: [{ error: "TypeError", when: "if the text is none." }],
        body: 'console.log(new SID("S-1-5-32-544").name);',
      }),
      member("parse", "static parse(text: string | SID): SID", "The same, as a function.", {
        errors: [{ error: "TypeError", when: "if the text is none." }],
        body: 'const allowed = ["S-1-5-32-545", "S-1-5-32-544"].map(SID.parse);\nconsole.log(SID.parse(session.userSid).isIn(allowed));',
      }),
      ...wellKnownMembers,
      member("name", "readonly name: string | null", "Its name among the static members; null if it is none of them.", {
        body: "console.log(SID.parse(session.userSid).name);",
      }),
      member("equals", "equals(other: SID | string): boolean", "Whether both are the same identifier.", {
        body: "console.log(SID.System.equals(session.userSid));",
      }),
      member("isIn", "isIn(list: readonly (SID | string)[]): boolean", "Whether it is among others.", {
        errors: [{ error: "TypeError", when: "if the list has something else in it." }],
        body: "console.log(SID.Users.isIn(Windows.userGroups(session).enabled));",
      }),
      member("toString", "toString(): string", "As Windows writes it: `S-1-5-32-544`.", {
        body: "console.log(SID.Users.toString());",
      }),
      member("toJSON", "toJSON(): string", "The same.", {
        body: "console.log(JSON.stringify(Windows.userGroups(session)));",
      }),
    ],
    doc: {
      summary: "A security identifier: what Windows knows a user or a group by.",
      details:
        "It stays the same when the account gets another name. `whoami /groups` shows those of one's own groups.",
      example: { hook: start, body: "console.log(SID.parse(session.userSid).equals(SID.System));" },
    },
  },
]);

export const windowsTypes: readonly TypeRow[] = freeze([
  {
    kind: "interface",
    name: "WindowsVersionInfo",
    parameters: "",
    heritage: "",
    members: [
      field("number", "major", "10, of Windows 11, too.", "console.log(Windows.version.major);"),
      field("number", "minor", "0.", "console.log(Windows.version.minor);"),
      field("number", "build", "The build, such as 22631.", "console.log(Windows.version.build);"),
      field(
        "number | null",
        "revision",
        "The number of the update, such as 4602; null where Windows does not say.",
        "console.log(Windows.version.revision);",
      ),
    ],
    doc: {
      summary: "A version of Windows.",
      example: {
        hook: start,
        body: "const version: WindowsVersionInfo = Windows.version;\nconsole.log(version.build);",
      },
    },
  },
  {
    kind: "alias",
    name: "WindowsRegistryValue",
    parameters: "",
    text: "string | number | bigint | readonly string[] | Uint8Array",
    doc: {
      summary: "A value of the registry.",
      details:
        "REG_SZ, REG_EXPAND_SZ and REG_LINK are text, up to its first NUL, and variables in it stay as they are; REG_DWORD and REG_DWORD_BIG_ENDIAN a number from 0 to 4294967295; " +
        "REG_QWORD a bigint, never negative; REG_MULTI_SZ an array of texts, up to the first empty one. REG_BINARY, REG_NONE, all other types, and numbers of the wrong size are bytes.",
      example: {
        hook: start,
        body: `const level: WindowsRegistryValue | null = Windows.registry(${someKey}, "Level");\nif (typeof level === "number") {\n  console.log(level);\n}`,
      },
    },
  },
  {
    kind: "interface",
    name: "WindowsCertificate",
    parameters: "",
    heritage: "",
    members: [
      field(
        "string",
        "thumbprint",
        "The SHA-1 hash, as Windows shows it: 40 hexadecimal digits in upper case.",
        certificateBody("certificate.thumbprint"),
      ),
      field("Uint8Array", "der", "The certificate, as X.509 has it.", certificateBody("certificate.der.length")),
      field("string", "pem", "The same in PEM, as Linux stores it.", certificateBody("certificate.pem")),
    ],
    doc: {
      summary: "A certificate of a store.",
      example: { hook: start, body: certificateBody("certificate.thumbprint") },
    },
  },
  {
    kind: "interface",
    name: "WindowsProxySettings",
    parameters: "",
    heritage: "",
    members: [
      field(
        "string | null",
        "http",
        "The proxy for HTTP, such as `proxy:8080`; null for none.",
        proxyBody("proxy.http"),
      ),
      field("string | null", "https", "The proxy for HTTPS, likewise.", proxyBody("proxy.https")),
      field(
        "readonly string[]",
        "bypass",
        "What goes without it: names with `*`, and `<local>` for all without a dot.",
        proxyBody('proxy.bypass.join(" ")'),
      ),
    ],
    doc: { summary: "The proxy of the machine.", example: { hook: start, body: proxyBody("proxy.https") } },
  },
  {
    kind: "interface",
    name: "WindowsGroups",
    parameters: "",
    heritage: "",
    members: [
      field(
        "readonly SID[]",
        "enabled",
        "Those that give the user rights.",
        "console.log(SID.Users.isIn(Windows.userGroups(session).enabled));",
      ),
      field(
        "readonly SID[]",
        "denyOnly",
        "Those that only deny: Administrators, where the user is one and has not elevated.",
        "console.log(SID.Administrators.isIn(Windows.userGroups(session).denyOnly));",
      ),
    ],
    doc: {
      summary: "The groups of a user.",
      example: {
        hook: start,
        body: "const { enabled, denyOnly } = Windows.userGroups(session);\nconsole.log(enabled.length, denyOnly.length);",
      },
    },
  },
]);
