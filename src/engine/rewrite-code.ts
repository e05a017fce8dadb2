/** Changes the instructions of a WebAssembly module, as far as the engine's is made of them. */

/** What is put in the place of instructions: their bytes. */
export interface Rewriting {
  /** Comes behind the start of every loop, so that it runs before each round. `counter` is a global of its own. */
  loopStart(counter: number): readonly number[];
  /** The counter's first value. */
  readonly counterStart: number;
  /** Stands for `memory.grow`; takes and leaves what that does. Absent: as it is. */
  readonly memoryGrow?: readonly number[];
}

const sections = { global: 6, code: 10 };
const headerLength = 8;
const i32 = 0x7f;
const mutable = 0x01;

/** The module with a global more, and with other instructions in all functions. */
export function rewriteCode(module: Uint8Array, rewriting: Rewriting): Uint8Array {
  const reader = new Reader(module, headerLength);
  const parts: Uint8Array[] = [module.subarray(0, headerLength)];
  let loopStart: readonly number[] = [];
  while (reader.at < module.length) {
    const id = reader.byte();
    const content = reader.bytes(reader.number());
    if (id === sections.global) {
      const { count, globals } = withCounter(content, rewriting.counterStart);
      loopStart = rewriting.loopStart(count);
      parts.push(section(id, globals));
    } else {
      parts.push(section(id, id === sections.code ? rewriteBodies(content, loopStart, rewriting) : content));
    }
  }
  return Buffer.concat(parts);
}

/** A number as instructions have it: LEB128, for what fits into 31 bits and is not below zero. */
export function constant(value: number): number[] {
  // The sixth bit of the last byte would be taken for a sign.
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...constant(value >>> 7)];
}

/** The engine imports no globals, so that the count is the index of the next. */
function withCounter(content: Uint8Array, start: number): { count: number; globals: Uint8Array } {
  const reader = new Reader(content);
  const count = reader.number();
  const counter = [i32, mutable, opcodes.i32Const, ...constant(start), opcodes.end];
  return { count, globals: Buffer.concat([bytesOf(count + 1), content.subarray(reader.at), Buffer.from(counter)]) };
}

function rewriteBodies(content: Uint8Array, loopStart: readonly number[], { memoryGrow }: Rewriting): Uint8Array {
  const reader = new Reader(content);
  const count = reader.number();
  const bodies = Array.from({ length: count }, () => reader.bytes(reader.number()));
  // The interpreter, which looks by itself: what comes between its rounds is dear.
  const largest = Math.max(...bodies.map(({ length }) => length));
  const rewritten = bodies.flatMap((body) => {
    const result = rewriteBody(body, body.length === largest ? [] : loopStart, memoryGrow);
    return [bytesOf(result.length), result];
  });
  return Buffer.concat([bytesOf(count), ...rewritten]);
}

function rewriteBody(body: Uint8Array, loopStart: readonly number[], memoryGrow?: readonly number[]): Uint8Array {
  const reader = new Reader(body);
  for (let locals = reader.number(); locals > 0; locals -= 1) {
    reader.number();
    reader.byte();
  }
  const parts: Uint8Array[] = [];
  let kept = 0;
  while (reader.at < body.length) {
    const start = reader.at;
    const opcode = reader.byte();
    skipOperands(reader, opcode);
    if (opcode === opcodes.loop) {
      parts.push(body.subarray(kept, reader.at), Buffer.from(loopStart));
      kept = reader.at;
    } else if (opcode === opcodes.memoryGrow && memoryGrow !== undefined) {
      parts.push(body.subarray(kept, start), Buffer.from(memoryGrow));
      kept = reader.at;
    }
  }
  return Buffer.concat([...parts, body.subarray(kept)]);
}

/** The instructions that are named here. */
export const opcodes = {
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  branchTable: 0x0e,
  call: 0x10,
  drop: 0x1a,
  selectTyped: 0x1c,
  globalGet: 0x23,
  globalSet: 0x24,
  memoryGrow: 0x40,
  i32Const: 0x41,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Sub: 0x6b,
  prefix: 0xfc,
} as const;

/** The type of a block without parameters and results. */
export const emptyBlock = 0x40;

/** How many numbers follow an instruction, by its opcode; what is not there the engine does not use. */
const operandCounts = operandTable([
  [0, 0x00, 0x01],
  [1, 0x02, 0x04],
  [0, 0x05, 0x05],
  [0, 0x0b, 0x0b],
  [1, 0x0c, 0x0d],
  [0, 0x0f, 0x0f],
  [1, 0x10, 0x10],
  [2, 0x11, 0x11],
  [0, 0x1a, 0x1b],
  [1, 0x20, 0x26],
  [2, 0x28, 0x3e],
  [1, 0x3f, 0x42],
  [0, 0x45, 0xc4],
  [1, 0xd0, 0xd0],
  [0, 0xd1, 0xd1],
  [1, 0xd2, 0xd2],
]);

/** The same for those behind the prefix. */
const prefixedOperandCounts = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

function operandTable(ranges: readonly (readonly [count: number, first: number, last: number])[]) {
  const table: (number | undefined)[] = Array.from({ length: 0x100 });
  for (const [count, first, last] of ranges) table.fill(count, first, last + 1);
  return table;
}

function skipOperands(reader: Reader, opcode: number): void {
  switch (opcode) {
    case opcodes.branchTable:
      reader.numbers(reader.number() + 1);
      break;
    case opcodes.selectTyped:
      reader.numbers(reader.number());
      break;
    case opcodes.f32Const:
      reader.skip(4);
      break;
    case opcodes.f64Const:
      reader.skip(8);
      break;
    case opcodes.prefix:
      reader.numbers(prefixedOperandCounts[reader.number()] ?? unknown(opcode));
      break;
    default:
      reader.numbers(operandCounts[opcode] ?? unknown(opcode));
  }
}

function unknown(opcode: number): never {
  throw new Error(`This version of quickjs-wasi has an instruction that is not known here: 0x${opcode.toString(16)}.`);
}

function section(id: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(id), bytesOf(content.length), content]);
}

function bytesOf(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

class Reader {
  at: number;
  readonly #source: Uint8Array;

  constructor(source: Uint8Array, at = 0) {
    this.#source = source;
    this.at = at;
  }

  byte(): number {
    const byte = this.#source[this.at];
    if (byte === undefined) throw new RangeError("The module ends too early.");
    this.at += 1;
    return byte;
  }

  skip(count: number): void {
    this.at += count;
  }

  bytes(count: number): Uint8Array {
    this.at += count;
    return this.#source.subarray(this.at - count, this.at);
  }

  /** Unsigned LEB128; of longer ones only that it is over matters. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  numbers(count: number): void {
    for (let rest = count; rest > 0; rest -= 1) this.number();
  }
}
