/**
 * The engine: QuickJS as WebAssembly (npm package quickjs-wasi) translated into C by wasm2c, and compiled. That takes half a
 * minute, so both results are cached. The C++ around the engine needs only the translation's headers until it is linked.
 */

import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { paths } from "../../src/paths.ts";
import { run, StepError } from "../progress.mjs";
import { mingwCompiler, wabtVersion } from "../setup.mjs";
import { type CachedWork, cached } from "./cache.ts";
import { adaptSource, largestFrame, largestOffset } from "./engine-source.ts";

/** What the engine is compiled for. */
export interface EngineTarget {
  readonly system: string;
  readonly compiler: string;
  /** Headers that the generated C includes and the system lacks, by name. */
  readonly missingHeaders: Readonly<Record<string, string>>;
  /** Compiler options besides those of every target. */
  readonly flags: readonly string[];
  /** The folder for the products. */
  readonly folder: string;
}

/** What ships. */
export const windowsEngine: EngineTarget = {
  system: "Windows",
  compiler: mingwCompiler("gcc"),
  missingHeaders: { "alloca.h": "#include <malloc.h>\n" },
  flags: [],
  folder: paths.engine,
};

/** The same for Windows on ARM64. */
export const arm64Engine: EngineTarget = {
  ...windowsEngine,
  system: "Windows on ARM64",
  compiler: "aarch64-w64-mingw32-clang",
  folder: paths.arm64Engine,
};

/** For the host's tests under sanitizers. The engine itself is not instrumented: that would take minutes. */
export const linuxEngine: EngineTarget = {
  system: "Linux",
  compiler: "clang",
  missingHeaders: {},
  flags: [],
  folder: paths.linuxEngine,
};

/** The same for `npm run fuzz`: the fuzzers see which parts of the engine an input reaches. */
export const fuzzedEngine: EngineTarget = {
  ...linuxEngine,
  system: "the fuzzers",
  // Without libFuzzer's records of comparisons, which would make it several times slower.
  flags: ["-fsanitize-coverage=inline-8bit-counters,pc-table"],
  folder: paths.fuzzedEngine,
};

/** Puts quickjs.h and wasm-rt.h into the folders of the targets. Returns the folder that has the engine's C as well. */
export async function placeHeaders(...targets: readonly EngineTarget[]): Promise<string> {
  const [translation = ""] = await cached("Translating", "a few seconds", [await describeTranslation()]);
  for (const { folder } of targets) placeFiles(translation, ["quickjs.h", "wasm-rt.h"], folder);
  return translation;
}

/** Puts quickjs.o beside the headers, in the folders of the targets, of which each keeps one processor busy. */
export async function buildEngines(...targets: readonly EngineTarget[]): Promise<void> {
  const translation = await placeHeaders(...targets);
  const works = await Promise.all(targets.map((target) => describeCompilation(target, translation)));
  const entries = await cached("Compiling", "about a minute", works);
  for (const [index, { folder }] of targets.entries()) placeFiles(entries[index] ?? "", ["quickjs.o"], folder);
}

async function describeTranslation(): Promise<CachedWork> {
  const wasm = readFileSync(paths.originalEngine);
  const runtimeHeader = readFileSync(findRuntimeHeader());
  return {
    what: "the engine to C",
    inputs: [
      wasm,
      runtimeHeader,
      await run("wasm2c", ["--version"]),
      readFileSync(join(import.meta.dirname, "engine-source.ts")),
      offsetDefinition(0),
      ...translatorFlags,
    ],
    products: translated,
    make: (work) => translate(work, wasm, runtimeHeader),
  };
}

async function describeCompilation(target: EngineTarget, translation: string): Promise<CachedWork> {
  const stackCheck = readStackCheck();
  return {
    what: `the engine for ${target.system}`,
    inputs: [
      basename(translation),
      ...Object.values(stackCheck),
      await run(target.compiler, ["--version"]),
      ...Object.entries(target.missingHeaders).flat(),
      ...compilerFlags,
      ...target.flags,
    ],
    products: ["quickjs.o"],
    make: (work) => compile(work, target, translation, stackCheck),
  };
}

