// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { numberOf } from "../border/numbers.ts";
import { freeze } from "../model/freeze.ts";
import type { TypeRow } from "../model/schema.ts";

const handOverExample = {
  plugin:
    "let starts = 0;\n\nexport default definePlugin({\n  onLoad({ previous }) {\n" +
    '    if (typeof previous === "number") starts = previous;\n  },\n  onVmStarted() {\n    starts += 1;\n' +
    "    console.log(`${starts} starts`);\n  },\n  onReloading: () => starts,\n});",
};

/** The types of a plugin. Its hooks and limits come from their own tables. */
export const pluginTypes = freeze([
  {
    kind: "interface",
    name: "WSLPluginDefinition",
    parameters: "<Requires extends WSLRequirement = []>",
    heritage: "extends WSLPluginHooks<WSLGating.GuaranteedBy<Requires>>",
    members: [
      {
        name: "requires",
        declarations: ["readonly requires?: Requires"],
        doc: {
          summary: "What the plugin needs: a version, a capability, or several, of which the newest applies.",
          details:
            "On an older WSL the host only evaluates the plugin's module, and WSL asks the user to update. " +
            "Absent: any version.",
          example: {
            plugin:
              'export default definePlugin({\n  requires: ["DistributionInitPid", "ExecuteBinaryInDistribution"],\n' +
              "  onDistributionStarted(session, distribution) {\n    console.log(distribution.initPid);\n  },\n});",
          },
        },
      },
      {
        name: "permissions",
        declarations: ['readonly permissions?: WSLPluginPermissions | "all"'],
        doc: {
          summary:
            'What the plugin may do: a call that is not among it throws a {@link PermissionDeniedError}. Default: nothing. `"all"`: everything.',
          details:
            "The host reads it once, when it has evaluated the module; it must be the same in every session. An administrator may grant less in " +
            "`<name>.json`: a call must be declared and granted.",
          example: {
            plugin:
              'export default definePlugin({\n  permissions: { vm: { run: ["uname"] } },\n  onVmStarted(session) {\n' +
              '    console.log(run(session, "uname", { args: ["-r"] }).text());\n  },\n});',
          },
        },
      },
      {
        name: "version",
        declarations: ["readonly version?: string"],
        doc: {
          summary:
            "The plugin's version, of 1 to 100 characters: administrators find it in the log, in Windows' events and in `inspect`.",
          details:
            "Default: the version in the package.json around the source file, which `build` puts before the script.",
          example: {
            plugin:
              'export default definePlugin({\n  version: "1.2.0",\n  onVmStarted(session) {\n    console.log(session.userSid);\n  },\n});',
          },
        },
      },
      {
        name: "limits",
        declarations: ["readonly limits?: WSLPluginLimits"],
        doc: {
          summary: "The limits of each call into the plugin. An administrator may set lower limits in `<name>.json`.",
          example: {
            plugin:
              "export default definePlugin({\n  limits: { hookTime: 60_000 },\n  onVmStarted(session) {\n" +
              '    console.log(ExecuteBinary(session, "/bin/cat", ["/proc/version"]).text());\n  },\n});',
          },
        },
      },
      {
        name: "onLoad",
        declarations: ["readonly onLoad?: (context: WSLContext) => void | Promise<void>"],
        doc: {
          summary:
            "The plugin has been loaded, on a version that meets its requirements. It runs before any hook, in each session.",
          details:
            "Each session's instance of the script runs it once. The host makes the first instance when WSL's service starts, before any " +
            "session exists. If it throws, the plugin is not loaded for that session; the next start of a VM, or of a container, tries again.",
          example: {
            plugin:
              "export default definePlugin({\n  onLoad(context) {\n    console.log(`${context.name} on WSL ${context.version}`);\n  },\n});",
          },
        },
      },
      {
        name: "onReloading",
        declarations: ["readonly onReloading?: () => unknown"],
        doc: {
          summary:
            "The script has been edited, and its new version is about to replace this one; or the host removes this instance to make room for another " +
            "session. The session's next instance finds the result, or the value of the promise, in " +
            "{@link WSLContext.previous}.",
          details:
            "The host notices edits only with the setting `hotReload`. An instance that makes room has a second for this function, and its calls do not " +
            "reach WSL. The next instance receives a copy. It must be plain data: undefined, " +
            "null, booleans, numbers, bigints, strings, arrays, object literals, `Map`, `Set`, `Date` and `Uint8Array`; the copy keeps shared and " +
            `circular references. As text it has at most ${numberOf("maximumHandOver")} characters.\n\n` +
            "The host calls it when it has evaluated the new version, just before that version's `onLoad`. If the `onLoad` fails, this version " +
            "continues, and the host may call this function again: return the state, and end nothing. If this function fails, " +
            "exceeds a hook's limits, or returns a value that cannot be copied, the log reports it, and the new version starts " +
            "without a state.",
          errors: [
            {
              error: "TypeError",
              when: "in the log, if a value is not plain data; the message names its place, such as `state.connections[0]`.",
            },
            { error: "RangeError", when: "in the log, if the state is too large." },
          ],
          example: handOverExample,
        },
      },
      {
        name: "optional",
        declarations: ["readonly optional?: WSLOptionalHooks<WSLGating.GuaranteedBy<Requires>>"],
        doc: {
          summary:
            "Hooks that only newer versions have and that the plugin does not need. An older WSL never calls them.",
          example: {
            plugin:
              "export default definePlugin({\n  optional: {\n    onDistributionRegistered(session, distribution) {\n" +
              "      console.log(`${distribution.name} is new`);\n    },\n  },\n});",
          },
        },
      },
    ],
    doc: {
      summary: "What {@link definePlugin} takes.",
      details: "The hooks are members of it under their own names. A key that is not described here is an error.",
      example: {
        plugin:
          'export default definePlugin({\n  version: "1.2.0",\n  permissions: { vm: { run: ["uname"] } },\n' +
          '  limits: { hookTime: 5_000 },\n  onVmStarted(session) {\n    console.log(run(session, "uname", { args: ["-r"] }).text());\n' +
          "  },\n  optional: {\n    onDistributionRegistered(session, distribution) {\n" +
          "      console.log(`${distribution.name} is new`);\n    },\n  },\n});",
      },
    },
  },
  {
    kind: "interface",
    name: "WSLContext",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "name",
        declarations: ["readonly name: string"],
        doc: {
          summary: "The plugin's name: that of its DLL without the extension.",
          example: {
            plugin:
              "export default definePlugin({\n  onLoad({ name }) {\n    console.log(`${name} is loaded`);\n  },\n});",
          },
        },
      },
      {
        name: "scriptPath",
        declarations: ["readonly scriptPath: string"],
        doc: {
          summary: "The script's path on Windows.",
          example: {
            plugin:
              "export default definePlugin({\n  onLoad({ scriptPath }) {\n    console.log(`loaded from ${scriptPath}`);\n  },\n});",
          },
        },
      },
      {
        name: "version",
        declarations: ["readonly version: WSLVersion"],
        doc: {
          summary: "The version of the running WSL.",
          example: {
            plugin:
              "export default definePlugin({\n  onLoad({ version }) {\n    console.log(`WSL ${version}`);\n  },\n});",
          },
        },
      },
      {
        name: "api",
        declarations: ["readonly api: typeof ApiV1"],
        doc: {
          summary: "The global {@link ApiV1}: what the running WSL supports. The calls themselves are also globals.",
          example: {
            plugin:
              "export default definePlugin({\n  onLoad({ api }) {\n    console.log(api.capabilities.join());\n  },\n});",
          },
        },
      },
      {
        name: "previous",
        declarations: ["readonly previous: unknown"],
        doc: {
          summary:
            "What `WSLPluginDefinition.onReloading` of the session's previous instance returned. Undefined if there is nothing: " +
            "in a new session, after a failure that ended the previous instance, and if `onReloading` returned nothing.",
          details: "Another version of the script may have written it: check its shape.",
          example: handOverExample,
        },
      },
    ],
    doc: {
      summary: "The argument of `WSLPluginDefinition.onLoad`: the plugin's name and path, and the API.",
      example: { plugin: "export default definePlugin({\n  onLoad(context) {\n    console.dir(context);\n  },\n});" },
    },
  },
  {
    kind: "interface",
    name: "WSLPlugin",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "~kind",
        declarations: ['readonly "~kind": "WSLPlugin"'],
        doc: { summary: "Distinguishes plugins from other objects, for the compiler only." },
      },
    ],
    doc: {
      summary: "The result of {@link definePlugin}, for the module's default export.",
      example: {
        plugin:
          "const plugin: WSLPlugin = definePlugin({\n  onVmStarted(session) {\n    console.log(session.userSid);\n  },\n});\nexport default plugin;",
      },
    },
  },
] as const satisfies readonly TypeRow[]);
