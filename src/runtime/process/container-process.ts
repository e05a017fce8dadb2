// WSLCProcess: a process that a script started in the VM of a container session.

import { freeze, makeTypeError } from "../base/primordials.ts";
import { inspectAs } from "../console/inspect.ts";
import { signalOf } from "../waiting/abort.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { complete, type Operation } from "../waiting/waiting.ts";
import { ContainerStreams } from "./container-streams.ts";
import { InputWriter } from "./input-writer.ts";
import { type Abortable, deadlineOf, OutputReader, timeoutIn, type WaitOptions } from "./output-reader.ts";

export let createContainerProcess: (streams: ContainerStreams, loop: EventLoop) => WSLCProcess;

export class WSLCProcess {
  readonly #streams: ContainerStreams;
  readonly #loop: EventLoop;
  readonly #stdin: InputWriter;
  readonly #stdout: OutputReader;
  readonly #stderr: OutputReader;

  static {
    createContainerProcess = (streams, loop) => new WSLCProcess(streams, loop);
    freeze(WSLCProcess.prototype);
  }

  private constructor(streams: ContainerStreams, loop: EventLoop) {
    // The class is visible to scripts for instanceof, and they could call it with anything.
    if (!(streams instanceof ContainerStreams)) {
      throw new makeTypeError("WSLCProcess objects come from WSLCCreateProcess");
    }
    this.#streams = streams;
    this.#loop = loop;
    this.#stdin = new InputWriter(streams.input, loop, "WSLCProcess.stdin");
    this.#stdout = new OutputReader(streams.stdout, loop, "WSLCProcess.stdout");
    this.#stderr = new OutputReader(streams.stderr, loop, "WSLCProcess.stderr");
    freeze(this);
  }

  get stdin(): InputWriter {
    return this.#stdin;
  }

  get stdout(): OutputReader {
    return this.#stdout;
  }

  get stderr(): OutputReader {
    return this.#stderr;
  }

  wait(options?: WaitOptions): number {
    return complete(this.#streams.natives, this.#wait("wait", options, ["timeout"]));
  }

  waitAsync(options?: WaitOptions & Abortable): Promise<number> {
    const operation = this.#wait("waitAsync", options, ["timeout", "signal"]);
    return this.#loop.start(operation, () => signalOf("WSLCProcess.waitAsync", options));
  }

  get exitCode(): number | null {
    return this.#streams.exitCode;
  }

  close(): void {
    this.#streams.close("has been closed");
  }

  [Symbol.dispose](): void {
    this.close();
  }

  [inspectAs](): unknown {
    return { call: this.#streams.call, open: this.#streams.isOpen };
  }

  *#wait(name: string, options: WaitOptions | undefined, allowed: readonly string[]): Operation<number> {
    this.#streams.require(name);
    const deadline = deadlineOf(timeoutIn(`WSLCProcess.${name}`, options, allowed));
    return yield* this.#streams.waitForEnd(name, deadline);
  }
}
