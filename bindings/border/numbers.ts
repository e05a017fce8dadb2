import type { NumberRow } from "../model/border.ts";
import { freeze } from "../model/freeze.ts";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** Every number that C++ and TypeScript must agree on. The settings' own ranges are in bindings/files/settings.ts. */
export const numbers = freeze([
  { name: "readable", value: 1, text: "An event of a stream: bytes have come, or its end, or an error." },
  { name: "writable", value: 2, text: "An event of a stream: no send is under way." },
  { name: "interestSize", value: 8, text: "Bytes of an interest: a stream and its events, an int32 each." },
  { name: "maximumChunk", value: 256 * kibibyte, text: "Bytes that a stream receives at once." },
  { name: "maximumSend", value: 1 * mebibyte, text: "Bytes that a stream sends at once." },
  {
    name: "maximumUnread",
    value: 8 * mebibyte,
    text: "Bytes of each output of a container session's process that are kept for later reads.",
  },
  { name: "maximumRandom", value: 256, text: "Bytes that one call of `_randomBytes` returns." },
  {
    name: "maximumRegistryValue",
    value: 1 * mebibyte,
    text: "Bytes of a registry value that `_registryValue` returns.",
  },
  { name: "maximumCertificates", value: 4 * mebibyte, text: "Bytes that `_certificates` returns." },
  { name: "maximumSourceAround", value: 200, text: "Bytes that `_sourceAround` returns of each side of a place." },
  { name: "maximumLogValue", value: 64 * kibibyte, text: "Bytes of each member of a log line; the rest is cut off." },
  { name: "maximumMessage", value: 8 * kibibyte, text: "Bytes of the message that WSL shows to its user." },
  { name: "maximumScriptSize", value: 8 * mebibyte, text: "Bytes of a script." },
  { name: "maximumSettingsSize", value: 64 * kibibyte, text: "Bytes of a settings file." },
  {
    name: "maximumHandOver",
    value: 1 * mebibyte,
    text: "Characters of the text that a script's state becomes for its next version.",
  },
  { name: "maximumStack", value: 256 * kibibyte, text: "Bytes of stack that a script may use." },
  { name: "maximumInstances", value: 64, text: "Engine instances of a plugin, a session each." },
  { name: "maximumInstancesOfUser", value: 8, text: "Engine instances of a plugin for the sessions of one user." },
  {
    name: "timeToLeave",
    value: 1000,
    text: "Milliseconds for `onReloading` when an instance makes room for another session.",
  },
  { name: "commandProgram", value: 0, text: "A command of `_startCommand`: the program, and its arguments." },
  { name: "commandRead", value: 1, text: "A command of `_startCommand`: prints a file, whose path follows." },
  {
    name: "commandWrite",
    value: 2,
    text: "A command of `_startCommand`: puts its input in the place of a file. The path follows, the end of a temporary name, the input's size, and the mode or nothing.",
  },
  { name: "commandSystemd", value: 3, text: "A command of `_startCommand`: waits for systemd." },
  {
    name: "grace",
    value: 40,
    text: "Milliseconds between the end of a script's time, which interrupts it, and the watchdog, which ends the engine.",
  },
] as const satisfies readonly NumberRow[]);

export function numberOf(name: (typeof numbers)[number]["name"]): number {
  return (numbers.find((row) => row.name === name) as NumberRow).value;
}
