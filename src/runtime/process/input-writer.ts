// The operations that write to a process's standard input.

import { argumentError } from "../base/argument-checks.ts";
import { bytesOf } from "../base/bytes.ts";
import { freeze } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { inspectAs } from "../console/inspect.ts";
import { signalOf } from "../waiting/abort.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { complete, type Operation } from "../waiting/waiting.ts";
import { type Abortable, deadlineOf, timeoutIn, type WaitOptions } from "./output-reader.ts";
import type { ProcessChannel } from "./process-channel.ts";

type Data = string | ArrayBuffer | ArrayBufferView;

export class InputWriter {
  readonly #channel: ProcessChannel;
  readonly #loop: EventLoop;
  readonly #name: string;

  static {
    freeze(InputWriter.prototype);
  }

  /** `name` is its name in messages about options. */
  constructor(channel: ProcessChannel, loop: EventLoop, name: string) {
    this.#channel = channel;
    this.#loop = loop;
    this.#name = name;
    freeze(this);
  }

  write(data: Data, options?: WaitOptions): void {
    this.#channel.requireNoSending("write");
    complete(this.#channel.natives, this.#write("write", data, options, ["timeout"]));
  }

  writeAsync(data: Data, options?: WaitOptions & Abortable): Promise<void> {
    const operation = this.#write("writeAsync", data, options, ["timeout", "signal"]);
    return this.#loop.start(operation, () => signalOf(`${this.#name}.writeAsync`, options));
  }

  close(): void {
    this.#channel.require("close");
    this.#channel.endInput("close");
  }

  [inspectAs](): unknown {
    return { call: this.#channel.call, open: this.#channel.isOpen };
  }

  *#write(name: string, data: unknown, options: WaitOptions | undefined, allowed: readonly string[]): Operation<void> {
    this.#channel.require(name);
    const call = `${this.#name}.${name}`;
    const deadline = deadlineOf(timeoutIn(call, options, allowed));
    const bytes = typeof data === "string" ? encodeUtf8(this.#channel.natives, data) : bytesOf(data);
    if (bytes === undefined) throw argumentError(call, `data must be a string or bytes, not ${describeValue(data)}`);
    yield* this.#channel.send(name, bytes, deadline);
  }
}
