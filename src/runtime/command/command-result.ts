// The result of a command.

import { charCodeAt, freeze, makeSyntaxError, parseJson, slice, splitText } from "../base/primordials.ts";
import { quote } from "../base/text.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import { inspectAs } from "../console/inspect.ts";
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
  /** Own functions, so they survive `const { ok, ...rest } = run(...)`. */
  readonly text: () => string;
  readonly json: () => unknown;
  readonly lines: () => string[];

  static {
    freeze(CommandResult.prototype);
  }

  constructor(natives: Natives, call: string, outcome: CommandOutcome) {
    this.exitCode = outcome.exitCode;
    this.signal = outcome.signal;
    this.stdout = outcome.stdout;
    this.stderr = outcome.stderr;
    this.ok = outcome.exitCode === 0;
    const text = () => decodeUtf8(natives, outcome.stdout);
    const json = () => parseOutput(call, text());
    const lines = () => linesOf(text());
    this.text = text;
    this.json = json;
    this.lines = lines;
    freeze(this);
  }

  [inspectAs](): unknown {
    const { exitCode, signal, stdout, stderr, ok } = this;
    return { exitCode, signal, stdout, stderr, ok };
  }
}

function parseOutput(call: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new makeSyntaxError(`${call}: the output is not JSON: ${quote(text)}`, { cause });
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
