/**
 * The engine as the simulator runs it in Node: the WebAssembly that is compiled into the DLL, with two more imports. It is
 * edited in wabt's text format. That takes seconds, so the result is cached.
 */

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { paths } from "../../src/paths.ts";
import { run, StepError } from "../progress.mjs";
import { wabtVersion } from "../setup.mjs";
import { type CachedWork, cached } from "./cache.ts";

const product = "engine.wasm";

/** Writes dist/engine.wasm. */
export async function buildSimulatorEngine(): Promise<void> {
  const original = readFileSync(paths.originalEngine);
  const work: CachedWork = {
    what: "the engine for the simulator",
    inputs: [original, readFileSync(fileURLToPath(import.meta.url)), await run("wasm2wat", ["--version"])],
    products: [product],
    make: (folder) => adapt(folder, original),
  };
  const [entry = ""] = await cached("Adapting", "a few seconds", [work]);
  mkdirSync(dirname(paths.simulatorEngine), { recursive: true });
  copyFileSync(join(entry, product), paths.simulatorEngine);
}

async function adapt(work: string, original: Uint8Array): Promise<void> {
  writeFileSync(join(work, "original.wasm"), original);
  await run("wasm2wat", ["--generate-names", "original.wasm", "-o", "engine.wat"], { cwd: work });
  const text = readFileSync(join(work, "engine.wat"), "utf8");
  writeFileSync(join(work, "engine.wat"), adaptEngine(text));
  await run("wat2wasm", ["engine.wat", "-o", product], { cwd: work });
}

/**
 * In the DLL a watchdog stops a builtin that never polls for interrupts, and the host decides how far memory grows. In
 * Node nothing outside can stop the engine while it runs. So every loop counts its rounds and calls `host_poll` from time
 * to time, which throws when the time is over; and `memory.grow` becomes a call of `host_grow_memory`.
 */
export function adaptEngine(wat: string): string {
  const functions = wat.split(/(?=^ {2}\(func )/m);
  const interpreter = findInterpreter(functions);
  const counting = functions.map((text) => (text === interpreter ? text : text.replace(loopStart, `$&${countRound}`)));
  const rewritten = counting.join("");
  if (rewritten === wat) throw unexpected("no loops outside of the interpreter");
  const withImports = replace(rewritten, /^ {2}\(import /m, `${imports}$&`, "imports");
  const withCounter = replace(withImports, /^ {2}\(global /m, `${counter}$&`, "globals");
  return replace(withCounter, /^( *)memory\.grow$/gm, "$1call $host_grow_memory", "memory.grow");
}

const loopStart = /^ *loop\b.*$/gm;

/** Some microseconds of the fastest loops, and up to a millisecond of slow ones. */
const roundsBetweenPolls = 10_000;

const countRound = `
global.get $rounds i32.const 1 i32.sub global.set $rounds
global.get $rounds i32.eqz if i32.const ${roundsBetweenPolls} global.set $rounds call $host_poll end`;

const counter = `  (global $rounds (mut i32) (i32.const ${roundsBetweenPolls}))\n`;

const imports = `  (import "env" "host_poll" (func $host_poll))
  (import "env" "host_grow_memory" (func $host_grow_memory (param i32) (result i32)))
`;

/**
 * The interpreter polls by itself, and counting would slow it down most. It is several times as long as any other
 * function.
 */
function findInterpreter(functions: readonly string[]): string {
  const [first, second] = functions.toSorted((one, other) => other.length - one.length);
  if (first === undefined || second === undefined || first.length < 4 * second.length) {
    throw unexpected("no function that is clearly the longest, as the interpreter is");
  }
  return first;
}

function replace(text: string, pattern: RegExp, replacement: string, what: string): string {
  const replaced = text.replace(pattern, replacement);
  if (replaced === text) throw unexpected(`no ${what}`);
  return replaced;
}

function unexpected(what: string): StepError {
  return new StepError(
    `The text that wasm2wat wrote of the engine has ${what}. ` +
      `It is written by wabt ${wabtVersion}; is wasm2wat from another version, or the engine?`,
  );
}
