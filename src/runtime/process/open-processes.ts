// Which processes the script has open, so that what it forgot can be closed when its hook ends.

import { Collection, collectionAdd, collectionDelete, collectionForEach, collectionSize } from "../base/primordials.ts";

/** A process that can be closed for its script. */
export interface Closable {
  readonly call: string;
  /** What a plugin's author should know if it is closed for the script; empty if nothing. */
  readonly remark: string;
  close(because: string): void;
}

export class OpenProcesses {
  readonly #open: Set<unknown> = new Collection();

  add(process: Closable): void {
    collectionAdd(this.#open, process);
  }

  delete(process: Closable): void {
    collectionDelete(this.#open, process);
  }

  /** Closes them all, and reports the remark of each. */
  closeAll(report: (remark: string) => void): void {
    if (collectionSize(this.#open) === 0) return;
    collectionForEach(this.#open, (process) => {
      const { call, remark } = process as Closable;
      (process as Closable).close("was closed when its hook ended");
      if (remark !== "") report(`${call} ${remark}`);
    });
  }
}
