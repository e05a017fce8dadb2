/** A recording: JSON lines, one object each, in the order in which things happened. */

import { freeze } from "../model/freeze.ts";
import type { Shape } from "../model/shape.ts";

/** Readers refuse every other one. */
export const recordingFormat = 1;

const text = { kind: "text" } as const;
const flag = { kind: "flag" } as const;
const anyInteger = { kind: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER } as const;
const textOrNull = { kind: "either", of: [text, { kind: "choice", choices: [null] }] } as const;
const digits = { kind: "text", pattern: "^[0-9]+$", examples: ["1795863600000000000"] } as const;

/**
 * A value that crosses the border to the script. What JSON lacks is an object with one member: `bytes` (a character each),
 * `bigint`, `number` (fractions and infinities, as text), `absent` (undefined). What the recording leaves out has a
 * `length`, in characters or bytes, and a `hash`.
 */
const value = {
  kind: "either",
  of: [text, flag, anyInteger, { kind: "choice", choices: [null] }, { kind: "anyObject" }],
} as const;
const values = { kind: "list", of: value } as const;

/** The kinds of rows, by the member `kind` of each. */
export const recordingRow = freeze({
  kind: "variants",
  key: "kind",
  of: {
    recording: {
      kind: "object",
      text: "The first row: one instance of a plugin's engine has been made.",
      members: {
        format: { shape: { kind: "integer", minimum: 1, maximum: 1000 }, text: "The format's number.", required: true },
        host: { shape: text, text: "The version of wsl-script-host.", required: true },
        engine: { shape: text, text: "The engine: `quickjs` or `node`.", required: true },
        wsl: { shape: text, text: "The version of WSL.", required: true },
        plugin: { shape: text, text: "The plugin's name.", required: true },
        scriptPath: { shape: text, text: "Where the script is.", required: true },
        session: { shape: text, text: "The session, as the log names it; empty before there is one.", required: true },
        time: { shape: text, text: "When, in UTC.", required: true },
        content: {
          shape: flag,
          text: "Whether inputs, outputs, arguments and environments are in it.",
          required: true,
        },
        sha256: { shape: text, text: "The script's hash.", required: true },
        script: { shape: textOrNull, text: "The script; null if there is none.", required: true },
        settingsFile: {
          shape: text,
          text: "The settings file. Only the simulator writes it: there are no secrets.",
          simulatorOnly: true,
        },
      },
    },
    session: {
      kind: "object",
      text: "The instance that the entry point made gets its session.",
      members: { session: { shape: text, text: "The session, as the log names it.", required: true } },
    },
    settings: {
      kind: "object",
      text: "What counts of the settings, and what the script declares. It follows the script's evaluation: only the script knows which settings are secret.",
      members: {
        scriptTime: { shape: anyInteger, text: "The limit in force, in milliseconds.", required: true },
        hookTime: { shape: anyInteger, text: "The limit in force, in milliseconds.", required: true },
        memory: { shape: anyInteger, text: "The limit in force, in bytes.", required: true },
        logLevel: { shape: text, text: "The lowest level that the log takes.", required: true },
        declared: { shape: text, text: "The permissions that the script declares.", required: true },
        granted: { shape: text, text: "The permissions that the settings grant.", required: true },
        values: {
          shape: textOrNull,
          text: "The plugin's own settings as tools see them: name, JSON and origin of each, joined by NUL; secrets are empty. Null: none declared.",
          required: true,
        },
      },
    },
    enter: {
      kind: "object",
      text: "The host calls the script. Everything up to the `leave` that belongs to it happens within.",
      members: {
        part: {
          shape: { kind: "choice", choices: ["start", "load", "onLoad", "onReloading", "hook"] },
          text: "What it calls: the runtime's start, the script's evaluation, or one of the plugin's methods.",
          required: true,
        },
        hook: { shape: text, text: "The hook's name." },
        previous: { shape: textOrNull, text: "For `onLoad`: the state of the instance before." },
        values: { shape: values, text: "For `hook`: the members of its structs, one after the other." },
      },
    },
    leave: {
      kind: "object",
      text: "The script has returned.",
      members: {
        hresult: { shape: anyInteger, text: "0, or how it failed.", required: true },
        message: { shape: text, text: "Why it failed; empty if it has not.", required: true },
        limit: {
          shape: { kind: "choice", choices: ["time", "memory", "engine"] },
          text: "What ended it from outside: a limit, or a fault of the engine.",
        },
      },
    },
    call: {
      kind: "object",
      text: "The script's runtime calls the host.",
      members: {
        native: { shape: text, text: "The function, as `bindings/border/natives.ts` names it.", required: true },
        arguments: { shape: values, text: "Its arguments.", required: true },
      },
    },
    answer: {
      kind: "object",
      text: "The answer to the innermost call without one.",
      members: { value: { shape: value, text: "The value that the script gets.", required: true } },
    },
    clock: {
      kind: "object",
      text: "The script reads a clock.",
      members: {
        clock: {
          shape: { kind: "choice", choices: ["wall", "steady"] },
          text: "The time since 1970, or since any moment.",
          required: true,
        },
        nanoseconds: { shape: digits, text: "What it reads.", required: true },
      },
    },
    random: {
      kind: "object",
      text: "The engine takes random bytes.",
      members: { bytes: { shape: text, text: "A character each.", required: true } },
    },
    zone: {
      kind: "object",
      text: "The script computes with local time.",
      members: {
        at: { shape: anyInteger, text: "The moment, in seconds since 1970.", required: true },
        seconds: { shape: anyInteger, text: "How far local time is east of UTC at that moment.", required: true },
      },
    },
    full: {
      kind: "object",
      text: "The last row of a file that has reached its maximum size.",
      members: { maximumSize: { shape: anyInteger, text: "In bytes.", required: true } },
    },
  },
} as const satisfies Shape);
