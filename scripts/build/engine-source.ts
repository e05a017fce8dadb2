/** What the build changes in the C that wasm2c generates, and what it has to know about it. */

import { StepError } from "../progress.mjs";
import { wabtVersion } from "../setup.mjs";

/** All changes. Throws a StepError when the C is not as wabt writes it. */
export function adaptSource(generated: string): string {
  return addPrologues(keepMemoryBase(generated));
}

/**
 * wasm2c leaves one macro for what happens at the start of a function, and defines it as nothing when calls are not
 * counted. Every function gets the address of the linear memory there, which never moves; and every one that calls
 * another one checks the real stack. The frames of those that call none are in the reserve of the one that called them.
 */
export function addPrologues(generated: string): string {
  const emptyPrologue = /^#define FUNC_PROLOGUE$/gm;
  const found = generated.match(emptyPrologue)?.length ?? 0;
  if (found !== 1) {
    throw new StepError(
      `The C that wasm2c generated has ${found} empty definitions of FUNC_PROLOGUE where exactly one was expected. ${hint}`,
    );
  }
  return generated
    .replace(emptyPrologue, prologues)
    .replace(functionBody, (text, body: string) => (callsNone(body) ? `  LEAF_PROLOGUE;\n${body}` : text));
}

/** Loads and stores through a local variable instead of the instance, which each store might change to a compiler. */
export function keepMemoryBase(generated: string): string {
  const accesses = generated.replace(/(_(?:load|store)\w*\()&instance->w2c_memory, /g, "$1memory_base, ");
  return replacements.reduce((text, [before, after]) => {
    const parts = text.split(before);
    if (parts.length !== 2) {
      throw new StepError(`The C that wasm2c generated has ${parts.length - 1} times "${before}". ${hint}`);
    }
    return parts.join(after);
  }, accesses);
}

/**
 * The largest constant that the generated C adds to a 32-bit address when it reads or writes memory. The address space
 * behind a sandbox has to reach that far past 4 GiB, since nothing else checks.
 */
export function largestOffset(generated: string): number {
  const accesses = [
    ...generated.matchAll(/_(?:load|store)\w*\(&instance->w2c_memory, (?:\(u64\)\(\w+\)(?: \+ (\d+)u?)?[,)])?/g),
  ];
  const unknown = accesses.find(([text]) => text.endsWith(" "));
  if (accesses.length === 0 || unknown !== undefined) {
    throw new StepError(
      `The C that wasm2c generated accesses memory in another way than was expected: ${unknown?.[0] ?? "never"}. ${hint}`,
    );
  }
  return Math.max(...accesses.map(([, offset = "0"]) => Number(offset)));
}

/** Of the stack, in bytes, as the compiler reports it with -fstack-usage. Throws a StepError when one has no bound. */
export function largestFrame(report: string): number {
  const frames = [...report.matchAll(/^(.*)\t(\d+)\t(.*)$/gm)];
  const unbounded = frames.find(([, , , kind]) => kind !== "static");
  if (frames.length === 0 || unbounded !== undefined) {
    throw new StepError(`The engine has functions whose frames have no known size: ${unbounded?.[0] ?? "all"}`);
  }
  return Math.max(...frames.map(([, , bytes]) => Number(bytes)));
}

const hint = `It is written by wabt ${wabtVersion}; is wasm2c from another version?`;

const prologues = [
  "#define LEAF_PROLOGUE u8* const memory_base = instance->w2c_memory.data",
  "#define FUNC_PROLOGUE SANDBOX_CHECK_STACK(); LEAF_PROLOGUE",
].join("\n");

/** Of the two definitions of each macro, the second ones are those for little-endian machines. */
const replacements = [
  [
    `\
    wasm_rt_memcpy(&result, &mem->data[addr], sizeof(t1)); \\
    wasm_asm("" ::"r"(result));                            \\
`,
    // Without a load into a register for each: whether a fault at an unused load is a trap does not matter.
    `\
    wasm_rt_memcpy(&result, &mem[addr], sizeof(t1)); \\
`,
  ],
  [
    `\
#define DEFINE_LOAD(name, t1, t2, t3)                      \\
  static inline t3 name(wasm_rt_memory_t* mem, u64 addr) { \\
`,
    `\
#define DEFINE_LOAD(name, t1, t2, t3) \\
  static inline t3 name(u8* mem, u64 addr) { \\
`,
  ],
  [
    `\
#define DEFINE_STORE(name, t1, t2)                                     \\
  static inline void name(wasm_rt_memory_t* mem, u64 addr, t2 value) { \\
`,
    `\
#define DEFINE_STORE(name, t1, t2) \\
  static inline void name(u8* mem, u64 addr, t2 value) { \\
`,
  ],
  [
    "    wasm_rt_memcpy(&mem->data[addr], &wrapped, sizeof(t1));            \\\n",
    "    wasm_rt_memcpy(&mem[addr], &wrapped, sizeof(t1)); \\\n",
  ],
] as const;

/** Up to the brace at the start of a line. */
const functionBody = /^ {2}FUNC_PROLOGUE;\n(.*?^\})/gms;

function callsNone(body: string): boolean {
  // Imports are pointers to functions.
  return !body.includes("(*") && [...body.matchAll(/\b(\w+)\s*\(/g)].every(([, name = ""]) => notCalls.test(name));
}

/** Statements, and what wasm2c's C has functions and macros for that call no function of the engine and no import. */
const notCalls =
  /^(?:if|switch|while|for|return|[if](?:32|64)_\w+|[FI](?:32|64)_\w+|(?:DIV|REM)_[SU]|FMIN|FMAX|copysign|memory_(?:copy|fill)|wasm_(?!rt_)\w+)$/;
