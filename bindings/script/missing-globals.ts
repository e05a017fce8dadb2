import { freeze } from "../model/freeze.ts";

/** A global of other platforms, and a plugin's replacement for it. */
export interface MissingGlobal {
  readonly name: string;
  readonly instead: string;
}

const noNetwork = "Plugins have no network access. Run a program such as curl with run.";
const noPage = "It belongs to a page in a browser.";
const noStreams = "Use run with options.input, or a process's read and write.";
const noModules = "Use import; the build makes one file of everything.";
const noNode = "WSL's data is in the session and distribution objects that hooks receive, and in ApiV1.version.";
const oneThread = "A plugin runs on one thread; there is nothing to share.";
const noLocales = "Use console.log, and the methods of strings and numbers that take no locale.";

/** Globals that the engine and the runtime lack. All other undefined names are errors, too, but without advice. */
export const missingGlobals: readonly MissingGlobal[] = freeze([
  { name: "Atomics", instead: oneThread },
  { name: "Blob", instead: "Use Uint8Array." },
  { name: "BroadcastChannel", instead: oneThread },
  { name: "Buffer", instead: "Use Uint8Array, with TextEncoder and TextDecoder for text, atob and btoa for base64." },
  { name: "Bun", instead: noNode },
  { name: "CompressionStream", instead: "Run a program such as gzip with run." },
  { name: "CustomEvent", instead: "Call a function." },
  { name: "DecompressionStream", instead: "Run a program such as gzip with run." },
  { name: "Deno", instead: noNode },
  { name: "Event", instead: "Call a function." },
  { name: "EventSource", instead: noNetwork },
  { name: "EventTarget", instead: "Call a function; only an AbortSignal has listeners here." },
  { name: "FileReader", instead: "Use Linux.readTextFile." },
  { name: "FormData", instead: noNetwork },
  { name: "Headers", instead: noNetwork },
  { name: "Intl", instead: `The engine knows no languages and no time zones but the machine's. ${noLocales}` },
  { name: "MessageChannel", instead: oneThread },
  { name: "ReadableStream", instead: noStreams },
  { name: "Request", instead: noNetwork },
  { name: "Response", instead: noNetwork },
  { name: "TransformStream", instead: noStreams },
  { name: "WebAssembly", instead: "No code is made at run time. Use a package in JavaScript." },
  { name: "WebSocket", instead: noNetwork },
  { name: "Worker", instead: oneThread },
  { name: "WritableStream", instead: noStreams },
  { name: "XMLHttpRequest", instead: noNetwork },
  { name: "__dirname", instead: "A plugin is one file; Linux.readTextFile reads files of Linux." },
  { name: "__filename", instead: "A plugin is one file; Linux.readTextFile reads files of Linux." },
  { name: "alert", instead: "Throw a PluginError: WSL shows its message to the user." },
  { name: "clearImmediate", instead: "Use clearTimeout." },
  { name: "document", instead: noPage },
  { name: "exports", instead: noModules },
  { name: "fetch", instead: noNetwork },
  {
    name: "localStorage",
    instead: "Return what the next script shall know from onReloading, or use Linux.writeTextFile.",
  },
  { name: "location", instead: noPage },
  { name: "module", instead: noModules },
  { name: "navigator", instead: noNode },
  { name: "process", instead: noNode },
  { name: "requestAnimationFrame", instead: "Use setTimeout." },
  { name: "require", instead: noModules },
  {
    name: "sessionStorage",
    instead: "Return what the next script shall know from onReloading, or use Linux.writeTextFile.",
  },
  { name: "setImmediate", instead: "Use setTimeout with 0, or queueMicrotask." },
  { name: "window", instead: noPage },
]);

/** The globals of the engine itself, ECMAScript's and its own. */
export const engineGlobals: readonly string[] = freeze(
  (
    "AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean DOMException DataView Date " +
    "DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array " +
    "Int32Array Int8Array InternalError Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect " +
    "RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array " +
    "Uint8ClampedArray WeakMap WeakRef WeakSet atob btoa decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval " +
    "globalThis isFinite isNaN parseFloat parseInt performance queueMicrotask undefined unescape"
  ).split(" "),
);
