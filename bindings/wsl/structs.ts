// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { Doc, EnumRow, Example, FieldRow, StructRow, TypeRow } from "../model/schema.ts";
import { containerSession } from "./container-session.ts";

/** Notes on trust for authors of policies. */
const chosenByUser =
  "The user controls it, in the user's own registry key, so a policy that depends on it is no security boundary.";
const saidByGuest =
  "It comes from the distribution, where the user can be root, so a policy that depends on it is no security boundary.";

/** WSL's flag enumerations. Each bit with a property becomes a boolean in JavaScript, beside the raw `flags`. */
export const enums = freeze([
  {
    name: "WSLUserConfiguration",
    typescript: "WSLUserConfiguration",
    source: "WslPluginApi.h: enum WSLUserConfiguration",
    doc: { summary: "What the user's `.wslconfig` changes about the VM's kernel." },
    members: [
      {
        name: "WSLUserConfigurationCustomKernel",
        value: 1,
        property: "kernel",
        doc: {
          summary: "Whether `.wslconfig` names a custom kernel (`kernel=`).",
          example: {
            hook: "onVmStarted",
            body: 'if (settings.customConfiguration.kernel) {\n  throw new PluginError("Custom kernels are not allowed here.", HRESULT.E_ACCESSDENIED);\n}',
          },
        },
      },
      {
        name: "WSLUserConfigurationCustomKernelCommandLine",
        value: 2,
        property: "kernelCommandLine",
        doc: {
          summary: "Whether `.wslconfig` adds to the kernel's command line (`kernelCommandLine=`).",
          example: {
            hook: "onVmStarted",
            body: "if (settings.customConfiguration.kernelCommandLine) {\n  console.warn(`${session.userSid} changes the kernel's command line`);\n}",
          },
        },
      },
    ],
  },
] as const satisfies readonly EnumRow[]);

/** The fields that running and offline distributions share. */
const distribution = {
  id: {
    name: "Id",
    property: "id",
    type: "guid",
    capability: null,
    doc: {
      summary: "The distribution's GUID: lower case, no braces. It stays the same across reboots.",
    },
  },
  name: {
    name: "Name",
    property: "name",
    type: "text",
    capability: null,
    doc: {
      summary: 'The name that the user knows the distribution by, for example `"Ubuntu-24.04"`.',
      details: chosenByUser,
    },
  },
  packageFamilyName: {
    name: "PackageFamilyName",
    property: "packageFamilyName",
    type: "optionalText",
    capability: null,
    doc: {
      summary:
        "The family name of the Windows package that installed the distribution; null for one without a package.",
      details: chosenByUser,
    },
  },
  flavor: {
    name: "Flavor",
    property: "flavor",
    type: "optionalText",
    capability: "DistributionFlavor",
    doc: {
      summary: 'The kind of the distribution, for example `"ubuntu"` or `"debian"`; null where WSL knows none.',
      details: saidByGuest,
    },
  },
  version: {
    name: "Version",
    property: "version",
    type: "optionalText",
    capability: "DistributionVersion",
    doc: {
      summary: 'The version of the distribution, for example `"24.04"`; null where WSL knows none.',
      details: saidByGuest,
    },
  },
} as const satisfies Record<string, FieldRow>;

function withExample<const Row extends FieldRow>(row: Row, example: Example) {
  return { ...row, doc: { ...row.doc, example } };
}

