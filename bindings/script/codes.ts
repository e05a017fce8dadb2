// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { GlobalRow, MemberRow } from "../model/schema.ts";
import { hresults } from "../wsl/hresults.ts";
import { capabilities } from "../wsl/versions.ts";

const start = "onVmStarted";

const hresultMembers: readonly MemberRow[] = hresults.map((row) => ({
  name: row.name,
  declarations: [`readonly ${row.name}: 0x${row.value.toString(16)}`],
  doc: { summary: row.meaning },
  source: row.source,
  tabled: true,
}));

const capabilityMembers: readonly MemberRow[] = capabilities.map((row) => ({
  name: row.name,
  declarations: [`static readonly ${row.name}: WSLVersionCapability<"${row.name}">`],
  doc: { summary: row.summary, details: `Since WSL ${row.since}.` },
  source: row.source,
  tabled: true,
}));

/** The globals that are tables: a member for each row of the description's own. */
export const codes = freeze([
  {
    kind: "class",
    name: "WSLVersionCapability",
    parameters: "<Name extends WSLCapabilityName = WSLCapabilityName>",
    heritage: "",
    members: [
      ...capabilityMembers,
      {
        name: "constructor",
        declarations: ["constructor(name: Name)"],
        doc: {
          summary: "The capability of that name.",
          errors: [{ error: "TypeError", when: "if no capability has that name." }],
          example: {
            hook: start,
            body: 'console.log(ApiV1.supports(new WSLVersionCapability("DistributionFlavor")));',
          },
        },
      },
      {
        name: "name",
        declarations: ["readonly name: Name"],
        doc: {
          summary: "The capability's name.",
          example: { hook: start, body: "console.log(WSLVersionCapability.DistributionFlavor.name);" },
        },
      },
      {
        name: "requiredVersion",
        declarations: ["readonly requiredVersion: WSLVersion"],
        doc: {
          summary: "The oldest version that has it.",
          example: { hook: start, body: "console.log(WSLVersionCapability.DistributionFlavor.requiredVersion.minor);" },
        },
      },
      {
        name: "toString",
        declarations: ["toString(): Name"],
        doc: {
          summary: "The name.",
          example: { hook: start, body: "console.log(`${WSLVersionCapability.DistributionFlavor}`);" },
        },
      },
      {
        name: "toJSON",
        declarations: ["toJSON(): Name"],
        doc: {
          summary: "The name, for `JSON.stringify`.",
          example: { hook: start, body: "console.log(JSON.stringify([WSLVersionCapability.DistributionFlavor]));" },
        },
      },
    ],
    doc: {
      summary: "An addition of a version of WSL. Functions also accept its name.",
      details: "Each is a static member by its name.",
      example: {
        plugin:
          "export default definePlugin({\n  requires: WSLVersionCapability.DistributionInitPid,\n" +
          "  onDistributionStarted(session, distribution) {\n    console.log(distribution.initPid);\n  },\n});",
      },
    },
  },
  {
    kind: "object",
    name: "HRESULT",
    members: [
      {
        name: "format",
        declarations: ["format(code: number): string"],
        doc: {
          summary: 'A code as number and name: `"0x80070002 (ERROR_FILE_NOT_FOUND)"`.',
          errors: [{ error: "TypeError", when: "if the code is no 32-bit number." }],
          example: { hook: start, body: "console.log(HRESULT.format(0x80070002));" },
        },
      },
      {
        name: "fromWin32",
        declarations: ["fromWin32(code: number): number"],
        doc: {
          summary: "The code that stands for an error of Win32, from 0 to 65535.",
          errors: [{ error: "TypeError", when: "if the code is no such number." }],
          example: { hook: start, body: "console.log(HRESULT.fromWin32(2) === HRESULT.ERROR_FILE_NOT_FOUND);" },
        },
      },
      ...hresultMembers,
    ],
    doc: {
      summary: "The failure codes of Windows and WSL, as unsigned numbers.",
      details:
        "Each is a member by its name. Those of Win32 and of sockets are wrapped: `HRESULT.ERROR_TIMEOUT` is `HRESULT_FROM_WIN32(ERROR_TIMEOUT)`.",
      example: {
        hook: start,
        body: 'throw new PluginError("Ask your administrator for access to WSL.", HRESULT.E_ACCESSDENIED);',
      },
    },
  },
] as const satisfies readonly GlobalRow[]);