/** Writes quickjs.c and quickjs.h into a folder, and returns what is in them. */
export async function translateEngine(wasm: Buffer, folder: string): Promise<{ source: string; header: string }> {
  writeFileSync(join(folder, "quickjs.wasm"), wasm);
  await run("wasm2c", [...translatorFlags, "quickjs.wasm", "-o", "quickjs.c"], { cwd: folder });
  const header = readFileSync(join(folder, "quickjs.h"), "utf8");
  if (!header.includes(`Z_${moduleName}_instance_t`)) {
    throw new StepError(
      `The header that wasm2c generated does not declare Z_${moduleName}_instance_t, the name that wabt ${wabtVersion} gives.`,
    );
  }
  return { source: readFileSync(join(folder, "quickjs.c"), "utf8"), header };
}

/** Prefixes the generated names: Z_quickjs_instance_t and so on, which host/engine uses. */
const moduleName = "quickjs";

/** The files of the translation. */
const translated = ["quickjs.c", "quickjs.h", "wasm-rt.h"];

const translatorFlags = ["--module-name", moduleName];

/** Bytes of the stack: a small part of the reserve in host/engine/stack_check.h, enough for a frame without a check. */
const frameLimit = 4096;

const compilerFlags = [
  "-O2",
  // Square roots as one instruction: nothing reads errno here.
  "-fno-math-errno",
  // Without it, a failed assertion would end the service.
  "-DNDEBUG",
  // Calls are not counted: the stack check looks at the real stack instead.
  "-DWASM_RT_USE_STACK_DEPTH_COUNT=0",
  // No bounds checks: guard pages find what is out of bounds.
  "-DWASM_RT_MEMCHECK_SIGNAL_HANDLER=1",
  // Faults arise at any instruction and must unwind through it.
  "-fasynchronous-unwind-tables",
  // Writes quickjs.su.
  "-fstack-usage",
  "-include",
  "stack_check.h",
  "-I.",
];

/** wabt installs the header that its generated C includes beside its programs. */
function findRuntimeHeader(): string {
  const candidates = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => existsSync(join(folder, "wasm2c")) || existsSync(join(folder, "wasm2c.exe")))
    .map((folder) => join(dirname(folder), "include", "wasm-rt.h"));
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) {
    throw new StepError(`wabt's header wasm-rt.h was not found; looked for ${candidates.join(", ")}`);
  }
  return found;
}

type Files = Readonly<Record<string, Buffer>>;

/** What every function of the engine does at its start: the files of host/engine that the compiler includes before it. */
function readStackCheck(): Files {
  const names = ["stack_check.h", "processor.h"];
  const files = names.map((name) => [name, readFileSync(join(paths.root, "host", "engine", name))] as const);
  for (const [name, text] of files) {
    const includes = [...text.toString().matchAll(/^\s*#\s*include\s*"(.*)"/gm)].map((match) => match[1] ?? "");
    const unknown = includes.find((include) => !names.includes(include));
    if (unknown !== undefined) {
      throw new StepError(`host/engine/${name} includes ${unknown}, which the engine's cache does not know.`);
    }
  }
  return Object.fromEntries(files);
}

async function translate(work: string, wasm: Buffer, runtimeHeader: Buffer): Promise<void> {
  writeFileSync(join(work, "wasm-rt.h"), runtimeHeader);
  const { source } = await translateEngine(wasm, work);
  writeFileSync(join(work, "quickjs.c"), adaptSource(source));
  appendFileSync(join(work, "quickjs.h"), offsetDefinition(largestOffset(source)));
}

async function compile(work: string, target: EngineTarget, translation: string, stackCheck: Files): Promise<void> {
  placeFiles(translation, translated, work);
  for (const [name, text] of Object.entries({ ...stackCheck, ...target.missingHeaders })) {
    writeFileSync(join(work, name), text);
  }
  // Relative names only, so that no path of this machine ends up in the object.
  await run(target.compiler, [...compilerFlags, ...target.flags, "-c", "quickjs.c", "-o", "quickjs.o"], { cwd: work });
  const frame = largestFrame(readFileSync(join(work, "quickjs.su"), "utf8"));
  if (frame > frameLimit) throw new StepError(`A function of the engine has a frame of ${frame} bytes on the stack.`);
}

/** For host/engine, which checks it at compile time. */
function offsetDefinition(offset: number): string {
  return `\n#define Z_${moduleName}_LARGEST_OFFSET ${offset}\n`;
}

function placeFiles(from: string, names: readonly string[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) copyIfChanged(join(from, name), join(folder, name));
}

/** Keeps an unchanged file's time, which Ninja compares. */
function copyIfChanged(source: string, target: string): void {
  if (!existsSync(target) || !readFileSync(source).equals(readFileSync(target))) {
    copyFileSync(source, target);
  }
}