/** The data that WSL passes to hooks. Fields are in the order of the struct, in which hooks receive them. */
export const structs = freeze([
  {
    name: "WSLSessionInformation",
    typescript: "WSLSessionInformation",
    since: "2.0.0",
    source: "WslPluginApi.h: struct WSLSessionInformation",
    doc: { summary: "The session of one Windows user: the owner of a WSL2 VM and of the distributions in it." },
    fields: [
      {
        name: "SessionId",
        property: "sessionId",
        type: "sessionId",
        capability: null,
        doc: {
          summary: "The session's number, for calls.",
          details: "Valid until the session ends. The next session of the same user has another number.",
          example: {
            hook: "onVmStarted",
            body: "console.log(`session ${session.sessionId}`);",
          },
        },
      },
      {
        name: "UserToken",
        property: null,
        type: "handle",
        capability: null,
        doc: { summary: "The user's access token. Scripts never see it: it dies with the hook." },
      },
      {
        name: "UserSid",
        property: "userSid",
        type: "sid",
        capability: null,
        doc: {
          summary:
            'The user\'s security identifier as SDDL text, for example `"S-1-5-21-1004336348-1177238915-682003330-512"`.',
          example: {
            hook: "onVmStarted",
            body: "console.log(`a VM starts for ${session.userSid}`);",
          },
        },
      },
    ],
    derived: [
      {
        property: "user",
        type: "account",
        from: "UserSid",
        doc: {
          summary: "The account behind `userSid`; null if Windows cannot resolve it, as after it has been deleted.",
          details:
            "The host looks it up at the first read and keeps it. Windows may have to ask a domain controller: the hook waits at most five seconds, " +
            "and reads null if there is no answer. Therefore the session's JSON leaves it out.",
          example: {
            hook: "onVmStarted",
            body: "const { user, userSid } = session;\nconsole.log(user === null ? userSid : `${user.domain}\\\\${user.name}`);",
          },
        },
      },
    ],
  },
  {
    name: "WSLVmCreationSettings",
    typescript: "WSLVmCreationSettings",
    since: "2.0.0",
    source: "WslPluginApi.h: struct WSLVmCreationSettings",
    doc: { summary: "How the user configured the VM that has just started." },
    fields: [
      {
        name: "CustomConfigurationFlags",
        property: "customConfiguration",
        type: "userConfiguration",
        capability: null,
        doc: {
          summary: "What the user's `.wslconfig` changes about the kernel.",
          example: {
            hook: "onVmStarted",
            body: 'if (settings.customConfiguration.kernel) {\n  throw new PluginError("Custom kernels are not allowed here.", HRESULT.E_ACCESSDENIED);\n}',
          },
        },
      },
    ],
    derived: [],
  },
  {
    name: "WSLDistributionInformation",
    typescript: "WSLDistributionInformation",
    since: "2.0.0",
    source: "WslPluginApi.h: struct WSLDistributionInformation",
    doc: { summary: "A WSL2 distribution that runs." },
    fields: [
      withExample(distribution.id, {
        hook: "onDistributionStarted",
        body: "console.log(`${distribution.name} is ${distribution.id}`);",
      }),
      withExample(distribution.name, {
        hook: "onDistributionStarted",
        body: "console.log(`${distribution.name} has started`);",
      }),
      {
        name: "PidNamespace",
        property: "pidNamespace",
        type: "uint64",
        capability: null,
        doc: {
          summary: "The inode number of the distribution's Linux PID namespace, as `/proc/<pid>/ns/pid` shows it.",
          example: {
            hook: "onDistributionStarted",
            body: "console.log(`PID namespace pid:[${distribution.pidNamespace}]`);",
          },
        },
      },
      withExample(distribution.packageFamilyName, {
        hook: "onDistributionStarted",
        body: 'if (distribution.packageFamilyName === null) {\n  throw new PluginError("Install distributions from the Store, please.", HRESULT.E_ACCESSDENIED);\n}',
      }),
      {
        name: "InitPid",
        property: "initPid",
        type: "uint32",
        capability: "DistributionInitPid",
        doc: {
          summary: "The process id of the distribution's init, as the VM's root namespace counts.",
          example: {
            hook: "onDistributionStarted",
            requires: '"DistributionInitPid"',
            body: "console.log(`init of ${distribution.name} has pid ${distribution.initPid}`);",
          },
        },
      },
      withExample(distribution.flavor, {
        hook: "onDistributionStarted",
        body: 'if (distribution.supports("DistributionFlavor") && distribution.flavor === "ubuntu") {\n  console.log("an Ubuntu");\n}',
      }),
      withExample(distribution.version, {
        hook: "onDistributionStarted",
        requires: '"2.4.4"',
        body: 'console.log(`${distribution.flavor ?? "unknown"} ${distribution.version ?? ""}`);',
      }),
    ],
    derived: [],
  },
  {
    name: "WslOfflineDistributionInformation",
    typescript: "WSLOfflineDistributionInformation",
    since: "2.1.2",
    source: "WslPluginApi.h: struct WslOfflineDistributionInformation",
    doc: { summary: "A distribution that does not run: one that has just been registered or unregistered." },
    fields: [
      withExample(distribution.id, {
        hook: "onDistributionRegistered",
        requires: '"DistributionRegisteredHook"',
        body: "console.log(`${distribution.name} is ${distribution.id}`);",
      }),
      withExample(distribution.name, {
        hook: "onDistributionRegistered",
        requires: '"DistributionRegisteredHook"',
        body: "console.log(`${distribution.name} is new`);",
      }),
      withExample(distribution.packageFamilyName, {
        hook: "onDistributionRegistered",
        requires: '"DistributionRegisteredHook"',
        body: 'console.log(distribution.packageFamilyName ?? "imported by hand");',
      }),
      withExample(distribution.flavor, {
        hook: "onDistributionRegistered",
        requires: '"DistributionFlavor"',
        body: 'console.log(distribution.flavor ?? "unknown");',
      }),
      withExample(distribution.version, {
        hook: "onDistributionRegistered",
        requires: '"DistributionVersion"',
        body: 'console.log(distribution.version ?? "unknown");',
      }),
    ],
    derived: [],
  },
  containerSession,
] as const satisfies readonly StructRow[]);

