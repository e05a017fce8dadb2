import { freeze } from "../model/freeze.ts";
import type { NativeRow } from "../model/schema.ts";

/**
 * What C++ offers to the runtime, and to nobody else. An int32 result is a status: zero and above is success, below is
 * an HRESULT. Nothing here waits, except `_socketsWait`, which the hook's deadline bounds, and the calls into WSL and
 * Windows, which take as long as they take.
 */
export const natives = freeze([
  {
    name: "_log",
    summary: "Writes one line to the log.",
    parameters: [
      { name: "level", type: "uint32", text: "0 debug, 1 info, 2 warn, 3 error." },
      { name: "text", type: "utf16", text: "The message." },
    ],
    result: "void",
    returns: "",
  },
  {
    name: "_mountFolder",
    summary: "WSLPluginAPIV1::MountFolder.",
    parameters: [
      { name: "session", type: "uint32", text: "The session's id." },
      { name: "windowsPath", type: "utf16", text: "The folder on Windows." },
      { name: "linuxPath", type: "utf16", text: "The mount point in the VM." },
      { name: "readOnly", type: "boolean", text: "Whether Linux may not write." },
      { name: "name", type: "utf16", text: "The name of the Plan 9 share." },
    ],
    result: "int32",
    returns: "0 or an HRESULT.",
  },
  {
    name: "_executeBinary",
    summary: "WSLPluginAPIV1::ExecuteBinary, or ExecuteBinaryInDistribution if there is a distribution.",
    parameters: [
      { name: "session", type: "uint32", text: "The session's id." },
      { name: "distribution", type: "utf8", text: "Empty for the VM's root namespace, else the distribution's GUID." },
      { name: "path", type: "utf8", text: "The program." },
      { name: "argv", type: "utf8", text: "The whole argument vector, argv[0] included, joined by NUL." },
    ],
    result: "int32",
    returns: "A socket for the functions below (zero and above), or an HRESULT.",
  },
  {
    name: "_socketSend",
    summary: "Writes as much as the socket takes at once.",
    parameters: [
      { name: "socket", type: "int32", text: "From `_executeBinary`." },
      { name: "bytes", type: "bytes", text: "What to write." },
    ],
    result: "int32",
    returns: "How many bytes were taken (0: it would block), or an HRESULT.",
  },
  {
    name: "_socketReceive",
    summary: "Reads what is there.",
    parameters: [
      { name: "socket", type: "int32", text: "From `_executeBinary`." },
      { name: "maximum", type: "uint32", text: "The most bytes to return, at least 1." },
    ],
    result: "filledBytesOrStatus",
    returns: "Bytes (none: the other side has ended), or 0 if nothing is there yet, or an HRESULT.",
  },
  {
    name: "_socketsWait",
    summary:
      "Waits until one of the sockets can be read or written, or the time is up. The hook's deadline ends it, too.",
    parameters: [
      {
        name: "interests",
        type: "bytes",
        text: "Two int32 for each socket: its number, and 1 readable, 2 writable, or both added. None: just the time.",
      },
      { name: "milliseconds", type: "double", text: "The longest wait; Infinity leaves it to the deadline." },
    ],
    result: "bytesOrStatus",
    returns: "A byte for each socket, the events that are there, or an HRESULT.",
  },
  {
    name: "_socketShutdown",
    summary: "Ends the process's standard input.",
    parameters: [{ name: "socket", type: "int32", text: "From `_executeBinary`." }],
    result: "int32",
    returns: "0 or an HRESULT.",
  },
  {
    name: "_socketClose",
    summary: "Closes the socket. Its number may be given out again.",
    parameters: [{ name: "socket", type: "int32", text: "From `_executeBinary`." }],
    result: "void",
    returns: "",
  },
  {
    name: "_lookupUser",
    summary: "The account behind a security identifier: LookupAccountSidW.",
    parameters: [{ name: "sid", type: "utf16", text: "The security identifier as SDDL text." }],
    result: "utf16",
    returns: '"DOMAIN\\name", or empty if Windows finds no account.',
  },
  {
    name: "_randomBytes",
    summary: "Bytes that nobody can guess: BCryptGenRandom.",
    parameters: [{ name: "count", type: "uint32", text: "How many, at most 256." }],
    result: "bytesOrStatus",
    returns: "The bytes, or an HRESULT if the system has none.",
  },
  {
    name: "_encodeUtf8",
    summary: "UTF-16 to UTF-8. A lone surrogate becomes U+FFFD.",
    parameters: [{ name: "text", type: "utf16", text: "The text." }],
    result: "bytes",
    returns: "The bytes.",
  },
  {
    name: "_decodeUtf8",
    summary: "UTF-8 to UTF-16. Wrong sequences become U+FFFD, by the rules of the WHATWG Encoding Standard.",
    parameters: [{ name: "bytes", type: "bytes", text: "The bytes." }],
    result: "utf16",
    returns: "The text.",
  },
  {
    name: "_sourceAround",
    summary: "The script's text around a place, within its line.",
    parameters: [
      { name: "line", type: "uint32", text: "From 1, as the engine counts." },
      { name: "column", type: "uint32", text: "From 1, in bytes of UTF-8." },
    ],
    result: "utf16",
    returns: "At most 200 bytes before the place, a line feed, and at most 200 bytes from it on.",
  },
] as const satisfies readonly NativeRow[]);
