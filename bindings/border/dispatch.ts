import type { DispatchRow, RecordRow } from "../model/border.ts";
import { freeze } from "../model/freeze.ts";

/**
 * The functions of the runtime that C++ calls; `natives.ts` is the other direction. Each may throw the script's errors.
 */
export const dispatch = freeze([
  {
    name: "parseSettings",
    summary: "Reads the settings file. Throws an error for the user that names the file and the place in it.",
    parameters: [
      { name: "text", type: "utf8", text: "What the file has in it." },
      { name: "file", type: "utf8", text: "Its name, for messages." },
    ],
    result: "Settings",
    returns: "The settings. Those of the plugin itself are kept for the script that is evaluated next.",
  },
  {
    name: "setPolicy",
    summary: "Replaces one of the plugin's own settings by what the registry has for it.",
    parameters: [
      { name: "key", type: "utf16", text: "The registry's key, for messages." },
      { name: "name", type: "utf16", text: "The value's name: the setting's, without regard to case." },
      { name: "type", type: "uint32", text: "The value's type: REG_SZ, REG_DWORD or REG_MULTI_SZ." },
      { name: "data", type: "utf16", text: "The text; the number in decimal digits; the texts, joined by NUL." },
    ],
    result: "void",
    returns: "",
  },
  {
    name: "load",
    summary: "Takes the script's default export for the plugin, and checks what it requires.",
    parameters: [{ name: "defaultExport", type: "value", text: "What the script exports by default." }],
    result: "LoadResult",
    returns: "What the plugin says about itself.",
  },
  {
    name: "completeSettings",
    summary:
      "Ends the declaration of the plugin's own settings: all of them can be read from now on. Throws an error for the user if one is wrong, missing or unknown.",
    parameters: [],
    result: "void",
    returns: "",
  },
  {
    name: "settingValues",
    summary: "What counts for each of the plugin's own settings, for tools.",
    parameters: [],
    result: "optionalUtf16",
    returns:
      'Three texts for each setting, joined by NUL: its name and its value in JSON, and where that comes from: "default", the settings file\'s name, the registry\'s key, or "missing". The value of a secret is empty, and so is a missing one. Nothing if the script declares no settings.',
  },
  {
    name: "onLoad",
    summary: "Runs the plugin's onLoad.",
    parameters: [
      {
        name: "previous",
        type: "optionalUtf16",
        text: "What `handOver` made in the instance before, if there is any.",
      },
    ],
    result: "value",
    returns: "What it returns, perhaps a promise.",
  },
  {
    name: "onReloading",
    summary: "Runs the plugin's onReloading.",
    parameters: [],
    result: "value",
    returns: "The state, perhaps as a promise.",
  },
  {
    name: "handOver",
    summary: "Makes the text of a state that the next instance can read.",
    parameters: [{ name: "state", type: "value", text: "What onReloading returned." }],
    result: "optionalUtf16",
    returns: "The text; nothing for no state.",
  },
  {
    name: "invoke",
    summary: "Runs the plugin's method for a hook.",
    parameters: [
      { name: "hook", type: "uint32", text: "The hook's id: its place in bindings/wsl/hooks.ts." },
      { name: "values", type: "values", text: "The fields of its structs, one struct after the other." },
    ],
    result: "value",
    returns: "What it returns, perhaps a promise.",
  },
  {
    name: "describeError",
    summary: "Describes a thrown value. Getters of it run, within the hook's time.",
    parameters: [{ name: "thrown", type: "value", text: "Whatever was thrown." }],
    result: "ErrorDescription",
    returns: "The description.",
  },
  {
    name: "turn",
    summary: "Waits until something that a hook waits for can go on, and lets it.",
    parameters: [],
    result: "boolean",
    returns: "False when nothing ever will.",
  },
  {
    name: "leaveHook",
    summary: "Drops the timers and closes the processes that a hook has left.",
    parameters: [],
    result: "void",
    returns: "",
  },
] as const satisfies readonly DispatchRow[]);

/** The objects that cross the border. */
export const records = freeze([
  {
    name: "HostInfo",
    summary: "The plugin that the runtime serves, and the WSL that it is loaded in.",
    from: "host",
    fields: [
      { name: "name", type: "utf16", text: "The name of the DLL without its extension." },
      { name: "scriptFile", type: "utf8", text: "The name that the script has in stacks: `hello.js`." },
      { name: "scriptPath", type: "utf16", text: "The script's path." },
      { name: "version", type: "version", text: "WSL's version." },
    ],
  },
  {
    name: "LoadResult",
    summary: "What a plugin says about itself.",
    from: "runtime",
    fields: [
      { name: "hooks", type: "uint32", text: "A bit for each hook that the plugin defines, by the hook's id." },
      { name: "limits", type: "limits", text: "What it asks for, or the default; the settings may allow less." },
      {
        name: "permissions",
        type: "utf8",
        text: "What it declares: `all`, or permissions such as `vm.run /bin/uname`, joined by NUL.",
      },
      { name: "version", type: "utf8", text: "Its version; empty if it has none." },
      { name: "declaredLimits", type: "someLimits", text: "What it asks for.", forTools: true },
      { name: "requiredVersion", type: "version", text: "The oldest WSL that it runs on.", forTools: true },
      {
        name: "settings",
        type: "utf16",
        text: "The JSON Schema of the settings that its script declares; empty if it declares none.",
        forTools: true,
      },
      { name: "hasOnLoad", type: "boolean", text: "Whether it has an onLoad.", forTools: true },
      { name: "hasOnReloading", type: "boolean", text: "Whether it has an onReloading.", forTools: true },
    ],
  },
  {
    name: "ErrorDescription",
    summary: "A thrown value as C++ sees it.",
    from: "runtime",
    fields: [
      { name: "hresult", type: "failure", text: "The HRESULT that the hook fails with." },
      {
        name: "name",
        type: "utf8",
        text: "The error's name, or the kind of a value that is no error.",
        forTools: true,
      },
      {
        name: "message",
        type: "utf8",
        text: "For the user: a PluginError's own message; for all else the place and the name, too.",
      },
      { name: "location", type: "utf8", text: "`file:line:column` in the script; empty if it is not known." },
      {
        name: "stack",
        type: "utf8",
        text: "For the log: name, message, frames and own properties, and the same of its causes.",
      },
      {
        name: "isOfSettings",
        type: "boolean",
        text: "Whether the plugin's own settings are wrong, and not the script.",
      },
      {
        name: "policyKey",
        type: "utf8",
        text: "The registry's key of the policy that the wrong setting comes from; empty if it comes from the file.",
      },
    ],
  },
] as const satisfies readonly RecordRow[]);
