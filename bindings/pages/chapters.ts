import { freeVariables, interpreters, permissions, programFolders } from "../files/permissions.ts";
import { freeze } from "../model/freeze.ts";
import type { ChapterRow } from "../model/schema.ts";
import { abortGlobals, abortTypes } from "../script/abort.ts";
import { calls, callTypes } from "../script/calls.ts";
import { containerProcessGlobals, containerProcessTypes } from "../script/container-process.ts";
import { languageGlobals, languageTypes } from "../script/language.ts";
import { processGlobals, processTypes } from "../script/process.ts";
import { timerGlobals } from "../script/timers.ts";
import { webGlobals, webTypes } from "../script/web.ts";
import { windowsGlobals, windowsTypes } from "../script/windows.ts";
import { inspectionTypes } from "../wsl/inspection.ts";

/** The reference's chapters, in its order. */
export const chapters = freeze([
  {
    title: "The plugin",
    text: [
      "A plugin is one ES module without imports, `<name>.js`, beside `<name>.dll`; `wsl-script-host build` makes " +
        "it from TypeScript. The module's top level only declares the plugin; work belongs in `WSLPluginDefinition.onLoad` and hooks.",
      "The language is ECMAScript 2024, with `using`; `wsl-script-host build` rewrites newer syntax. Of the APIs of Node " +
        "and browsers only those in this reference exist: there are no modules, no network, no files and no `process`. Everything is global, and a plugin imports nothing.",
    ],
    rows: ["definePlugin", "WSLPluginDefinition", "WSLContext", "WSLPlugin"],
    methodExamples: ["WSLPluginDefinition"],
  },
  {
    title: "What a plugin may do",
    text: [
      "A script may read a hook's arguments, log, and refuse. It declares everything else in `WSLPluginDefinition.permissions`, and the host denies what " +
        "is not declared. `wsl-script-host inspect` shows a plugin's permissions; `dev`, `check` and `simulate` print missing ones as lines to paste.",
      "Declare a program as the script names it. An absolute path means that path; the host looks up a name in " +
        `\`${programFolders.join(":")}\`; a folder that ends in \`/\` means everything below it. Paths have no \`.\`, \`..\` or empty parts. ` +
        "`run` needs the permission for its program, and none for the shell around it. For a listed program, `arg0` must be its path or the last part of the path.",
      `A shell or an interpreter, such as ${interpreters
        .slice(0, 12)
        .map((name) => `\`${name}\``)
        .join(
          ", ",
        )}, permits everything. So does a folder with such a program, permission to write what the system or the script runs, ` +
        "and every entry in `/dev/` or in a process's folder in `/proc/`. " +
        '`inspect` says "unrestricted", and the policy `RequireDeclaredPermissions` refuses the plugin. The whole list is in `bindings/files/permissions.ts`.',
      `Commands may set the variables ${freeVariables.map((name) => `\`${name}\``).join(", ")}, and those in \`env\`.`,
      "`Linux.readTextFile` needs `read` for the file, `Linux.osRelease` for `/etc/os-release`, `Linux.mounts` for `/proc/self/mounts`; `Linux.writeTextFile` needs " +
        "`write`; `Linux.waitForSystemd` needs `run` for `systemctl`; `WSLSessionInformation.user` needs `account`.",
      "Keys of the registry are compared part by part, and they and names of stores without regard to the case of ASCII letters. A hive alone is no permission.",
      "The host compares a mounted folder by its full path, part by part, and ignores the case of ASCII letters. No part of it may be a link. It must be as safe from other accounts as " +
        'the script itself, under `"all"`, too, unless its entry has `userWritable: true`.',
      "Permissions limit the script, not the guest: root in a distribution can replace any program there.",
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
      "WSL calls a hook and waits for it while it holds the session's lock: other commands of the same user wait, too. " +
        "After ten seconds it logs a slow operation, and keeps waiting. Each hook of container sessions documents its locks.",
      "A hook may return a promise, or any object with a method `then`; it then lasts until that settles. No code of a plugin runs between hooks.",
      "The host ignores a hook's result, or the value of its promise, with one exception: a boolean is a TypeError, because it looks like a veto; " +
        "a hook that refuses throws a `PluginError`.",
      "For a hook that came with a capability, list the capability in `WSLPluginDefinition.requires`, or put the hook in " +
        "`WSLPluginDefinition.optional`. The log names hooks that WSL can never call.",
    ],
    part: "hooks",
    rows: [],
  },
  {
    title: "Sessions",
    text: [
      "A plugin can rely on five rules:",
      "1. Each session of WSL (a user who has started something in it) and each container session has its own instance of the script, created for the session's " +
        "first hook. Module state, timers and `WSLPluginDefinition.onLoad` belong to the instance; sessions share no state.",
      "2. Within a session hooks run one after another, in the order in which WSL calls them; a hook that WSL calls from within a " +
        "call of the plugin runs within that call. Hooks of different sessions run at the same time and never wait for each other.",
      "3. Calls reach the hook's own session only: for any other id they fail with `RPC_E_DISCONNECTED`, as for a session that has ended.",
      "4. An instance may end between two hooks. If it exceeds a limit or its engine fails, its state is lost; if the host removes it for another session, " +
        "`WSLPluginDefinition.onReloading` keeps its state. A user has at most 8 instances, all users together 64. The host removes instances whose " +
        "sessions have ended or were idle longest; while all are busy, a further session's hook fails with `ERROR_BUSY`.",
      "5. Sessions share the script's text, its settings and the log, but no variable. Put data for all sessions into the script. To count or compare " +
        "across sessions, use a program that reads the log, whose lines name their session.",
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
      "Hooks receive frozen copies, which a plugin may keep. Where WSL has no value for a " +
        "text, it passes an empty text or none; both are null here.",
    ],
    part: "information",
    rows: ["CoreWSLDistributionInformation", "WSLSessionUser"],
  },
  {
    title: "Containers and images",
    text: [
      "WSL's inspection of containers and images, as hooks of container sessions receive it: parsed from its JSON, with Docker's names, and frozen. A member that a newer WSL added is absent on an older one.",
    ],
    rows: namesOf(inspectionTypes),
  },
  {
    title: "Calls",
    text: [
      "Calls run on the hook's own thread, in the hook's own session, and return when WSL does. Linux paths are absolute. Texts contain no NUL and " +
        "no unpaired surrogate, and are no longer than Linux accepts.",
    ],
    rows: namesOf(calls, callTypes),
  },
  {
    title: "Processes",
    text: [],
    rows: namesOf(processGlobals, containerProcessGlobals, containerProcessTypes, processTypes),
    methodExamples: ["WSLProcess", "WSLCProcess"],
  },
  {
    title: "Commands",
    text: [
      "Commands with input, output, standard error, exit code, environment, folder and user. WSL's own calls for sessions with " +
        "distributions support only the first two; a small script of the shell `/bin/sh` adds the rest.",
    ],
    rows: [
      "run",
      "runAsync",
      "CommandOptions",
      "RunOptions",
      "CommandPlace",
      "InVm",
      "InDistribution",
      "InContainerSession",
      "CommandResult",
      "PreparedCommand",
      "Linux",
      "LinuxFileOptions",
      "WriteTextFileOptions",
      "SystemdState",
      "LinuxMount",
    ],
    methodExamples: ["CommandResult", "PreparedCommand", "Linux"],
  },
  {
    title: "Facts from Windows",
    text: [
      "A plugin reads what it needs to know of the machine and its users, behind a permission for each kind. A value that is not there is null.",
    ],
    rows: namesOf(windowsGlobals, windowsTypes),
    methodExamples: ["Windows"],
  },
  {
    title: "Waiting",
    text: [
      "A hook that is `async`, or returns a promise, lasts until the promise settles. Meanwhile one event loop, on the hook's " +
        "own thread, waits for processes and timers. If nothing can settle the promise any more, the hook fails at once, as it " +
        "does after an unhandled rejection.",
      "A blocking function, such as `WSLProcess.text`, blocks the whole script. Its asynchronous counterpart, `WSLProcess.textAsync`, does not.",
    ],
    rows: namesOf(timerGlobals, abortGlobals, abortTypes),
  },
  {
    title: "Versions and capabilities",
    text: [
      "Each addition of a newer version of WSL has a name, its capability. A plugin either requires a capability in `definePlugin`, or " +
        "checks with `supports(...)`. The compiler enforces this: a use without either does not type-check, and " +
        "throws a `RequiresUpdateError` at run time.",
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
      "Ids are numbers and texts at run time. For the compiler each has its own type: it accepts no other number or " +
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
    rows: namesOf(languageGlobals, webGlobals, languageTypes, webTypes),
  },
  {
    title: "Settings of a plugin",
    text: [
      "What an administrator may want to change belongs into settings, which the script declares with `defineSettings` and reads as an object. Their values are " +
        'the member `"settings"` of `<name>.json`, and the administrator\'s policies may replace each of them. [settings.md](../settings.md) shows all of it.',
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
      "Limits apply to each call into a plugin: every hook, `WSLPluginDefinition.onLoad`, and the evaluation of the module, for " +
        "which the defaults apply. A plugin requests other limits in `WSLPluginDefinition.limits`. An administrator can only lower them.",
    ],
    part: "limits",
    rows: [],
  },
  {
    title: "The settings file",
    text: [
      "`<name>.json`, beside `<name>.dll`, belongs to the administrator: the plugin's limits, the place of its log, and what " +
        "happens when it cannot be loaded. The file and every value in it are optional. It is JSON in UTF-8; an unknown key is an error.",
      "If the file is wrong, the plugin is not loaded: no VM starts, whatever else the file says, and the user reads the reason. The " +
        "log is then at its default place.",
    ],
    part: "settings",
    rows: [],
  },
] as const satisfies readonly ChapterRow[]);

function namesOf(...tables: (readonly { readonly name: string }[])[]): string[] {
  return tables.flat().map(({ name }) => name);
}
