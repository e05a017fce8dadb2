// WSLProcess: a process that a script started. One socket carries its standard input and output.

import { freeze, makeTypeError } from "../base/primordials.ts";
import { inspectAs } from "../console/inspect.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { InputWriter } from "./input-writer.ts";
import { type Abortable, OutputReader, type ReadOptions, type WaitOptions } from "./output-reader.ts";
import { ProcessChannel } from "./process-channel.ts";

/** Makes the process of a channel. */
export let createProcess: (channel: ProcessChannel, loop: EventLoop) => WSLProcess;

export class WSLProcess {
  readonly #channel: ProcessChannel;
  readonly #input: InputWriter;
  readonly #output: OutputReader;

  static {
    createProcess = (channel, loop) => new WSLProcess(channel, loop);
    freeze(WSLProcess.prototype);
  }

  private constructor(channel: ProcessChannel, loop: EventLoop) {
    // The class is visible to scripts for instanceof, and they could call it with anything.
    if (!(channel instanceof ProcessChannel)) throw new makeTypeError("WSLProcess objects come from ExecuteBinary");
    this.#channel = channel;
    this.#input = new InputWriter(channel, loop, "WSLProcess");
    this.#output = new OutputReader(channel, loop, "WSLProcess");
    freeze(this);
  }

  write(data: string | ArrayBuffer | ArrayBufferView, options?: WaitOptions): void {
    this.#input.write(data, options);
  }

  writeAsync(data: string | ArrayBuffer | ArrayBufferView, options?: WaitOptions & Abortable): Promise<void> {
    return this.#input.writeAsync(data, options);
  }

  closeInput(): void {
    this.#channel.require("closeInput");
    this.#channel.endInput("closeInput");
  }

  read(options?: ReadOptions): Uint8Array | null {
    return this.#output.read(options);
  }

  readAsync(options?: ReadOptions & Abortable): Promise<Uint8Array | null> {
    return this.#output.readAsync(options);
  }

  bytes(options?: WaitOptions): Uint8Array {
    return this.#output.bytes(options);
  }

  bytesAsync(options?: WaitOptions & Abortable): Promise<Uint8Array> {
    return this.#output.bytesAsync(options);
  }

  text(options?: WaitOptions): string {
    return this.#output.text(options);
  }

  textAsync(options?: WaitOptions & Abortable): Promise<string> {
    return this.#output.textAsync(options);
  }

  lines(options?: WaitOptions & Abortable): IterableIterator<string> & AsyncIterable<string> {
    return this.#output.lines(options);
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
}
