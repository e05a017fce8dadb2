/** Bytes in which any that are lost, doubled or in the wrong place change the hash. */

import { createHash } from "node:crypto";

/** A program that prints `count` blocks of 4 KB, each of its own number. */
export function patternProgram(count: number): readonly [program: string, ...args: string[]] {
  return ["/usr/bin/perl", "-e", `print pack("N", $_) x 1024 for 1..${count}`];
}

/** What `sha256sum` prints of all that the program prints. */
export function patternSum(count: number): string {
  const hash = createHash("sha256");
  const block = Buffer.alloc(4096);
  for (let number = 1; number <= count; number++) {
    for (let at = 0; at < block.length; at += 4) block.writeUInt32BE(number, at);
    hash.update(block);
  }
  return `${hash.digest("hex")}  -\n`;
}

/**
 * The body of a hook that reads the program's output and writes it to `sha256sum` at the same time, and prints what that
 * prints. All the bytes go through the host twice.
 */
export function copyPattern(count: number): string {
  const [program, ...args] = patternProgram(count);
  return `
    using source = ExecuteBinary(session, ${JSON.stringify(program)}, ${JSON.stringify(args)});
    const sum = ExecuteBinary(session, "/usr/bin/sha256sum");
    for (let chunk = await source.readAsync(); chunk !== null; chunk = await source.readAsync()) {
      await sum.writeAsync(chunk);
    }
    console.log(await sum.textAsync());`;
}
