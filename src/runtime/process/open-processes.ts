// Tracks the processes that the script has open, so that forgotten ones are closed when their hook ends.

import { Collection, collectionAdd, collectionDelete, collectionForEach, collectionSize } from "../base/primordials.ts";

/** A process that the host can close for the script. */
export interface Closable {
  readonly call: string;
  /** The message for the plugin's author if the host closes it; empty for none. */
  readonly remark: string;
  close(because: string): void;
}

export class OpenProcesses {
  readonly #open: Set<unknown> = new Collection();

  get isEmpty(): boolean {
    return collectionSize(this.#open) === 0;
  }

  add(process: Closable): void {
    collectionAdd(this.#open, process);
  }

  delete(process: Closable): void {
    collectionDelete(this.#open, process);
  }

  /** Closes all of them, and reports each one's remark. */
  closeAll(report: (remark: string) => void): void {
    collectionForEach(this.#open, (process) => {
      const { call, remark } = process as Closable;
      (process as Closable).close("was closed when its hook ended");
      if (remark !== "") report(`${call} ${remark}`);
    });
  }
}
