/**
 * The engine's memory, with QuickJS started and the runtime evaluated. An instance of the DLL copies it and is spared
 * both. What QuickJS takes from the clocks and from the random numbers when it starts must be fresh in each instance:
 * host/engine/memory_image.cpp writes that anew, and here is proved that nothing else depends on them.
 */

import { isDeepStrictEqual } from "node:util";
import { firstState, nextState, randomBits } from "../../src/engine/quickjs-random.ts";
import type { EngineExports } from "../../src/engine/sandbox.ts";
import { StepError } from "../progress.mjs";

/** What QuickJS asks for when it starts. */
interface StartConditions {
  /** Nanoseconds since 1970. */
  readonly wallClock: bigint;
  /** Nanoseconds since some moment. */
  readonly steadyClock: bigint;
  /** The stack protector's value. */
  readonly randomWord: number;
}

/** Where QuickJS keeps what depends on them. */
interface FreshPlaces {
  /** A double: milliseconds of the steady clock. */
  readonly timeOrigin: number;
  /** The same as a JSValue, in performance.timeOrigin. */
  readonly timeOriginProperty: number;
  /** The 64 bits of Math.random's state, which the wall clock seeds. */
  readonly randomState: number;
  /** The lower 32 bits of the first random number. */
  readonly randomNumber: number;
  readonly stackGuard: number;
}

export interface RuntimeImage {
  readonly memory: Uint8Array;
  readonly places: FreshPlaces;
  /** Addresses of QuickJS's JSContext and JSRuntime. */
  readonly context: number;
  readonly runtime: number;
  /** The function that the bytecode evaluates to, as a JSValue with one reference. */
  readonly start: bigint;
}

type StartedEngine = Omit<RuntimeImage, "places">;

/** Throws a StepError when the memory depends on the conditions in another way than was expected. */
export function makeRuntimeImage(engine: Uint8Array, bytecode: Uint8Array): RuntimeImage {
  const compiled = new WebAssembly.Module(engine);
  const [first, ...others] = samples.map((conditions) => startEngine(compiled, bytecode, conditions));
  if (first === undefined) throw new RangeError("There are no samples.");
  const places = findPlaces([first, ...others]);
  const { memory, ...rest } = first;
  clearPlaces(memory, places);
  for (const [index, other] of others.entries()) {
    const fresh = { ...rest, memory: freshMemory({ memory, places }, samples[index + 1] as StartConditions) };
    if (!isDeepStrictEqual(fresh, other)) {
      throw new StepError("The engine's memory depends on clocks or random numbers in a place that is not known.");
    }
  }
  return { ...first, places };
}

/** The memory as the host's instance has it under these conditions: FreshState in host/engine/memory_image.cpp. */
function freshMemory(
  { memory, places }: Pick<RuntimeImage, "memory" | "places">,
  conditions: StartConditions,
): Uint8Array {
  const fresh = memory.slice();
  const view = new DataView(fresh.buffer);
  const { timeOrigin, timeOriginValue, randomState, randomNumber } = freshValues(conditions);
  view.setFloat64(places.timeOrigin, timeOrigin, true);
  view.setBigUint64(places.timeOriginProperty, timeOriginValue, true);
  view.setBigUint64(places.randomState, randomState, true);
  view.setUint32(places.randomNumber, randomNumber, true);
  view.setUint32(places.stackGuard, conditions.randomWord, true);
  return fresh;
}

/** The C++ header that embeds the image. */
export function imageHeader({ memory, places, context, runtime, start }: RuntimeImage): string {
  const words = new BigUint64Array(memory.buffer, memory.byteOffset, memory.byteLength / 8);
  const parts = partsOf(words);
  const content = parts.flatMap(([from, to]) => [...words.subarray(from, to)]);
  const members = {
    pages: memory.length / pageSize,
    context,
    runtime,
    result: `0x${start.toString(16)}`,
    ...places,
  };
  let offset = 0;
  return [
    "// Written by scripts/build/runtime-image.ts.",
    "#pragma once",
    '#include "engine/memory_image.h"',
    "",
    `inline constexpr uint64_t kRuntimeImageWords[${content.length}] = {`,
    ...rowsOf(content).map((row) => `    ${row.map((word) => `0x${word.toString(16)}`).join(", ")},`),
    "};",
    "",
    `inline constexpr engine::MemoryImage::Part kRuntimeImageParts[${parts.length}] = {`,
    ...parts.map(([from, to]) => {
      const part = `    {${from * 8}, ${to - from}, kRuntimeImageWords + ${offset}},`;
      offset += to - from;
      return part;
    }),
    "};",
    "",
    "inline constexpr engine::MemoryImage kRuntimeImage{",
    "    .parts = kRuntimeImageParts,",
    ...Object.entries(members).map(([name, value]) => `    .${name} = ${value},`),
    "};",
    "",
  ].join("\n");
}

