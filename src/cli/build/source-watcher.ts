/** Notices saved source files at once. */

import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";

/** An editor may write a file in several steps, of which the first leaves it empty. Milliseconds. */
const quietTime = 2;

export class SourceWatcher {
  readonly #onChange: () => void;
  readonly #folders = new Map<string, FSWatcher>();
  #files: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #changes = 0;

  /** `onChange`: called when the files have been quiet for a moment after a change. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** From now on these files count, and no others. Those of installed packages are left out: they do not change while an author works. */
  watch(files: readonly string[]): void {
    this.#files = new Set(files.map((file) => resolve(file)).filter((file) => !file.includes("node_modules")));
    const folders = new Set([...this.#files].map(dirname));
    for (const folder of this.#folders.keys()) {
      if (!folders.has(folder)) this.#forget(folder);
    }
    for (const folder of folders) {
      if (!this.#folders.has(folder)) this.#watchFolder(folder);
    }
  }

  /** How many changes there have been, each step of an editor's counted. */
  get changes(): number {
    return this.#changes;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const folder of this.#folders.keys()) this.#forget(folder);
  }

  /** The folder and not the file, in whose place editors put another one. */
  #watchFolder(folder: string): void {
    try {
      // Alone, it must not keep a process whose esbuild has ended.
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name !== null && this.#files.has(resolve(folder, basename(name)))) this.#changed();
      });
      this.#folders.set(folder, watcher);
      watcher.on("error", () => this.#forget(folder));
    } catch {
      // The system watches no more folders. esbuild still finds the change, a little later.
    }
  }

  #forget(folder: string): void {
    this.#folders.get(folder)?.close();
    this.#folders.delete(folder);
  }

  #changed(): void {
    this.#changes += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onChange, quietTime);
  }
}
