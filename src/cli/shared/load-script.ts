/** Loads a plugin's files as the DLL does, without calling onLoad or a hook. */

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { SourcePlaces } from "../../bundle/source-places.ts";
import { Clock } from "../../engine/clock.ts";
import { QuickJsRuntime } from "../../engine/quickjs-runtime.ts";
import { FailureError } from "../../host/failure.ts";
import { Log, SessionLog } from "../../host/log.ts";
import { createNatives } from "../../host/natives.ts";
import { type PluginContent, PluginFiles } from "../../host/plugin-files.ts";
import { Script } from "../../host/script.ts";
import type { ScriptContext } from "../../host/script-context.ts";
import type { LoadResult } from "../../runtime/generated/dispatch.ts";
import { defaultSettings, type Settings } from "../../runtime/generated/settings.ts";
import { CliError } from "./cli-error.ts";
import { reasonOf } from "./reason-of.ts";

export interface LoadRequest {
  /** The plugin's name: that of the script without `.js`. */
  readonly name: string;
  /** `settings`: null if they are unknown; settings that the script requires may then be missing. */
  readonly content: PluginContent;
  /** Translates the places in messages. */
  readonly places: SourcePlaces;
  /** Receives what the script prints. */
  readonly onPrint?: (text: string) => void;
}

export interface LoadedScript {
  readonly declared: LoadResult;
  readonly settings: Settings;
  /** What counts for each of the plugin's own settings: three texts each, joined by NUL. */
  readonly settingValues: string | undefined;
}

/** Checks the settings and evaluates the script. Throws a CliError with the message that the DLL would log. */
export function loadScript({ name, content, places, onPrint = () => {} }: LoadRequest): LoadedScript {
  let settings: Settings | null = null;
  const context = createContext(name, content);
  const { clock } = context;
  try {
    const script = Script.load(context, {
      files: context.files.read(),
      isFirst: true,
      isInspection: content.settings === null,
      log: new SessionLog(new Log(name, clock, ({ message }) => onPrint(message))),
      session: null,
      time: { began: clock.now(), longest: Number.POSITIVE_INFINITY },
      onSettings: (parsed) => {
        settings = parsed;
      },
    });
    const { declared, settingValues } = script;
    return { declared, settings: settings ?? defaultSettings, settingValues };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { message, stack } = error.failure;
    throw new CliError(places.translate([message, ...stack.split("\n").slice(1)].join("\n")));
  }
}

/** Throws a CliError that says what to do if the file is not a built script. */
export async function readBuiltScript(file: string): Promise<Buffer> {
  if (/\.[cm]?tsx?$/.test(file)) {
    const built = basename(file).replace(/\.[cm]?tsx?$/, ".js");
    throw new CliError(
      `"${file}" is a source file. Build it first: wsl-script-host build ${file} --outfile dist/${built}`,
    );
  }
  return readFile(file).catch((error: Error) => {
    throw new CliError(`"${file}" cannot be read: ${reasonOf(error)}. Is it built already? Run: wsl-script-host build`);
  });
}

function createContext(name: string, content: PluginContent): ScriptContext {
  const clock = new Clock();
  const natives = (script: Script) =>
    createNatives({
      get api(): never {
        throw new Error("No session exists while plugins are loaded: no call reaches WSL.");
      },
      clock,
      log: script.log,
      permissions: () => script.permissions,
      onNeeded: () => {},
      reaches: () => false,
      timeLeft: () => script.timeLeft,
      sourceAround: (line, column) => script.sourceAround(line, column),
      lookupUser: () => "",
      windows: {},
      user: () => null,
    });
  const files = new PluginFiles(`C:\\plugins\\${name}.dll`, content);
  const createRuntime = QuickJsRuntime.factory(clock);
  return { files, version: newestOfAll, clock, createRuntime, natives, mayDeclare: () => true };
}

/** The highest version, so that every script's requirement is met. */
export const newestOfAll = [0xffffffff, 0xffffffff, 0xffffffff] as const;
