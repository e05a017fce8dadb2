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

/** What a plugin is to the compiler. Its hooks and limits come from their own tables. */
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
          summary:
            "What the plugin cannot do without: a version, a capability, or several, of which the newest counts.",
          details:
            "On an older WSL nothing of the plugin runs but the evaluation of its module, and WSL asks the user to update. " +
            "Absent: any version will do.",
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
            "It is read once, when the module has been evaluated, and has to be the same in every session. An administrator may grant less in " +
            "`<name>.json`: a call needs both.",
          example: {
            plugin:
              'export default definePlugin({\n  permissions: { vm: { run: ["uname"] } },\n  onVmStarted(session) {\n' +
              '    console.log(run(session, "uname", { args: ["-r"] }).text());\n  },\n});',
          },
        },
      },
      {
        name: "limits",
        declarations: ["readonly limits?: WSLPluginLimits"],
        doc: {
          summary: "What bounds each call into the plugin. An administrator may set lower limits in `<name>.json`.",
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
            "The plugin has been loaded, with the version that it requires. Comes before any hook, in each session.",
          details:
            "Each session's instance of the script runs it once. The first one is made when WSL's service starts, before there is a " +
            "session. If it throws, the plugin is not loaded for that session; the next start of a VM, or of a container, tries again.",
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
            "The script has been edited, and its new version is about to take over; or this instance makes room for another " +
            "session. What this returns, or the promise is fulfilled with, is what the session's next instance finds in " +
            "{@link WSLContext.previous}.",
          details:
            "Edits count with the setting `hotReload` only. An instance that makes room has a second for this, and its calls do not " +
            "reach WSL. The new version gets a copy of its own. It is made of plain data: undefined, " +
            "null, booleans, numbers, bigints, strings, arrays, object literals, `Map`, `Set`, `Date` and `Uint8Array`; what " +
            `is the same object twice is so in the copy, too. As text it has at most ${numberOf("maximumHandOver")} characters.\n\n` +
            "It is called when the new version has been evaluated, just before its `onLoad`. If that fails, this version " +
            "goes on, and may be asked again: so it should return its state, and end nothing. If this function itself fails, " +
            "takes longer than a hook may, or returns what cannot be copied, the log says so, and the new version starts " +
            "without a state: it may well be the remedy.",
          errors: [
            {
              error: "TypeError",
              when: "in the log, if something is no plain data; it names its place, such as `state.connections[0]`.",
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
          summary: "Hooks that newer versions have and the plugin can do without. An older WSL never calls them.",
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
          "export default definePlugin({\n  onVmStarted(session) {\n    console.log(`a VM for ${session.userSid}`);\n  },\n});",
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
          summary: "The version of the WSL that runs.",
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
          summary: "The global {@link ApiV1}: what the running WSL can do. The calls themselves are globals, too.",
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
            "What `WSLPluginDefinition.onReloading` of the session's instance before has handed over. Undefined if there is none: " +
            "in a new session, after a failure that cost the plugin its instance, and where `onReloading` returned nothing.",
          details:
            "It comes from other code than the one that reads it, which may have had another idea of its state: check what it is.",
          example: handOverExample,
        },
      },
    ],
    doc: {
      summary: "What `WSLPluginDefinition.onLoad` gets: the plugin's name and place, and the API at hand.",
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
      summary: "A plugin that {@link definePlugin} has made. There is nothing to do with it but to export it.",
      example: {
        plugin:
          "const plugin: WSLPlugin = definePlugin({\n  onVmStarted(session) {\n    console.log(session.userSid);\n  },\n});\nexport default plugin;",
      },
    },
  },
] as const satisfies readonly TypeRow[]);
