// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { TypeRow } from "../model/schema.ts";

const start = "onVmStarted";

/** What a plugin requires, to the compiler, and what it calls sessions and distributions. */
export const requirementTypes = freeze([
  {
    kind: "alias",
    name: "WSLCapabilityName",
    parameters: "",
    text: "keyof WSLCapabilityVersions",
    doc: {
      summary: "The name of an addition of a newer version of WSL.",
      example: {
        hook: start,
        body: 'const wanted: WSLCapabilityName = "DistributionFlavor";\nconsole.log(ApiV1.capabilities.includes(wanted));',
      },
    },
  },
  {
    kind: "alias",
    name: "WSLCapability",
    parameters: "",
    text: "WSLCapabilityName | WSLVersionCapability",
    doc: {
      summary: "A capability: its name, or the object of {@link WSLVersionCapability}.",
      example: {
        hook: start,
        body: 'const wanted: WSLCapability[] = ["DistributionFlavor", WSLVersionCapability.DistributionInitPid];\nconsole.log(wanted.every((capability) => ApiV1.supports(capability)));',
      },
    },
  },
  {
    kind: "alias",
    name: "WSLVersionText",
    parameters: "",
    text: "`${bigint}` | `${bigint}.${bigint}` | `${bigint}.${bigint}.${bigint}`",
    doc: {
      summary: 'A version as text. Parts at the end may be absent: `"2.1"` means 2.1.0.',
      example: {
        plugin:
          'export default definePlugin({\n  requires: "2.1",\n  onVmStarted(session) {\n    console.log(session.userSid);\n  },\n});',
      },
    },
  },
  {
    kind: "alias",
    name: "WSLRequirement",
    parameters: "",
    text: "WSLGating.Single | readonly WSLGating.Single[]",
    doc: {
      summary: "What a plugin can require: capabilities and versions. The newest applies.",
      example: {
        plugin:
          'export default definePlugin({\n  requires: ["2.1", "DistributionFlavor"],\n' +
          "  onDistributionStarted(session, distribution) {\n    console.log(distribution.flavor);\n  },\n});",
      },
    },
  },
  {
    kind: "interface",
    name: "RequiresCapability",
    parameters: "<Name extends WSLCapabilityName, Since = WSLCapabilityVersions[Name]>",
    heritage: "",
    members: [
      {
        name: "~call",
        declarations: ["(...parameters: any[]): any"],
        doc: { summary: "Parameters of a hook that cannot be are not worth an error each." },
      },
      {
        name: "~requires",
        declarations: ['readonly "~requires": readonly [Name, Since]'],
        doc: { summary: "For the compiler only." },
      },
    ],
    doc: {
      summary:
        "Marks what the plugin's requirement does not guarantee: it needs the capability `Name`, which came with WSL " +
        "`Since`. Require it in {@link definePlugin}, or check `supports(...)` first.",
      details: "The compiler's messages name it; no value has this type.",
      example: {
        hook: "onDistributionStarted",
        body: 'if (distribution.supports("DistributionInitPid")) {\n  console.log(distribution.initPid);\n}',
      },
    },
  },
  {
    kind: "alias",
    name: "SessionThatSupports",
    parameters: "<Name extends WSLCapabilityName, Since = WSLCapabilityVersions[Name]>",
    text: "WSLSessionInformation<Name> | SessionID<Name>",
    doc: {
      summary:
        "A session, or the id of one, that is known to support the capability `Name`, which came with WSL `Since`. Require " +
        "it in {@link definePlugin}, or check `session.supports(...)` first.",
      example: {
        hook: "onDistributionStarted",
        body:
          'function nameOf(session: SessionThatSupports<"ExecuteBinaryInDistribution">, distribution: DistributionID) {\n' +
          '  return ExecuteBinaryInDistribution(session, distribution, "/bin/cat", ["/etc/hostname"]).text();\n}\n' +
          'if (session.supports("ExecuteBinaryInDistribution")) {\n  console.log(nameOf(session, distribution.id));\n}',
      },
    },
  },
  {
    kind: "alias",
    name: "SessionID",
    parameters: "<Guaranteed extends WSLCapabilityName = never>",
    text: 'number & { readonly "~kind": "SessionID" } & WSLGating.Guarantees<Guaranteed>',
    doc: {
      summary: "WSL's number of a session, from 0 to 4294967295.",
      example: {
        plugin:
          "const running = new Set<SessionID>();\nexport default definePlugin({\n" +
          "  onVmStarted(session) {\n    running.add(session.sessionId);\n    console.log(`${running.size} VMs run`);\n  },\n" +
          "  onVmStopping(session) {\n    running.delete(session.sessionId);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "WSLCSessionID",
    parameters: "<Guaranteed extends WSLCapabilityName = never>",
    text: 'string & { readonly "~kind": "WSLCSessionID" } & WSLGating.Guarantees<Guaranteed>',
    doc: {
      summary: 'What WSL knows a container session by: text such as `"wslc:9"`.',
      example: {
        plugin:
          'const noisy = new Set<WSLCSessionID>();\nexport default definePlugin({\n  requires: "WSLC",\n' +
          "  onContainerStarted(session) {\n    noisy.add(session.sessionId);\n    console.log(`${noisy.size}`);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "DistributionID",
    parameters: "",
    text: 'string & { readonly "~kind": "DistributionID" }',
    doc: {
      summary: "The GUID of a distribution: text in lower case without braces.",
      example: {
        plugin:
          'const golden: DistributionID = DistributionID.parse("6fa459ea-ee8a-3ca4-894e-db77e160355e");\n' +
          "export default definePlugin({\n  onDistributionStarted(session, distribution) {\n" +
          "    console.log(distribution.id === golden);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "UserDistributionID",
    parameters: "",
    text: "DistributionID",
    doc: {
      summary: "The same as {@link DistributionID}, under its name in wslplugins-rs.",
      details:
        "There is no variant for the system distribution like Rust's `DistributionID::System`: no hook passes it, and no call " +
        "of WSL accepts it. {@link ExecuteBinary} starts a program in the VM, outside of users' distributions.",
      example: {
        plugin:
          "const seen = new Set<UserDistributionID>();\nexport default definePlugin({\n" +
          "  onDistributionStarted(_session, { id }) {\n    seen.add(id);\n    console.log(`${seen.size} distributions`);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "CoreWSLDistributionInformation",
    parameters: "<Guaranteed extends WSLCapabilityName = never>",
    text:
      "WSLGating.Visible<\n  WSLGating.WSLOfflineDistributionInformationFields,\n  WSLGating.WSLOfflineDistributionInformationGates,\n" +
      "  Guaranteed\n> & { supports(capability: WSLCapability): boolean; toJSON(): object }",
    doc: {
      summary:
        "The common part of {@link WSLDistributionInformation} and {@link WSLOfflineDistributionInformation}, for helpers that " +
        "accept both.",
      details:
        "`Guaranteed` are the capabilities whose fields the helper needs. For the others it asks " +
        '`ApiV1.supports("DistributionFlavor", distribution)`.',
      example: {
        plugin:
          "function label(distribution: CoreWSLDistributionInformation): string {\n" +
          '  const version = ApiV1.supports("DistributionVersion", distribution) ? distribution.version : null;\n' +
          '  return `${distribution.name} ${version ?? ""}`.trimEnd();\n}\n\nexport default definePlugin({\n' +
          "  onDistributionStarted(_session, distribution) {\n    console.log(`${label(distribution)} has started`);\n  },\n" +
          "  optional: {\n    onDistributionRegistered(_session, distribution) {\n" +
          "      console.log(`${label(distribution)} is new`);\n    },\n  },\n});",
      },
    },
  },
] as const satisfies readonly TypeRow[]);
