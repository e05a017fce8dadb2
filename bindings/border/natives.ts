import type { NativeRow } from "../model/border.ts";
import { freeze } from "../model/freeze.ts";
import { numberOf } from "./numbers.ts";

/**
 * The functions that C++ offers to the runtime only. An int32 result is a status: zero and above is success, below is
 * an HRESULT. A call without its permission fails with E_ACCESSDENIED, and `_takeDenial` names what it lacks. No
 * function waits, except `_streamsWait`, which the hook's deadline bounds, and the calls into WSL and Windows, whose
 * time is not bounded.
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
      {
        name: "argv",
        type: "utf8",
        isContent: true,
        text: "The whole argument vector, argv[0] included, joined by NUL.",
      },
    ],
    result: "int32",
    returns: "A stream for the functions below (zero and above), or an HRESULT.",
  },
  {
    name: "_wslcMountFolder",
    summary: "WSLPluginAPIV1::WSLCMountFolder.",
    parameters: [
      { name: "session", type: "uint32", text: "The container session's number." },
      { name: "windowsPath", type: "utf16", text: "The folder on Windows." },
      { name: "mountpoint", type: "utf8", text: "The mount point in the VM." },
      { name: "readOnly", type: "boolean", text: "Whether Linux may not write." },
    ],
    result: "int32",
    returns: "0 or an HRESULT.",
  },
  {
    name: "_wslcUnmountFolder",
    summary: "WSLPluginAPIV1::WSLCUnmountFolder.",
    parameters: [
      { name: "session", type: "uint32", text: "The container session's number." },
      { name: "mountpoint", type: "utf8", text: "The mount point, as it was given to `_wslcMountFolder`." },
    ],
    result: "int32",
    returns: "0 or an HRESULT.",
  },
  {
    name: "_wslcCreateProcess",
    summary: "WSLPluginAPIV1::WSLCCreateProcess, and the handles of the process.",
    parameters: [
      { name: "session", type: "uint32", text: "The container session's number." },
      { name: "path", type: "utf8", text: "The program." },
      { name: "argv", type: "utf8", isContent: true, text: "Its arguments from argv[0] on, joined by NUL." },
      {
        name: "variables",
        type: "utf8",
        isContent: true,
        text: "NAME=value... beside those that every such process has, joined by NUL; empty for none.",
      },
    ],
    result: "bytes",
    returns:
      "Six int32: 0 or an HRESULT, Linux's errno, and what the functions below take: the process, its standard input, output and error.",
  },
  {
    name: "_wslcExitCode",
    summary: "WSLPluginAPIV1::WSLCProcessGetExitCode.",
    parameters: [
      { name: "process", type: "int32", text: "From `_wslcCreateProcess`. It is readable when it has ended." },
    ],
    result: "int32",
    returns: "The exit code (zero and above), or an HRESULT: `E_NOT_VALID_STATE` while it runs.",
  },
  {
    name: "_startCommand",
    summary: "Starts the shell around a command. The host writes the shell's arguments: no other script is ever run.",
    parameters: [
      { name: "session", type: "uint32", text: "The session's id." },
      { name: "distribution", type: "utf8", text: "Empty for the VM's root namespace, else the distribution's GUID." },
      { name: "kind", type: "uint32", text: "What the command is: one of the numbers `command...`." },
      {
        name: "words",
        type: "utf8",
        isContent: true,
        text: "`separate`, `merge` or `ignore`; the folder and the user, either of which may be empty; NAME=value...; `--`; what the kind asks for. Joined by NUL.",
      },
      {
        name: "carriesErrors",
        type: "boolean",
        text: "Whether to start the shell that carries its standard error instead.",
      },
    ],
    result: "int32",
    returns: "A stream for the functions below (zero and above), or an HRESULT.",
  },
  {
    name: "_takeDenial",
    summary: "What the last call was denied for want of a permission, once.",
    parameters: [],
    result: "utf16",
    returns:
      "The permission, the file that lacks it, and what else there is to say, joined by NUL; empty if there is no such call.",
  },
  {
    name: "_streamSend",
    summary: "Takes as much as it will send at once, and sends it in the background.",
    parameters: [
      { name: "stream", type: "int32", text: "From `_executeBinary`." },
      { name: "bytes", type: "bytes", isContent: true, text: "What to write." },
    ],
    result: "int32",
    returns: "How many bytes were taken (0: what was taken before is still being sent), or an HRESULT.",
  },
  {
    name: "_streamSending",
    summary: "Whether what was taken is still being sent.",
    parameters: [{ name: "stream", type: "int32", text: "From `_executeBinary`." }],
    result: "int32",
    returns: "1 if it is, 0 if all of it has been sent, or the HRESULT that sending it has failed with.",
  },
  {
    name: "_streamReceive",
    summary: "Takes what has come, and receives in the background if nothing has.",
    parameters: [{ name: "stream", type: "int32", text: "From `_executeBinary`." }],
    result: "viewOrStatus",
    returns: "Bytes (none: the other side has ended), or 0 if nothing is there yet, or an HRESULT.",
    returnsContent: true,
  },
  {
    name: "_streamsWait",
    summary: "Waits until one of the streams is ready, or the time is up. The hook's deadline ends it, too.",
    parameters: [
      {
        name: "interests",
        type: "bytes",
        text: "Two int32 for each stream: its number, and the events to wait for (`readable`, `writable`, or both added). None: just the time.",
      },
      { name: "milliseconds", type: "double", text: "The longest wait; Infinity leaves it to the deadline." },
    ],
    result: "bytesOrStatus",
    returns: "A byte for each stream, the events that are there (all of them for one that is closed), or an HRESULT.",
  },
  {
    name: "_streamEnd",
    summary: "Ends the process's standard input, behind all that was taken.",
    parameters: [{ name: "stream", type: "int32", text: "From `_executeBinary`." }],
    result: "int32",
    returns: "0 or an HRESULT.",
  },
  {
    name: "_streamClose",
    summary: "Closes the stream and drops what has not been sent.",
    parameters: [{ name: "stream", type: "int32", text: "From `_executeBinary`." }],
    result: "void",
    returns: "",
  },
  {
    name: "_lookupUser",
    summary: "The account behind a security identifier: LookupAccountSidW.",
    parameters: [{ name: "sid", type: "utf16", text: "The security identifier as SDDL text." }],
    result: "utf16",
    returns: '"DOMAIN\\name", or empty if Windows finds no account, or it is denied.',
  },
  {
    name: "_registryValue",
    summary: "A value of the registry: RegGetValueW.",
    parameters: [
      {
        name: "session",
        type: "utf8",
        text: "The session whose user's hive it is in, as the log names it; empty for HKEY_LOCAL_MACHINE.",
      },
      { name: "key", type: "utf16", text: "The key, below the hive." },
      { name: "value", type: "utf16", text: "The value's name; empty for the default value." },
    ],
    result: "bytesOrStatus",
    returns:
      "The type as a uint32 and the data, of texts in UTF-8; none if there is no such value; or an HRESULT, that for ERROR_MORE_DATA above `maximumRegistryValue`.",
    returnsContent: true,
  },
  {
    name: "_certificates",
    summary: "The certificates of a store of this machine: CertOpenStore.",
    parameters: [{ name: "store", type: "utf16", text: "The store's name." }],
    result: "bytesOrStatus",
    returns:
      "For each its SHA-1 hash, its size as a uint32, and its DER; none if there is no such store; or an HRESULT, that for ERROR_MORE_DATA above `maximumCertificates`.",
  },
  {
    name: "_windowsProxy",
    summary: "The machine's proxy: WinHttpGetDefaultProxyConfiguration.",
    parameters: [],
    result: "bytesOrStatus",
    returns: "The proxy and the bypass list in UTF-8, joined by NUL; none if there is no proxy; or an HRESULT.",
  },
  {
    name: "_userGroups",
    summary: "The groups in the token that WSL hands to the hook.",
    parameters: [{ name: "session", type: "utf8", text: "The session, as the log names it." }],
    result: "bytesOrStatus",
    returns:
      "The security identifiers, joined by NUL, with `-` before those that only deny; or an HRESULT, that for ERROR_NO_TOKEN outside of hooks.",
  },
  {
    name: "_windowsVersion",
    summary: "The version of Windows: RtlGetVersion, and UBR in the registry.",
    parameters: [],
    result: "utf16",
    returns: '"10.0.22631.4602"; without the last part where the registry has none.',
  },
  {
    name: "_randomBytes",
    summary: "Bytes that cannot be predicted: BCryptGenRandom.",
    parameters: [{ name: "count", type: "uint32", text: `How many, at most ${numberOf("maximumRandom")}.` }],
    result: "bytesOrStatus",
    returns: "The bytes, or an HRESULT if the system has none.",
  },
  {
    name: "_encodeUtf8",
    summary: "UTF-16 to UTF-8. A lone surrogate becomes U+FFFD.",
    parameters: [{ name: "text", type: "utf16", text: "The text." }],
    result: "bytes",
    returns: "The bytes.",
    isPure: true,
  },
  {
    name: "_decodeUtf8",
    summary: "UTF-8 to UTF-16. Wrong sequences become U+FFFD, by the rules of the WHATWG Encoding Standard.",
    parameters: [{ name: "bytes", type: "bytes", text: "The bytes." }],
    result: "utf16",
    returns: "The text.",
    isPure: true,
  },
  {
    name: "_sourceAround",
    summary: "The script's text around a place, within its line.",
    parameters: [
      { name: "line", type: "uint32", text: "From 1, as the engine counts." },
      { name: "column", type: "uint32", text: "From 1, in bytes of UTF-8." },
    ],
    result: "utf16",
    returns: `At most ${numberOf("maximumSourceAround")} bytes before the place, a line feed, and as many from it on.`,
    isPure: true,
  },
] as const satisfies readonly NativeRow[]);