/** Whole numbers, fractions, a clock at 0, and what fills all bits. */
const samples: readonly StartConditions[] = [
  { wallClock: 1_700_000_000_123_456_789n, steadyClock: 111_111_111_111_111n, randomWord: 0x04_03_02_01 },
  { wallClock: 1_900_000_001_987_654_321n, steadyClock: 999_888_777_666_555n, randomWord: 0xff_fe_fd_fc },
  { wallClock: 0n, steadyClock: 5_000_000n, randomWord: 0x5a_5a_5a_5a },
  { wallClock: 4_100_000_000_000_001_000n, steadyClock: 123_456_789_012_345_678n, randomWord: 0x80_00_00_01 },
];

const pageSize = 65536;

function startEngine(compiled: WebAssembly.Module, bytecode: Uint8Array, conditions: StartConditions): StartedEngine {
  let engine: EngineExports | null = null;
  // Whoever looks again sees that time passes, in each sample at another pace.
  let looks = 0n;
  const pace = BigInt(conditions.randomWord & 0xff) * 1_000_000n;
  const view = () => new DataView((engine as EngineExports).memory.buffer);
  const answers: Record<string, (...values: never[]) => number> = {
    host_interrupt: () => 0,
    clock_time_get: (clock: number, _precision: bigint, result: number) => {
      const start = clock === 0 ? conditions.wallClock : conditions.steadyClock;
      view().setBigUint64(result, start + (looks++ / 2n) * pace, true);
      return 0;
    },
    random_get: (address: number, size: number) => {
      if (size !== 4) throw unexpected(`${size} random bytes`);
      view().setUint32(address, conditions.randomWord, true);
      return 0;
    },
  };
  const imports: Record<string, Record<string, unknown>> = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    imports[module] = { ...imports[module] };
    imports[module][name] = answers[name] ?? refuse(name);
  }
  engine = new WebAssembly.Instance(compiled, imports as WebAssembly.Imports).exports as unknown as EngineExports;
  return { ...evaluate(engine, bytecode), memory: new Uint8Array(engine.memory.buffer.slice(0)) };
}

/** The calls that the constructor of host/engine/runtime.cpp makes, and those of Runtime::EvaluateBytecode. */
function evaluate(engine: EngineExports, bytecode: Uint8Array): Omit<StartedEngine, "memory"> {
  const stackTop = engine.__stack_pointer.value;
  engine._initialize();
  if (engine.qjs_init() !== 0) throw new StepError("The engine does not start.");
  const context = engine.qjs_get_context_ptr();
  const runtime = engine.qjs_get_runtime_ptr();
  engine.qjs_set_interrupt_handler(1);
  engine.qjs_set_promise_rejection_handler(1);
  engine.JS_UpdateStackTop(runtime);
  // In the part of the stack that is not used: on the heap it would leave a hole.
  const address = 4096;
  if (address + bytecode.length > stackTop / 2) throw unexpected("more stack than there is");
  new Uint8Array(engine.memory.buffer).set(bytecode, address);
  const box = engine.qjs_eval_bytecode(address, bytecode.length);
  const result = new DataView(engine.memory.buffer).getBigInt64(box, true);
  const start = BigInt.asUintN(64, engine.JS_DupValue(context, result));
  engine.qjs_free_value(box);
  engine.JS_SetGCThreshold(runtime, firstCollection);
  if (start >> 32n !== objectTag) throw new StepError("The runtime's bytecode does not evaluate to an object.");
  if (engine.__stack_pointer.value !== stackTop) throw unexpected("a stack in use");
  new Uint8Array(engine.memory.buffer).fill(0, 0, stackTop);
  return { context, runtime, start };
}

