/** The fuzzers of test/fuzz: a folder each, with the inputs that it starts from and those that it has found. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";

export interface FuzzTarget {
  readonly name: string;
  /** Tries inputs again. */
  readonly program: string;
  /** Looks for more, and sees into the engine. */
  readonly searchProgram: string;
  /** The folders with committed inputs. */
  readonly inputs: readonly string[];
  /** The words of its inputs, for libFuzzer. */
  readonly dictionary: string | undefined;
  /** Where new inputs that reach something new go, and those that show a mistake. */
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
