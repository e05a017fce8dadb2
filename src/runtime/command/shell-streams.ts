// What a shell's socket brings, without waiting.

import { decodeUtf8 } from "../base/utf8.ts";
import type { Natives } from "../generated/natives.ts";
import { readable } from "../generated/numbers.ts";
import type { ProcessChannel } from "../process/process-channel.ts";
import type { Interest } from "../waiting/waiting.ts";
import type { Awaited } from "./exchange.ts";
import { MarkedOutput } from "./marked-output.ts";

const kNewline = 0x0a;

/** A shell's output: first its own lines, then the program's output and the report on it. */
export class ShellOutput implements Awaited {
  readonly channel: ProcessChannel;
  readonly #natives: Natives;
  readonly #marked: MarkedOutput;

  constructor(natives: Natives, channel: ProcessChannel, secret: Uint8Array) {
    this.#natives = natives;
    this.channel = channel;
    this.#marked = new MarkedOutput(secret);
  }

  /** The report has not arrived, and the shell ended without one. */
  get isOpen(): boolean {
    return this.#marked.report === undefined && !(this.channel.outputEnded && this.channel.received.length === 0);
  }

  interest(): Interest {
    return this.channel.interest(readable);
  }

  /** Empty if there is none. */
  get report(): string {
    const { report } = this.#marked;
    return report === undefined ? "" : decodeUtf8(this.#natives, report);
  }

  get hasReported(): boolean {
    return this.#marked.report !== undefined;
  }

  /** Receives what has arrived, the end included. False: nothing had arrived. */
  receive(): boolean {
    const { received } = this.channel;
    const hadEnded = this.channel.outputEnded;
    if (!hadEnded && received.length === 0) this.channel.tryReceive("read");
    const some = received.length > 0;
    while (received.length > 0) this.#marked.push(received.takeSome(received.length));
    return some || this.channel.outputEnded !== hadEnded;
  }

  /** A line that precedes all output. Undefined until it is complete. */
  takeLine(): string | undefined {
    const { received } = this.channel;
    if (!this.channel.outputEnded) this.channel.tryReceive("read");
    const end = received.find(kNewline, 0);
    if (end === -1) return undefined;
    const line = decodeUtf8(this.#natives, received.take(end));
    received.take(1);
    return line;
  }

  /** All output of the program. It can be taken once. */
  takePrinted(): Uint8Array {
    const { printed } = this.#marked;
    return printed.take(printed.length);
  }
}
