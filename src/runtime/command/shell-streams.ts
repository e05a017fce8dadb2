// The two directions of a shell's socket, without waiting.

import { partOf } from "../base/bytes.ts";
import { typedArrayLength } from "../base/primordials.ts";
import { decodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";
import type { ProcessChannel } from "../process/process-channel.ts";
import { MarkedOutput } from "./marked-output.ts";

const kNewline = 0x0a;

/** What a shell reads, and its end. */
export class ShellInput {
  readonly #channel: ProcessChannel;
  readonly #parts: readonly Uint8Array[];
  #part = 0;
  #sent = 0;
  #ended = false;

  constructor(channel: ProcessChannel, parts: readonly Uint8Array[]) {
    this.#channel = channel;
    this.#parts = parts;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Sends what can be sent at once. False: nothing. A shell that is gone takes nothing more, and that is no failure. */
  send(): boolean {
    if (this.#ended) return false;
    const part = this.#parts[this.#part];
    if (part === undefined) return this.#end();
    const left = typedArrayLength(part) - this.#sent;
    const taken = left === 0 ? 0 : this.#channel.trySend(partOf(part, this.#sent, left));
    if (taken < 0) return this.#end();
    this.#sent += taken;
    if (taken < left) return taken > 0;
    this.#part++;
    this.#sent = 0;
    return true;
  }

  #end(): boolean {
    this.#channel.tryToEndInput();
    this.#ended = true;
    return true;
  }
}

/** What a shell prints: lines of its own first, then the program's output and the report on it. */
export class ShellOutput {
  readonly channel: ProcessChannel;
  readonly #natives: Natives;
  readonly #marked: MarkedOutput;

  constructor(natives: Natives, channel: ProcessChannel, secret: Uint8Array) {
    this.#natives = natives;
    this.channel = channel;
    this.#marked = new MarkedOutput(secret);
  }

  /** Neither has the report come, nor has the shell ended without one. */
  get isOpen(): boolean {
    return this.#marked.report === undefined && !(this.channel.outputEnded && this.channel.received.length === 0);
  }

  /** Empty where there is none. */
  get report(): string {
    const { report } = this.#marked;
    return report === undefined ? "" : decodeUtf8(this.#natives, report);
  }

  get hasReported(): boolean {
    return this.#marked.report !== undefined;
  }

  /** Takes what has come, the end included. False: nothing. */
  receive(): boolean {
    const { received } = this.channel;
    const hadEnded = this.channel.outputEnded;
    if (!hadEnded && received.length === 0) this.channel.tryReceive("read");
    const some = received.length > 0;
    while (received.length > 0) this.#marked.push(received.takeSome(received.length));
    return some || this.channel.outputEnded !== hadEnded;
  }

  /** A line that comes before all output. Undefined: it is not there in full yet. */
  takeLine(): string | undefined {
    const { received } = this.channel;
    if (!this.channel.outputEnded) this.channel.tryReceive("read");
    const end = received.find(kNewline, 0);
    if (end === -1) return undefined;
    const line = decodeUtf8(this.#natives, received.take(end));
    received.take(1);
    return line;
  }

  /** All that the program has printed. It can be taken once. */
  takePrinted(): Uint8Array {
    const { printed } = this.#marked;
    return printed.take(printed.length);
  }
}