/**
 * Bytes of the heap, about twice those of the runtime, beyond which an instance first looks for garbage. A script that is
 * being loaded leaves hardly any, and the threshold that QuickJS has set by then, 0.1 MB away, would make most instances
 * look through the whole heap meanwhile. QuickJS sets the next one itself: half more than what is then in use.
 */
const firstCollection = 1280 * 1024;

/** The upper half of a JSValue that is an object. */
const objectTag = 0xffff_ffffn;

function refuse(name: string): () => never {
  return () => {
    throw unexpected(name);
  };
}

function unexpected(what: string): StepError {
  return new StepError(`The engine was not expected to need ${what} when it starts.`);
}

/** What QuickJS computes from the conditions. */
function freshValues({ wallClock, steadyClock }: StartConditions) {
  const timeOrigin = Number(steadyClock) / 1e6;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, timeOrigin);
  const randomState = nextState(firstState(wallClock / 1000n));
  return {
    timeOrigin,
    timeOriginValue: BigInt.asUintN(64, bits.getBigUint64(0) - (0x7ff8_000an << 32n)),
    randomState,
    randomNumber: Number(BigInt.asUintN(32, randomBits(randomState))),
  };
}

function findPlaces(engines: readonly StartedEngine[]): FreshPlaces {
  const views = engines.map(({ memory }) => new DataView(memory.buffer));
  /** The only address at which each engine has the value of its conditions. */
  const find = (what: string, isThere: (view: DataView, address: number, conditions: StartConditions) => boolean) => {
    const found: number[] = [];
    const end = Math.min(...views.map(({ byteLength }) => byteLength)) - 8;
    for (let address = 0; address <= end; address += 4) {
      if (views.every((view, index) => isThere(view, address, samples[index] as StartConditions))) found.push(address);
    }
    if (found.length !== 1) throw new StepError(`The engine's memory has ${what} ${found.length} times.`);
    return found[0] as number;
  };
  const values = new Map(samples.map((conditions) => [conditions, freshValues(conditions)]));
  const of = (conditions: StartConditions) => values.get(conditions) as ReturnType<typeof freshValues>;
  return {
    timeOrigin: find("the time's origin", (view, at, one) => view.getFloat64(at, true) === of(one).timeOrigin),
    timeOriginProperty: find(
      "performance.timeOrigin",
      (view, at, one) => view.getBigUint64(at, true) === of(one).timeOriginValue,
    ),
    randomState: find("the random state", (view, at, one) => view.getBigUint64(at, true) === of(one).randomState),
    randomNumber: find("the random number", (view, at, one) => view.getUint32(at, true) === of(one).randomNumber),
    stackGuard: find("the stack's guard", (view, at, one) => view.getUint32(at, true) === one.randomWord),
  };
}

/** An instance that did not get its own would show it at once: Math.random is 0 for ever. */
function clearPlaces(memory: Uint8Array, places: FreshPlaces): void {
  for (const address of [places.timeOrigin, places.timeOriginProperty, places.randomState]) {
    memory.fill(0, address, address + 8);
  }
  for (const address of [places.randomNumber, places.stackGuard]) memory.fill(0, address, address + 4);
}

/** Ranges of words without long runs of zeros, which memory has anyway. */
function partsOf(words: BigUint64Array): [from: number, to: number][] {
  const longestGap = 8;
  const parts: [number, number][] = [];
  for (const [index, word] of words.entries()) {
    if (word === 0n) continue;
    const last = parts.at(-1);
    if (last !== undefined && index - last[1] < longestGap) last[1] = index + 1;
    else parts.push([index, index + 1]);
  }
  return parts;
}

function rowsOf(words: readonly bigint[]): bigint[][] {
  const wordsPerRow = 8;
  const rows: bigint[][] = [];
  for (let start = 0; start < words.length; start += wordsPerRow) rows.push(words.slice(start, start + wordsPerRow));
  return rows;
}
