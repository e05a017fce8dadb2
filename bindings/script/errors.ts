import { freeze } from "../model/freeze.ts";
import type { GlobalRow, MemberRow } from "../model/schema.ts";

const start = "onVmStarted";

function hresult(example: string): MemberRow {
  return {
    name: "hresult",
    declarations: ["readonly hresult: number"],
    doc: {
      summary: "The code that the hook fails with, as an unsigned number.",
      example: { hook: start, body: example },
    },
  };
}

const noTools =
  'try {\n  MountFolder(session, "C:\\\\Tools", "/opt/tools");\n} catch (error) {\n' +
  "  if (!(error instanceof WSLApiError)) {\n    throw error;\n  }\n";
const deniedRun =
  'try {\n  run(session, "uname");\n} catch (error) {\n' +
  "  if (!(error instanceof PermissionDeniedError)) {\n    throw error;\n  }\n";
const oldSensor = 'const error = new RequiresUpdateError("The sensor", WSLVersion.parse("2.4.4"));\n';

/** The error classes that scripts throw and catch. */
export const errors = freeze([
  {
    kind: "class",
    name: "PluginError",
    heritage: "extends Error",
    members: [
      {
        name: "constructor",
        declarations: ["constructor(message: string, hresult?: number, options?: ErrorOptions)"],
        doc: {
          summary: "An error whose message WSL shows to the user.",
          parameters: [
            { name: "message", text: "What the user reads. If it is empty, they read the code alone." },
            { name: "hresult", text: "The code that the hook fails with. Default: `HRESULT.E_FAIL`." },
            { name: "options", text: "What caused it." },
          ],
          errors: [{ error: "TypeError", when: "if the code is not one of a failure." }],
          example: {
            hook: start,
            body: 'throw new PluginError("Ask your administrator for access to WSL.", HRESULT.E_ACCESSDENIED);',
          },
        },
      },
      hresult(
        'const error = new PluginError("Not today.", HRESULT.E_ACCESSDENIED);\nconsole.log(HRESULT.format(error.hresult));',
      ),
    ],
    doc: {
      summary: "Fails a hook with a message for the user and a code: a veto, where the hook can refuse.",
      details:
        "WSL shows the message in the hooks that can refuse: `onVmStarted`, `onDistributionStarted`, `onSessionCreated` and `onContainerStarted`. " +
        "In other hooks only the log has it.",
      example: {
        hook: "onDistributionStarted",
        body: 'if (distribution.packageFamilyName === null) {\n  throw new PluginError("Install distributions from the Store, please.");\n}',
      },
    },
  },
  {
    kind: "class",
    name: "WSLApiError",
    heritage: "extends Error",
    members: [
      {
        name: "constructor",
        declarations: ["constructor(call: string, hresult: number, options?: ErrorOptions)"],
        doc: {
          summary: "Calls throw these errors; a test may also construct one.",
          parameters: [
            { name: "call", text: "The call with its arguments." },
            { name: "hresult", text: "The code that WSL returned." },
            { name: "options", text: "What caused it." },
          ],
          errors: [{ error: "TypeError", when: "if the code is not one of a failure." }],
          example: { hook: start, body: 'throw new WSLApiError("MountFolder(...)", HRESULT.E_FAIL);' },
        },
      },
      {
        name: "call",
        declarations: ["readonly call: string"],
        doc: {
          summary: "The call that failed, with its arguments.",
          example: { hook: start, body: `${noTools}  console.warn("It did not work:", error.call);\n}` },
        },
      },
      {
        name: "errno",
        declarations: ["readonly errno: number | null"],
        doc: {
          summary:
            "Linux's reason why {@link WSLCCreateProcess} could not start a program, such as 2 for one that does not exist; null for all else.",
          example: { hook: start, body: `${noTools}  console.warn(error.errno ?? "not Linux's doing");\n}` },
        },
      },
      hresult(`${noTools}  console.warn(HRESULT.format(error.hresult));\n}`),
    ],
    doc: {
      summary: "A call into WSL failed. The message has the call, its arguments and the code, as number and name.",
      example: {
        hook: start,
        body:
          'try {\n  MountFolder(session, "C:\\\\Tools", "/opt/tools");\n} catch (error) {\n' +
          "  if (!(error instanceof WSLApiError) || error.hresult !== HRESULT.ERROR_FILE_NOT_FOUND) {\n    throw error;\n  }\n" +
          '  console.warn("There are no tools on this machine.");\n}',
      },
    },
  },
  {
    kind: "class",
    name: "PermissionDeniedError",
    heritage: "extends Error",
    members: [
      {
        name: "constructor",
        declarations: ["private constructor()"],
        doc: { summary: "These errors come from calls." },
      },
      {
        name: "permission",
        declarations: ["readonly permission: string"],
        doc: {
          summary: "The missing permission, by its path in `permissions`: `vm.run`.",
          example: { hook: start, body: `${deniedRun}  console.warn(error.permission);\n}` },
        },
      },
      {
        name: "value",
        declarations: ["readonly value: string"],
        doc: {
          summary:
            "The program, the file, the variable or the folder that needs it. Empty for a permission without a value.",
          example: { hook: start, body: `${deniedRun}  console.warn(error.value);\n}` },
        },
      },
      {
        name: "file",
        declarations: ["readonly file: string"],
        doc: {
          summary:
            "The file that lacks it: `<name>.js`, or `<name>.json` if the administrator does not grant it; empty where no permission helps, as for a mount through a link.",
          example: { hook: start, body: `${deniedRun}  console.warn(error.file);\n}` },
        },
      },
      hresult(`${deniedRun}  console.warn(HRESULT.format(error.hresult));\n}`),
    ],
    doc: {
      summary:
        "A call needs a permission that the plugin does not declare, or the administrator does not grant. The message has the lines to add.",
      example: { hook: start, body: `${deniedRun}  console.warn(error.message);\n}` },
    },
  },
  {
    kind: "class",
    name: "RequiresUpdateError",
    heritage: "extends Error",
    members: [
      {
        name: "constructor",
        declarations: ["constructor(what: string, requiredVersion: WSLVersion, runningVersion?: WSLVersion)"],
        doc: {
          summary: "Fields and calls throw these errors; a plugin may also construct one.",
          parameters: [
            { name: "what", text: "What needs a newer WSL." },
            { name: "requiredVersion", text: "The oldest version that has it." },
            { name: "runningVersion", text: "The version that runs. Default: `ApiV1.version`." },
          ],
          example: {
            hook: start,
            body: 'throw new RequiresUpdateError("The sensor", WSLVersion.parse("2.4.4"), ApiV1.version);',
          },
        },
      },
      {
        name: "requiredVersion",
        declarations: ["readonly requiredVersion: WSLVersion"],
        doc: {
          summary: "The oldest version that has it.",
          example: { hook: start, body: `${oldSensor}console.log(error.requiredVersion.minor);` },
        },
      },
      hresult(`${oldSensor}console.log(error.hresult === HRESULT.WSL_E_PLUGIN_REQUIRES_UPDATE);`),
    ],
    doc: {
      summary:
        "A field, a call or the plugin needs a newer WSL than the running one. If a hook fails with this error, WSL asks the user to update.",
      example: {
        hook: start,
        body: 'throw new RequiresUpdateError("The sensor", WSLVersion.parse("2.4.4"), ApiV1.version);',
      },
    },
  },
] as const satisfies readonly GlobalRow[]);
