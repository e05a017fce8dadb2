import type { ScriptOrigin } from "../engine/runtime.ts";
import { decode, encode } from "../platform/bytes.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import { maximumScriptSize, maximumSettingsSize } from "../runtime/generated/numbers.ts";
import { FailureError, failure } from "./failure.ts";

/** The files beside the DLL; null for a missing one. */
export interface PluginContent {
  readonly script: string | Uint8Array | null;
  readonly settings: string | Uint8Array | null;
  /** The registry's values for the plugin's own settings; nothing by default. */
  readonly policies?: readonly SettingPolicy[];
  /** Maps places in the script to places in its source, if known. */
  readonly toSource?: ((text: string) => string) | undefined;
  /** Where debuggers find the script and its source. */
  readonly origin?: ScriptOrigin | undefined;
}

/** A value for one of the plugin's own settings, as the runtime's setPolicy takes it. */
export interface SettingPolicy {
  readonly key: string;
  readonly name: string;
  readonly type: number;
  readonly data: string;
}

/** A plugin's files, where an administrator would put them, and their current content. */
export class PluginFiles {
  readonly name: string;
  readonly dll: string;
  readonly scriptPath: string;
  readonly scriptFile: string;
  readonly settingsFile: string;
  #content: PluginContent;
  #stamps: SourceStamps = { script: 0, settings: 0 };

  /** `dll` is a Windows path: C:\plugins\hello.dll. */
  constructor(dll: string, content: PluginContent) {
    const stem = dll.replace(/\.[^.\\/]*$/, "");
    this.name = stem.slice(Math.max(stem.lastIndexOf("\\"), stem.lastIndexOf("/")) + 1);
    this.dll = dll;
    this.scriptPath = `${stem}.js`;
    this.scriptFile = `${this.name}.js`;
    this.settingsFile = `${this.name}.json`;
    this.#content = content;
  }

  /** Each changes whenever its file does. */
  get stamps(): SourceStamps {
    return this.#stamps;
  }

  /** A new script has no known source. */
  edit(change: Partial<PluginContent>): void {
    const unknown = "script" in change ? { toSource: undefined, origin: undefined } : {};
    this.#content = { ...this.#content, ...unknown, ...change };
    this.#stamps = {
      script: this.#stamps.script + Number("script" in change),
      settings: this.#stamps.settings + Number("settings" in change),
    };
  }

  toSource(text: string): string {
    return this.#content.toSource?.(text) ?? text;
  }

  /** The files' current content, with an earlier read of the script if given. */
  read(before?: FilesSnapshot): FilesSnapshot {
    const { scriptFile, settingsFile, dll } = this;
    const content = this.#content;
    return {
      stamps: { ...this.#stamps, ...(before === undefined ? {} : { script: before.stamps.script }) },
      policies: content.policies ?? [],
      origin: before === undefined ? content.origin : before.origin,
      script() {
        if (before !== undefined) return before.script();
        const text = readTextFile(content.script, scriptFile, maximumScriptSize);
        if (text !== null) return text;
        const message = `${scriptFile} is missing: it belongs beside ${dll}`;
        throw new FailureError(failure(hresults.ERROR_FILE_NOT_FOUND, message));
      },
      settings() {
        const text = readTextFile(content.settings, settingsFile, maximumSettingsSize);
        return text === null ? null : decode(text);
      },
    };
  }
}

export interface SourceStamps {
  readonly script: number;
  readonly settings: number;
}

/** What instances are made from: host/plugin/sources.h. */
export interface FilesSnapshot {
  readonly stamps: SourceStamps;
  readonly policies: readonly SettingPolicy[];
  readonly origin: ScriptOrigin | undefined;
  /** Throws FailureError, as `settings` does. */
  script(): Uint8Array;
  /** Null: the file does not exist. */
  settings(): string | null;
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** host/plugin/text_file.cpp. */
function readTextFile(content: string | Uint8Array | null, name: string, maximum: number): Uint8Array | null {
  if (content === null) return null;
  const bytes = typeof content === "string" ? encode(content) : content;
  if (bytes.length > maximum) {
    const message = `${name} has ${bytes.length} bytes; the limit is ${maximum}`;
    throw new FailureError(failure(hresults.E_FAIL, message));
  }
  const wrong = firstInvalidUtf8(bytes);
  if (wrong !== null) throw new FailureError(notUtf8(bytes, name, wrong));
  return byteOrderMark.every((byte, at) => bytes[at] === byte) ? bytes.subarray(byteOrderMark.length) : bytes;
}

function notUtf8(bytes: Uint8Array, name: string, offset: number) {
  const byte = `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
  const line = 1 + bytes.subarray(0, offset).reduce((lines, each) => lines + Number(each === 0x0a), 0);
  const location = `${name}:${line}`;
  const message = `${location}: byte ${byte} at offset ${offset} is not UTF-8; save the file as UTF-8`;
  return failure(hresults.E_FAIL, message, location);
}

/** The first byte that starts no valid sequence: a strict decoder accepts everything before it. */
function firstInvalidUtf8(bytes: Uint8Array): number | null {
  if (isUtf8(bytes)) return null;
  let [valid, invalid] = [0, bytes.length];
  while (valid < invalid) {
    const middle = (valid + invalid + 1) >> 1;
    // A sequence that is only cut off is not an error yet.
    if (isUtf8(bytes.subarray(0, middle), true)) valid = middle;
    else invalid = middle - 1;
  }
  return startOfSequence(bytes, valid);
}

function isUtf8(bytes: Uint8Array, cutOff = false): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: cutOff });
    return true;
  } catch {
    return false;
  }
}

/** Steps back over an unfinished sequence before the end. */
function startOfSequence(bytes: Uint8Array, end: number): number {
  for (let start = end; start >= Math.max(0, end - 3); start -= 1) {
    if (isUtf8(bytes.subarray(0, start))) return start;
  }
  return end;
}
