// WSLProcess: a process that a script has started. One socket carries its standard input and output.

import { argumentError, checkOptions, checkTimeout } from "./argument-checks.ts";
import { bytesOf } from "./bytes.ts";
import type { Natives } from "./generated/natives.ts";
import { inspectAs } from "./inspect.ts";
import type { OpenProcesses } from "./open-processes.ts";
import { charCodeAt, freeze, isInteger, makeTypeError, now, slice } from "./primordials.ts";
import { ProcessChannel } from "./process-channel.ts";
import { describeValue } from "./text.ts";

export interface WaitOptions {
  readonly timeout?: number;
}

export interface ReadOptions extends WaitOptions {
  readonly maximum?: number;
}

/** Makes the process of a socket. */
export let createProcess: (natives: Natives, open: OpenProcesses, socket: number, call: string) => WSLProcess;

const kNewline = 0x0a;
const kCarriageReturn = 0x0d;
const kDefaultMaximum = 64 * 1024;
const kReadToEnd = "has been read to its end and is closed";

export class WSLProcess {
  readonly #channel: ProcessChannel;

  static {
    createProcess = (natives, open, socket, call) => new WSLProcess(new ProcessChannel(natives, open, socket, call));
    freeze(WSLProcess.prototype);
  }

  private constructor(channel: ProcessChannel) {
    // Scripts see the class, for instanceof, and could call it with anything.
    if (!(channel instanceof ProcessChannel)) throw new makeTypeError("WSLProcess objects come from ExecuteBinary");
    this.#channel = channel;
    freeze(this);
  }

  write(data: string | ArrayBuffer | ArrayBufferView, options?: WaitOptions): void {
    const deadline = this.#begin("write", options, ["timeout"]);
    const bytes = typeof data === "string" ? this.#channel.natives._encodeUtf8(data) : bytesOf(data);
    if (bytes === undefined)
      throw argumentError(this.#name("write"), `data must be a string or bytes, not ${describeValue(data)}`);
    this.#channel.send("write", bytes, deadline);
  }

  closeInput(): void {
    this.#channel.require("closeInput");
    this.#channel.endInput("closeInput");
  }

  read(options?: ReadOptions): Uint8Array | null {
    const deadline = this.#begin("read", options, ["maximum", "timeout"]);
    const maximum = options?.maximum ?? kDefaultMaximum;
    if (!isInteger(maximum) || maximum < 1) {
      throw argumentError(
        this.#name("read"),
        `options.maximum must be a whole number above 0, not ${describeValue(maximum)}`,
      );
    }
    const { received } = this.#channel;
    const more = received.length > 0 || this.#channel.receiveMore("read", deadline);
    return more ? received.takeSome(maximum) : null;
  }

  bytes(options?: WaitOptions): Uint8Array {
    return this.#readToEnd("bytes", options);
  }

  text(options?: WaitOptions): string {
    return this.#channel.natives._decodeUtf8(this.#readToEnd("text", options));
  }

  lines(options?: WaitOptions): IterableIterator<string> {
    this.#begin("lines", options, ["timeout"]);
    return this.#readLines(checkTimeout(this.#name("lines"), options?.timeout));
  }

  close(): void {
    this.#channel.close("has been closed");
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [inspectAs](): unknown {
    return { call: this.#channel.call, open: this.#channel.isOpen };
  }

  /** Checks that the operation is possible, and gives the time at which it has to be done. */
  #begin(operation: string, options: WaitOptions | undefined, allowed: readonly string[]): number {
    this.#channel.require(operation);
    const timeout = checkTimeout(this.#name(operation), checkOptions(this.#name(operation), options, allowed).timeout);
    return timeout === Infinity ? Infinity : now() + timeout;
  }

  #name(operation: string): string {
    return `WSLProcess.${operation}`;
  }

  #readToEnd(operation: string, options: WaitOptions | undefined): Uint8Array {
    const deadline = this.#begin(operation, options, ["timeout"]);
    const channel = this.#channel;
    channel.tryToEndInput();
    while (channel.receiveMore(operation, deadline)) channel.checkTime(operation, deadline);
    channel.close(kReadToEnd);
    return channel.received.take(channel.received.length);
  }

  *#readLines(timeout: number): Generator<string, void> {
    const channel = this.#channel;
    for (;;) {
      channel.require("lines");
      const line = this.#nextLine(timeout === Infinity ? Infinity : now() + timeout);
      if (line === undefined) break;
      yield line;
    }
    channel.close(kReadToEnd);
  }

  #nextLine(deadline: number): string | undefined {
    const { received, natives } = this.#channel;
    let searched = 0;
    let end = received.find(kNewline, searched);
    while (end === -1) {
      searched = received.length;
      if (!this.#channel.receiveMore("lines", deadline)) {
        return searched === 0 ? undefined : natives._decodeUtf8(received.take(searched));
      }
      end = received.find(kNewline, searched);
      if (end === -1) this.#channel.checkTime("lines", deadline);
    }
    const line = natives._decodeUtf8(received.take(end + 1));
    const last = line.length - 1;
    return slice(line, 0, charCodeAt(line, last - 1) === kCarriageReturn ? last - 1 : last);
  }
}
