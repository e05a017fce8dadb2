import { freeVariables, interpreters, permissions, programFolders } from "../files/permissions.ts";
import { freeze } from "../model/freeze.ts";
import type { ChapterRow } from "../model/schema.ts";

/** The reference's chapters, in its order. */
export const chapters = freeze([
  {
    title: "The plugin",
    text: [
      "A plugin is one ES module without imports, `<name>.js`, which lies beside `<name>.dll`; `wsl-script-host build` makes " +
        "it of TypeScript. Evaluating the module only declares the plugin. `WSLPluginDefinition.onLoad` is the place to act.",
      "The language is ECMAScript 2024, with `using`; newer syntax is rewritten by `wsl-script-host build`. Of what Node " +
        "and browsers have there is what is described here: no modules, network, files, nor `process`. All of it is global, and a plugin imports nothing.",
    ],
    rows: ["definePlugin", "WSLPluginDefinition", "WSLContext", "WSLPlugin"],
  },
  {
    title: "What a plugin may do",
    text: [
      "A script may read what hooks hand it, log, and refuse. Everything else it declares in `WSLPluginDefinition.permissions`, and the host denies what " +
        "is not declared. `wsl-script-host inspect` shows a plugin's permissions; `dev`, `check` and `simulate` print the lines that are missing.",
      "A program is declared as the script names it. An absolute path is that path; a name is looked for in " +
        `\`${programFolders.join(":")}\`; a folder that ends in \`/\` stands for all below it. Paths have no \`.\`, \`..\` or empty parts. ` +
        "`run` needs the permission for its program, and none for the shell around it. Where programs are listed, `arg0` has to be the program's path or the last part of it.",
      `A program that runs whatever it is given, such as ${interpreters
        .slice(0, 12)
        .map((name) => `\`${name}\``)
        .join(", ")}, means everything: ` +
        '`inspect` says "unrestricted", and the policy `RequireDeclaredPermissions` refuses the plugin. The whole list is in `bindings/files/permissions.ts`.',
      `Commands may set the variables ${freeVariables.map((name) => `\`${name}\``).join(", ")}, and those in \`env\`.`,
      "`Linux.readTextFile` needs `read` for the file, `Linux.osRelease` for `/etc/os-release`, `Linux.mounts` for `/proc/self/mounts`; `Linux.writeTextFile` needs " +
        "`write`; `Linux.waitForSystemd` needs `run` for `systemctl`; `WSLSessionInformation.user` needs `account`.",
      "Keys of the registry are compared part by part, and they and names of stores without regard to the case of ASCII letters. A hive alone is no permission.",
      "A folder that is mounted is compared as Windows writes its path in the end, part by part, without regard to the case of ASCII letters. It has to be as safe from other accounts as " +
        'the script itself, under `"all"`, too, unless its entry has `userWritable: true`.',
      "Permissions limit the script and not the guest: whoever is root in a distribution can replace any program there.",
    ],
    rows: [
      "WSLPluginPermissions",
      ...permissions.map(({ name }) => `WSL${name.charAt(0).toUpperCase()}${name.slice(1)}Permissions`),
      "WSLMountPermission",
    ],
  },
  {
    title: "Hooks",
    text: [
      "WSL calls a hook and waits for it, with the session locked meanwhile: other commands of the same user wait, too. " +
        "After ten seconds it notes a slow operation, and waits on. Hooks of container sessions lock what they say they lock.",
      "A hook may return a promise, or any object with a method `then`; it then lasts until that is settled. Nothing of a plugin runs between hooks.",
      "What a hook returns, or what its promise fulfils with, is ignored, with one exception: a boolean is a TypeError. It reads as a veto and is none; " +
        "a hook that refuses throws a `PluginError`.",
      "A hook that came with a capability either needs it in `WSLPluginDefinition.requires`, or belongs in " +
        "`WSLPluginDefinition.optional`. One that can never be called is named in the log.",
    ],
    part: "hooks",
    rows: [],
  },
  {
    title: "Sessions",
    text: [
      "What a plugin can rely on, in five sentences:",
      "1. Each session of WSL, which is a user who has started something in it, and each container session has an instance of the script of its own, made by the session's " +
        "first hook: module state, timers and `WSLPluginDefinition.onLoad` belong to the instance, and nothing of one session reaches another's.",
      "2. Within a session hooks run one after another, in the order in which WSL calls them, except that a hook which WSL calls from within a " +
        "call of the plugin's runs within that call; hooks of different sessions run at the same time and never wait for each other.",
      "3. Calls reach the hook's own session only: for any other id they fail with `RPC_E_DISCONNECTED`, as for a session that has ended.",
      "4. An instance may end between two hooks: its state is lost when it runs into a limit or its engine fails, and kept by " +
        "`WSLPluginDefinition.onReloading` when another session needs its room (a user has 8 instances at the most, all users together 64; those " +
        "make room whose sessions are over or have been idle longest, and while all are busy a further session's hook fails with `ERROR_BUSY`).",
      "5. Sessions share the script's text, its settings and the log, and no variable: what all sessions need to know belongs into the script, " +
        "and what has to be counted or compared over all of them, into a program that reads the log, whose lines name their session.",
    ],
    rows: [],
  },
  {
    title: "What a failure does",
    text: [],
    part: "failures",
    rows: [],
  },
  {
    title: "Information objects",
    text: [
      "What hooks get are copies, which cannot be changed and which a plugin may keep for ever. Where WSL has no value for a " +
        "text, it gives an empty one or none at all; both are null here.",
    ],
    part: "information",
    rows: ["CoreWSLDistributionInformation", "WSLSessionUser"],
  },
  {
    title: "Containers and images",
    text: [
      "What WSL says of them, as the hooks of container sessions get it: read from its JSON, with Docker's own names, and frozen. A member that a newer WSL has added is absent on an older one.",
    ],
    rows: [
      "ContainerInspection",
      "ContainerState",
      "ContainerHealth",
      "ContainerHealthCheckResult",
      "ContainerHostConfig",
      "ContainerUlimit",
      "ContainerConfig",
      "ContainerHealthcheck",
      "ContainerPort",
      "ContainerMount",
      "ContainerNetworkSettings",
      "ContainerNetwork",
      "ContainerIpamConfig",
      "ImageInspection",
      "ImageConfig",
      "ImageRootFileSystem",
    ],
  },
  {
    title: "Calls",
    text: [
      "Calls reach WSL on the hook's own thread, in the hook's own session, and return when WSL does. Paths of Linux are absolute. Texts have no NUL and " +
        "no half of a surrogate pair, and are no longer than Linux takes them.",
    ],
    rows: [
      "MountFolder",
      "ExecuteBinary",
      "ExecuteBinaryInDistribution",
      "ExecuteBinaryOptions",
      "WSLCMountFolder",
      "WSLCUnmountFolder",
    ],
  },
  {
    title: "Processes",
    text: [],
    rows: ["WSLProcess", "WaitOptions", "ReadOptions"],
  },
  {
    title: "Commands",
    text: [
      "What people mean by running a command: input, output, standard error, exit code, environment, folder, user. WSL's own calls " +
        "know none of the last five; a small script of the shell `/bin/sh` does what they lack.",
    ],
    rows: [
      "run",
      "runAsync",
      "CommandOptions",
      "RunOptions",
      "CommandPlace",
      "InVm",
      "InDistribution",
      "CommandResult",
      "PreparedCommand",
      "Linux",
      "LinuxFileOptions",
      "WriteTextFileOptions",
      "SystemdState",
      "LinuxMount",
    ],
  },
  {
    title: "Facts from Windows",
    text: [
      "A plugin reads what it needs to know of the machine and its users, behind a permission for each kind. A value that is not there is null.",
    ],
    rows: [
      "Windows",
      "WindowsVersionInfo",
      "WindowsRegistryValue",
      "WindowsCertificate",
      "WindowsProxySettings",
      "WindowsGroups",
      "SID",
    ],
  },
  {
    title: "Waiting",
    text: [
      "A hook that is `async`, or returns a promise, lasts until the promise is settled. Meanwhile one event loop, on the hook's " +
        "own thread, waits for processes and timers together. A promise that nothing can settle any more fails the hook at once, as " +
        "does an unhandled rejection.",
      "What ends before it returns, such as `WSLProcess.text`, lets nothing else happen meanwhile. Its twin, `WSLProcess.textAsync`, does.",
    ],
    rows: [
      "setTimeout",
      "setInterval",
      "clearTimeout",
      "clearInterval",
      "queueMicrotask",
      "AbortController",
      "AbortSignal",
      "AbortEvent",
      "AbortOptions",
    ],
  },
  {
    title: "Versions and capabilities",
    text: [
      "What newer versions of WSL added has a name, its capability. A plugin either requires a capability in `definePlugin`, or " +
        "asks with `supports(...)` and goes without. The compiler knows both: what neither guarantees does not type-check, and " +
        "throws a `RequiresUpdateError` where the compiler is got round.",
    ],
    part: "capabilities",
    rows: [
      "ApiV1",
      "WSLVersion",
      "WSLVersionCapability",
      "WSLCapabilityName",
      "WSLCapability",
      "WSLVersionText",
      "WSLRequirement",
      "RequiresCapability",
      "SessionThatSupports",
    ],
  },
  {
    title: "Identifiers",
    text: [
      "Ids are numbers and texts at run time. To the compiler each is a type of its own: it accepts no other number or " +
        "text.",
    ],
    rows: ["SessionID", "WSLCSessionID", "DistributionID", "UserDistributionID"],
  },
  {
    title: "Errors",
    text: ["Each class carries the code that a hook fails with if the error leaves it."],
    rows: ["PluginError", "WSLApiError", "PermissionDeniedError", "CommandError", "RequiresUpdateError"],
  },
  {
    title: "Codes",
    text: [],
    part: "hresults",
    rows: ["HRESULT"],
  },
  {
    title: "Log and text",
    text: [],
    rows: [
      "console",
      "TextEncoder",
      "TextDecoder",
      "btoa",
      "atob",
      "performance",
      "self",
      "global",
      "DOMException",
      "crypto",
      "structuredClone",
      "URL",
      "URLSearchParams",
      "TextDecoderOptions",
      "TextDecodeOptions",
      "StructuredCloneOptions",
    ],
  },
  {
    title: "Settings of a plugin",
    text: [
      "What an administrator may want to change belongs into settings, which the script declares with `defineSettings` and reads as an object. Their values are " +
        'the member `"settings"` of `<name>.json`, and the administrator\'s policies may replace each of them. [settings.md](settings.md) shows all of it.',
    ],
    rows: [
      "defineSettings",
      "WSLSettings",
      "WSLSettingProperties",
      "WSLSettingSchema",
      "WSLSettingValue",
      "WSLSettingCheck",
      "WSLSettingKeyword",
    ],
  },
  {
    title: "Limits of a plugin",
    text: [
      "Each call into a plugin is bounded: every hook, `WSLPluginDefinition.onLoad`, and the evaluation of the module, to " +
        "which the defaults apply. A plugin asks for other limits in `WSLPluginDefinition.limits`. An administrator can only lower them.",
    ],
    part: "limits",
    rows: [],
  },
  {
    title: "The settings file",
    text: [
      "`<name>.json`, beside `<name>.dll`, is the administrator's: what the plugin may use up, where its log is, and what " +
        "happens when it cannot be loaded. The file and every value in it may be absent. It is JSON in UTF-8; an unknown key is an error.",
      "A wrong file keeps the plugin from being loaded: no VM starts, whatever else the file says, and the user reads why. The " +
        "log is then at its default place.",
    ],
    part: "settings",
    rows: [],
  },
] as const satisfies readonly ChapterRow[]);
