/** The fuzzers of test/fuzz: a folder for each, with its initial inputs and its findings. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";

export interface FuzzTarget {
  readonly name: string;
  /** Runs inputs again. */
  readonly program: string;
  /** Searches for new inputs, with coverage of the engine. */
  readonly searchProgram: string;
  /** The folders with committed inputs. */
  readonly inputs: readonly string[];
  /** The words of its inputs, for libFuzzer. */
  readonly dictionary: string | undefined;
  /** The folders for new inputs that reach new code, and for those that reveal a mistake. */
  readonly work: { readonly corpus: string; readonly found: string };
}

/**
 * libFuzzer gets no fault to see: the sandbox's handler takes those that are the engine's, and passes the others on to
 * AddressSanitizer's, which reports them to libFuzzer. An input that takes longer than this hangs; all limits are far below,
 * and one that is merely slow is none, or a busy machine would fail.
 */
export const fuzzerFlags = ["-handle_segv=0", "-timeout=30", "-report_slow_units=30"];

export function fuzzTargets(): FuzzTarget[] {
  return readdirSync(paths.fuzz, { withFileTypes: true })
    .map(({ name }) => name)
    .filter((name) => existsSync(join(paths.fuzz, name, "target.cpp")))
    .sort()
    .map(fuzzTarget);
}

function fuzzTarget(name: string): FuzzTarget {
  const folder = join(paths.fuzz, name);
  const dictionary = join(paths.fuzz, "generated", `${name}.dict`);
  return {
    name,
    program: join(paths.linux, "fuzz", `fuzz-${name}`),
    searchProgram: join(paths.linux, "fuzz", `search-${name}`),
    inputs: ["corpus", "found"].map((inputs) => join(folder, inputs)).filter((inputs) => existsSync(inputs)),
    dictionary: existsSync(dictionary) ? dictionary : undefined,
    work: { corpus: join(paths.fuzzWork, name, "corpus"), found: join(paths.fuzzWork, name, "found") },
  };
}
