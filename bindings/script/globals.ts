// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { GlobalRow } from "../model/schema.ts";

const start = "onVmStarted";

/** The globals that are about WSL itself: versions, identifiers and codes. */
export const globals = freeze([
  {
    kind: "function",
    name: "definePlugin",
    signature: "<const Requires extends WSLRequirement = []>(definition: WSLPluginDefinition<Requires>): WSLPlugin",
    capability: null,
    source: null,
    doc: {
      summary: "Declares the plugin. Its result is the default export of the script.",
      details:
        "The compiler accepts the fields, hooks and calls that `requires` guarantees. Other additions of newer versions " +
        "need a check with `supports(...)`, or do not type-check.",
      parameters: [{ name: "definition", text: "What the plugin requires, its limits and its hooks." }],
      returns: "The plugin, for `export default`.",
      errors: [{ error: "TypeError", when: "if the definition has an unknown key or a wrong value." }],
      example: {
        plugin:
          'export default definePlugin({\n  requires: ["DistributionFlavor"],\n  onDistributionStarted(session, distribution) {\n' +
          '    console.log(`${distribution.name}: ${distribution.flavor ?? "unknown"}`);\n  },\n});',
      },
    },
  },
  {
    kind: "object",
    name: "ApiV1",
    members: [
      {
        name: "version",
        declarations: ["readonly version: WSLVersion"],
        doc: {
          summary: "The version of the running WSL.",
          example: { hook: start, body: "console.log(`WSL ${ApiV1.version}`);" },
        },
      },
      {
        name: "capabilities",
        declarations: ["readonly capabilities: readonly WSLCapabilityName[]"],
        doc: {
          summary: "The capabilities of the running WSL beyond 2.0.0, oldest first.",
          example: { hook: start, body: 'console.log(ApiV1.capabilities.join(", "));' },
        },
      },
      {
        name: "supports",
        declarations: [
          "supports(capability: WSLCapability): boolean",
          "supports<const C extends WSLCapability>(\n  capability: C,\n  session: WSLSessionInformation,\n): session is WSLSessionInformation<WSLGating.GuaranteedBy<C>>",
          "supports<const C extends WSLCapability>(\n  capability: C,\n  session: SessionID,\n): session is SessionID<WSLGating.GuaranteedBy<C>>",
          "supports<const C extends WSLCapability>(\n  capability: C,\n  distribution: WSLDistributionInformation,\n): distribution is WSLDistributionInformation<WSLGating.GuaranteedFields<C>>",
          "supports<const C extends WSLCapability>(\n  capability: C,\n  distribution: WSLOfflineDistributionInformation,\n): distribution is WSLOfflineDistributionInformation<WSLGating.GuaranteedFields<C>>",
          "supports<const C extends WSLCapability>(\n  capability: C,\n  distribution: CoreWSLDistributionInformation,\n): distribution is CoreWSLDistributionInformation<WSLGating.GuaranteedFields<C>>",
        ],
        doc: {
          summary: "Whether the running WSL has a capability.",
          details:
            "With a session or a distribution as the second argument, the compiler narrows its type to one with the capability. " +
            "The result does not depend on it.",
          parameters: [{ name: "capability", text: "The capability." }],
          errors: [{ error: "TypeError", when: "if there is no such capability." }],
          example: {
            hook: "onDistributionStarted",
            body: 'if (ApiV1.supports("DistributionFlavor", distribution)) {\n  console.log(distribution.flavor);\n}',
          },
        },
      },
      {
        name: "prepare",
        declarations: ["prepare(command: string, options?: CommandOptions): PreparedCommand"],
        doc: {
          summary: "Checks and encodes a command once, for many runs.",
          parameters: [
            { name: "command", text: "The program, as for {@link run}." },
            { name: "options", text: "What it gets, whatever place it runs in." },
          ],
          errors: [{ error: "TypeError", when: "if an argument is wrong." }],
          example: {
            plugin:
              'const kernel = ApiV1.prepare("uname", { args: ["-r"] });\nexport default definePlugin({\n' +
              "  onVmStarted(session) {\n    console.log(kernel.run(session).text());\n  },\n});",
          },
        },
      },
    ],
    doc: {
      summary: "The WSL that the plugin is loaded in.",
      example: { hook: start, body: 'console.log(`WSL ${ApiV1.version} has ${ApiV1.capabilities.join(", ")}`);' },
    },
  },
  {
    kind: "class",
    name: "WSLVersion",
    heritage: "",
    members: [
      {
        name: "constructor",
        declarations: ["constructor(major: number, minor: number, revision: number)"],
        doc: {
          summary: "A version from its three parts, whole numbers from 0 to 4294967295.",
          errors: [{ error: "TypeError", when: "for any other part." }],
          example: { hook: start, body: "console.log(ApiV1.version.compare(new WSLVersion(2, 4, 4)) >= 0);" },
        },
      },
      {
        name: "parse",
        declarations: ["static parse(text: string): WSLVersion"],
        doc: {
          summary: 'Reads `"2.4.4"`. Parts at the end may be absent: `"2.1"` means 2.1.0.',
          errors: [{ error: "TypeError", when: "if the text is no version." }],
          example: { hook: start, body: 'console.log(WSLVersion.parse("2.1").revision);' },
        },
      },
      {
        name: "compare",
        declarations: [
          "static compare(left: WSLVersion, right: WSLVersion): number",
          "compare(other: WSLVersion): number",
        ],
        doc: {
          summary: "-1 if the first is older, 1 if it is newer, 0 if they are equal.",
          example: {
            hook: start,
            body: 'const versions = ["2.4.4", "2.1"].map(WSLVersion.parse).sort(WSLVersion.compare);\nconsole.log(versions.join(" < "));',
          },
        },
      },
      {
        name: "equals",
        declarations: ["equals(other: WSLVersion): boolean"],
        doc: {
          summary: "Whether both are the same version.",
          example: { hook: start, body: "console.log(ApiV1.version.equals(new WSLVersion(2, 4, 4)));" },
        },
      },
      {
        name: "major",
        declarations: ["readonly major: number"],
        doc: {
          summary: "The first part.",
          example: { hook: start, body: "console.log(ApiV1.version.major);" },
        },
      },
      {
        name: "minor",
        declarations: ["readonly minor: number"],
        doc: {
          summary: "The second part.",
          example: { hook: start, body: "console.log(ApiV1.version.minor);" },
        },
      },
      {
        name: "revision",
        declarations: ["readonly revision: number"],
        doc: {
          summary: "The third part.",
          example: { hook: start, body: "console.log(ApiV1.version.revision);" },
        },
      },
      {
        name: "supports",
        declarations: ["supports(capability: WSLCapability): boolean"],
        doc: {
          summary: "Whether a WSL of this version has a capability.",
          errors: [{ error: "TypeError", when: "if there is no such capability." }],
          example: {
            hook: start,
            body: 'console.log(new WSLVersion(2, 1, 2).supports("ExecuteBinaryInDistribution"));',
          },
        },
      },
      {
        name: "capabilities",
        declarations: ["capabilities(): WSLCapabilityName[]"],
        doc: {
          summary: "The capabilities of a WSL of this version, oldest first.",
          example: { hook: start, body: 'console.log(WSLVersion.parse("2.1.2").capabilities().join(", "));' },
        },
      },
      {
        name: "toString",
        declarations: ["toString(): string"],
        doc: {
          summary: 'The version as text, such as `"2.4.4"`.',
          example: { hook: start, body: "console.log(`${ApiV1.version}`);" },
        },
      },
      {
        name: "toJSON",
        declarations: ["toJSON(): string"],
        doc: {
          summary: "The same text, for `JSON.stringify`.",
          example: { hook: start, body: "console.log(JSON.stringify({ version: ApiV1.version }));" },
        },
      },
    ],
    doc: {
      summary: "A version of WSL. It is frozen.",
      example: { hook: start, body: 'console.log(ApiV1.version.compare(WSLVersion.parse("2.4.4")) >= 0);' },
    },
  },
  {
    kind: "object",
    name: "SessionID",
    members: [
      {
        name: "parse",
        declarations: ["parse(value: number | string): SessionID"],
        doc: {
          summary: "The id of a session from a number, or from text that `format` made.",
          errors: [{ error: "TypeError", when: "if it is no whole number from 0 to 4294967295." }],
          example: { hook: start, body: "console.log(SessionID.parse(`${session.sessionId}`) === session.sessionId);" },
        },
      },
      {
        name: "format",
        declarations: ["format(id: SessionID): string"],
        doc: {
          summary: "The id as decimal text.",
          example: { hook: start, body: "console.log(SessionID.format(session.sessionId));" },
        },
      },
      {
        name: "is",
        declarations: ["is(value: unknown): value is SessionID"],
        doc: {
          summary: "Whether a value can be the id of a session: a whole number from 0 to 4294967295.",
          example: { hook: start, body: "console.log(SessionID.is(-1));" },
        },
      },
    ],
    doc: {
      summary: "Parses and formats ids of sessions.",
      example: { hook: start, body: "console.log(SessionID.format(session.sessionId));" },
    },
  },
  {
    kind: "object",
    name: "DistributionID",
    members: [
      {
        name: "parse",
        declarations: ["parse(text: string): DistributionID"],
        doc: {
          summary: "The id of a distribution from a GUID in any case, with or without braces.",
          errors: [{ error: "TypeError", when: "if the text is no GUID; its message shows the text." }],
          example: {
            hook: "onDistributionStarted",
            body: 'const golden = DistributionID.parse("{6FA459EA-EE8A-3CA4-894E-DB77E160355E}");\nconsole.log(distribution.id === golden);',
          },
        },
      },
      {
        name: "format",
        declarations: ['format(id: DistributionID, style?: "plain" | "braces"): string'],
        doc: {
          summary: "The id as text: unchanged, or in braces, as in Windows' registry. Default: unchanged.",
          example: {
            hook: "onDistributionStarted",
            body: 'console.log(DistributionID.format(distribution.id, "braces"));',
          },
        },
      },
      {
        name: "is",
        declarations: ["is(value: unknown): value is DistributionID"],
        doc: {
          summary: "Whether a value is the id of a distribution: a GUID in lower case without braces.",
          example: { hook: "onDistributionStarted", body: "console.log(DistributionID.is(distribution.name));" },
        },
      },
    ],
    doc: {
      summary: "Parses and formats ids of distributions.",
      example: {
        hook: "onDistributionStarted",
        body: 'const golden = DistributionID.parse("6fa459ea-ee8a-3ca4-894e-db77e160355e");\nconsole.log(distribution.id === golden);',
      },
    },
  },
] as const satisfies readonly GlobalRow[]);
