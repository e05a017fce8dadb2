import { freeze } from "../model/freeze.ts";
import type { FailureRow } from "../model/schema.ts";

/** How a message shows a thrown error: its place, its name, its message. */
const placed = "`hello.js:12:5: TypeError: ...`";

/** What a failing hook returns to WSL, and its message. */
export const hookFailures = freeze([
  {
    cause: "throws a `PluginError`",
    code: "its `hresult`; `E_FAIL` unless the plugin says otherwise",
    message: "its message, as it is; none if it is empty",
  },
  {
    cause: "throws a `WSLApiError`",
    code: "the code that WSL returned",
    message: "`hello.js:12:5: WSLApiError: MountFolder(...) failed: ...`",
  },
  {
    cause: "throws a `RequiresUpdateError`",
    code: "`WSL_E_PLUGIN_REQUIRES_UPDATE`",
    message: "`hello.js:12:5: RequiresUpdateError: ...`",
  },
  { cause: "throws another error", code: "`E_FAIL`", message: placed },
  { cause: "throws what is no error", code: "`E_FAIL`", message: "`hello.js threw: ...`" },
  { cause: "returns a promise that is rejected", code: "as if the hook had thrown the reason", message: "the same" },
  {
    cause: "returns a promise that nothing can settle any more",
    code: "`E_FAIL`",
    message: "that it waits for nothing",
  },
  {
    cause: "returns a boolean, or a promise of one",
    code: "`E_FAIL`",
    message: "that this neither allows nor refuses",
  },
  {
    cause: "throws, and a disposal of `using` throws, too",
    code: "that of what was thrown first",
    message: "that of what was thrown first; the log has both",
  },
  { cause: "leaves a rejected promise behind that has no handler", code: "as if thrown", message: "the same" },
  {
    cause: "cannot start in time, because other hooks of its session still run, or too many sessions are busy",
    code: "`ERROR_BUSY`",
    message: "that the script is busy",
  },
  {
    cause: "takes longer than its limits",
    code: "`ERROR_TIMEOUT`",
    message: "the limit, and the place where it is known",
  },
  { cause: "needs more memory than its limit", code: "`E_OUTOFMEMORY`", message: "the limit" },
  { cause: "makes the engine itself fail", code: "`E_UNEXPECTED`", message: "what the engine failed with" },
] as const satisfies readonly FailureRow[]);

/** Why a script cannot be loaded, and the user's message. */
export const loadFailures = freeze([
  {
    cause: "The script is missing.",
    code: "`ERROR_FILE_NOT_FOUND`",
    message: "the file's name and the folder that it belongs in",
  },
  {
    cause: "The script cannot be read.",
    code: "Windows' error, such as `ERROR_SHARING_VIOLATION`",
    message: "the file's name and the error in words",
  },
  { cause: "The script is too large, or no UTF-8.", code: "`E_FAIL`", message: "the size, or the line and the byte" },
  { cause: "The script has a syntax error.", code: "`E_FAIL`", message: "`hello.js:12:5: SyntaxError: ...`" },
  { cause: "The script throws when it is evaluated.", code: "as in a hook", message: "the same" },
  { cause: "The default export does not come from `definePlugin`.", code: "`E_FAIL`", message: "what it is instead" },
  { cause: "`WSLPluginDefinition.onLoad` fails.", code: "as in a hook", message: "the same" },
  {
    cause: "The settings file is wrong.",
    code: "`E_FAIL`",
    message: "the file, the key, and what is allowed there",
  },
  {
    cause: "WSL is older than the plugin requires.",
    code: "`WSL_E_PLUGIN_REQUIRES_UPDATE`",
    message: "WSL's own: that the plugin needs a newer WSL",
  },
] as const satisfies readonly FailureRow[]);
