// What a command leaves behind.

import { charCodeAt, freeze, makeSyntaxError, parseJson, slice, splitText } from "../base/primordials.ts";
import { quote } from "../base/text.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";

const kCarriageReturn = 0x0d;

export interface CommandOutcome {
  readonly exitCode: number;
  readonly signal: string | null;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export class CommandResult {
  readonly exitCode: number;
  readonly signal: string | null;
  readonly stdout: Uint8Array;
  readonly stderr: string;
  readonly ok: boolean;
  readonly #natives: Natives;
  readonly #call: string;

  static {
    freeze(CommandResult.prototype);
  }

  constructor(natives: Natives, call: string, outcome: CommandOutcome) {
    this.#natives = natives;
    this.#call = call;
    this.exitCode = outcome.exitCode;
    this.signal = outcome.signal;
    this.stdout = outcome.stdout;
    this.stderr = outcome.stderr;
    this.ok = outcome.exitCode === 0;
    freeze(this);
  }

  text(): string {
    return decodeUtf8(this.#natives, this.stdout);
  }

  json(): unknown {
    const text = this.text();
    try {
      return parseJson(text);
    } catch (cause) {
      throw new makeSyntaxError(`${this.#call}: the output is not JSON: ${quote(text)}`, { cause });
    }
  }

  lines(): string[] {
    return linesOf(this.text());
  }
}

/** The lines of a text without their ends, which are LF or CRLF. */
export function linesOf(text: string): string[] {
  const lines = splitText(text, "\n");
  if (lines[lines.length - 1] === "") lines.length -= 1;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (charCodeAt(line, line.length - 1) === kCarriageReturn) lines[at] = slice(line, 0, -1);
  }
  return lines;
}
