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

/** Facts about the machine and its users that a plugin may read. */
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
          details: "The registry is read as SYSTEM. A value has at most 1 MiB.",
          parameters: [{ name: "key", text: "The key: `HKLM\\` and the path below it." }, value],
          returns: "The value; null if the key or the value does not exist.",
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
        "A value of the registry, in the hive of the session's user: **users can change it**.",
        {
          details:
            "Users can write anywhere in their hive, except below `HKCU\\SOFTWARE\\Policies`. Read preferences here, and never base a decision about security on them. The registry is read with the user's rights.",
          parameters: [session, { name: "key", text: "The key: `HKCU\\` and the path below it." }, value],
          returns: "The value; null if the key or the value does not exist.",
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
        "The certificates of one of the machine's stores, without private keys.",
        {
          details:
            "A certificate in `Root` can have expired, or be in `Disallowed`, too. Windows fetches some roots only when a program first needs them; until then they are missing here.",
          parameters: [{ name: "store", text: "The store: `Root`, `CA`, `Disallowed`, `TrustedPeople`, or another." }],
          returns: "The certificates; none if the store does not exist.",
          errors: [
            denied("windows.certificates"),
            {
              error: "WSLApiError",
              when: "with the code that Windows fails with, or if the certificates have more than 4 MiB.",
            },
            { error: "TypeError", when: "if `store` cannot be the name of a store." },
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
            "Services use this setting. It contains neither the proxy that users choose in Windows' settings nor automatic configuration scripts.",
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
            "The token is that of the program that started the session, so changes of membership take effect when the user signs in again. The list includes domain groups; the call does not contact a domain controller.",
          parameters: [session],
          returns: "The groups.",
          errors: [denied("windows.userGroups"), otherSession],
          body: 'if (!SID.Administrators.isIn(Windows.userGroups(session).enabled)) {\n  throw new PluginError("WSL is for administrators.", HRESULT.E_ACCESSDENIED);\n}',
        },
      ),
    ],
    doc: {
      summary:
        "Facts about the machine and its users that a plugin may read. No call here writes anything or waits for a network.",
      details:
        "No call starts a Windows program. Such a program would run as SYSTEM or in a user's session, could outlive the hook, and would let a guest's data gain " +
        "rights on the host. WSL itself has no such call either. If a plugin needs more of Windows than this object offers, write a Windows service for it.",
      example: { hook: start, body: 'console.log(Windows.version.build, Windows.certificates("Root").length);' },
    },
  },
  {
    kind: "class",
    name: "SID",
    heritage: "",
    members: [
      member("constructor", "constructor(text: string | SID)", "A security identifier.", {
        errors: [{ error: "TypeError", when: "if the text is not a security identifier." }],
        body: 'console.log(new SID("S-1-5-32-544").name);',
      }),
      member("parse", "static parse(text: string | SID): SID", "The constructor, as a function.", {
        errors: [{ error: "TypeError", when: "if the text is not a security identifier." }],
        body: 'const allowed = ["S-1-5-32-545", "S-1-5-32-544"].map(SID.parse);\nconsole.log(SID.parse(session.userSid).isIn(allowed));',
      }),
      ...wellKnownMembers,
      member(
        "name",
        "readonly name: string | null",
        "The name of the static member that is equal to it; null if there is none.",
        {
          body: "console.log(SID.parse(session.userSid).name);",
        },
      ),
      member("equals", "equals(other: SID | string): boolean", "Whether both identifiers are the same.", {
        body: "console.log(SID.System.equals(session.userSid));",
      }),
      member("isIn", "isIn(list: readonly (SID | string)[]): boolean", "Whether a list contains it.", {
        errors: [{ error: "TypeError", when: "if the list contains anything but identifiers." }],
        body: "console.log(SID.Users.isIn(Windows.userGroups(session).enabled));",
      }),
      member("toString", "toString(): string", "The text that Windows shows: `S-1-5-32-544`.", {
        body: "console.log(SID.Users.toString());",
      }),
      member("toJSON", "toJSON(): string", "The same text as `toString`.", {
        body: "console.log(JSON.stringify(Windows.userGroups(session)));",
      }),
    ],
    doc: {
      summary: "A security identifier (SID), by which Windows identifies a user or a group.",
      details: "It stays the same when the account is renamed. `whoami /groups` shows the identifiers of your groups.",
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
      field("number", "major", "10, also on Windows 11.", "console.log(Windows.version.major);"),
      field("number", "minor", "0.", "console.log(Windows.version.minor);"),
      field("number", "build", "The build, such as 22631.", "console.log(Windows.version.build);"),
      field(
        "number | null",
        "revision",
        "The number of the update, such as 4602; null if Windows does not report it.",
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
        "REG_SZ, REG_EXPAND_SZ and REG_LINK are strings up to the first NUL, with variables unexpanded; REG_DWORD and REG_DWORD_BIG_ENDIAN are numbers from 0 to 4294967295; " +
        "REG_QWORD is a bigint, never negative; REG_MULTI_SZ is an array of strings up to the first empty one. REG_BINARY, REG_NONE, all other types, and numbers of the wrong size are bytes.",
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
      field("Uint8Array", "der", "The X.509 certificate, in DER.", certificateBody("certificate.der.length")),
      field("string", "pem", "The same certificate in PEM, as Linux stores it.", certificateBody("certificate.pem")),
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
        "The proxy for HTTP, such as `proxy:8080`; null if there is none.",
        proxyBody("proxy.http"),
      ),
      field("string | null", "https", "The proxy for HTTPS; null if there is none.", proxyBody("proxy.https")),
      field(
        "readonly string[]",
        "bypass",
        "The hosts that bypass the proxy: names, with `*` as wildcard, and `<local>` for all names without a dot.",
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
        "The groups that give the user rights.",
        "console.log(SID.Users.isIn(Windows.userGroups(session).enabled));",
      ),
      field(
        "readonly SID[]",
        "denyOnly",
        "The groups that only deny access, such as Administrators for an administrator who has not elevated.",
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