/** The members of every object that hooks receive besides its fields, and of every flags object besides its bits. */
export const informationDocs = freeze({
  supports: {
    summary: "Whether the running WSL has a capability. It narrows the type.",
    parameters: [{ name: "capability", text: "The capability, or its name." }],
    errors: [{ error: "TypeError", when: "if there is no such capability." }],
    example: {
      hook: "onDistributionStarted",
      body: 'if (distribution.supports("DistributionInitPid")) {\n  console.log(distribution.initPid);\n}',
    },
  },
  toJSON: {
    summary: "The fields that the running WSL has, for `JSON.stringify`.",
    details: "A number that JSON cannot hold exactly becomes text.",
    example: {
      hook: "onDistributionStarted",
      body: "console.log(JSON.stringify({ session, distribution }));",
    },
  },
  flags: {
    summary: "All bits as WSL passes them, also those without a property.",
    example: { hook: "onVmStarted", body: "console.log(settings.customConfiguration.flags.toString(2));" },
  },
} as const satisfies Record<string, Doc>);

/** The types of properties that the runtime makes. */
export const structTypes = freeze([
  {
    kind: "interface",
    name: "WSLSessionUser",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "name",
        declarations: ["readonly name: string"],
        doc: {
          summary: "The user's sign-in name, without the domain.",
          example: { hook: "onVmStarted", body: 'console.log(session.user?.name ?? "unknown");' },
        },
      },
      {
        name: "domain",
        declarations: ["readonly domain: string"],
        doc: {
          summary: "The account's domain; for a local account the machine's name.",
          example: {
            hook: "onVmStarted",
            body: 'if (session.user?.domain !== "CORP") {\n  throw new PluginError("WSL is for accounts of CORP.", HRESULT.E_ACCESSDENIED);\n}',
          },
        },
      },
    ],
    doc: {
      summary: "The account of a Windows user.",
      example: { hook: "onVmStarted", body: 'console.log(session.user?.name ?? "unknown");' },
    },
  },
] as const satisfies readonly TypeRow[]);
