/** A process in the VM of a container session as the machine keeps it: three streams, and its end. */

import { encode } from "../platform/bytes.ts";
import { platform } from "../platform/platform.ts";
import { OutputQueue } from "./output-queue.ts";
import type { RunningProcess } from "./process.ts";
import type { RunListener } from "./run-shell.ts";

export class ContainerProcess implements RunListener {
  readonly #errors = new OutputQueue();
  #main: RunningProcess | null = null;
  #exitCode: number | null = null;

  /** The running program. Its actions so far are already reported. */
  set main(process: RunningProcess) {
    this.#main = process;
  }

  onError(text: string): void {
    this.#errors.add(encode(text));
  }

  onExit(exitCode: number | null, signal: NodeJS.Signals | null): void {
    this.#exitCode = exitCode ?? 128 + (signal === null ? 0 : platform.signalNumber(signal));
  }

  get exitCode(): number | null {
    this.#look();
    return this.#exitCode;
  }

  get stdin(): RunningProcess {
    return this.#view({ receive: () => 0, isReadable: () => false, hangUp: (main) => main.endInput() });
  }

  get stdout(): RunningProcess {
    return this.#view({
      receive: (maximum, main) => main.receive(maximum),
      isReadable: (main) => main.readable,
      hangUp: (main) => main.hangUp(),
    });
  }

  get stderr(): RunningProcess {
    const isReadable = () => !this.#errors.isEmpty || this.exitCode !== null;
    return this.#view({
      receive: (maximum) => (isReadable() ? this.#errors.take(maximum) : 0),
      isReadable,
      hangUp: () => this.#errors.clear(),
    });
  }

  /** Readable once the process has ended. */
  get end(): RunningProcess {
    return this.#view({ receive: () => 0, isReadable: () => this.exitCode !== null, hangUp: () => {} });
  }

  /** A real program is checked when something is waited for. */
  #look(): void {
    this.#main?.wait(0);
  }

  #view({ receive, isReadable, hangUp }: View): RunningProcess {
    const main = this.#main as RunningProcess;
    return {
      send: (bytes) => main.send(bytes),
      receive: (maximum) => receive(maximum, main),
      endInput: () => main.endInput(),
      get readable() {
        return isReadable(main);
      },
      get writable() {
        return main.writable;
      },
      get changes() {
        return main.changes;
      },
      wait: (milliseconds) => main.wait(milliseconds),
      hangUp: () => hangUp(main),
      kill: () => main.kill(),
    };
  }
}

/** One stream of the process. */
interface View {
  receive(maximum: number, main: RunningProcess): Uint8Array | 0;
  isReadable(main: RunningProcess): boolean;
  hangUp(main: RunningProcess): void;
}
