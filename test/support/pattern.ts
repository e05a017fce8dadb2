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

const blockWords = 16_384;

/** Continues a hash with these words. */
function hashWords(hash: number, words: Uint32Array): number {
  let next = hash;
  for (let at = 0; at < words.length; at++) next = Math.imul(next ^ (words[at] as number), 16_777_619);
  return next;
}

/** The hash of `count` blocks of 64 KB, each of its own number. */
export function patternHash(count: number): number {
  const block = new Uint32Array(blockWords);
  let hash = 0;
  for (let number = 1; number <= count; number++) hash = hashWords(hash, block.fill(number));
  return hash;
}

/**
 * The body of a hook in a container session: a process gets the blocks as its input and prints them twice, to its output and to
 * its errors, all three at once. The hashes of both are printed. No more is under way than a socket takes: Wine 8 never ends a
 * WriteFile on a socket that is full, and receives from it instead.
 */
export function printPatternTwice(count: number): string {
  const twice = "mkfifo /run/copy; cat /run/copy >&2 & tee /run/copy; wait";
  return `
    ${hashWords}
    const process = WSLCCreateProcess(session, "/bin/sh", ["-c", ${JSON.stringify(twice)}]);
    const came = [0, 0];
    let wake = () => {};
    const write = async () => {
      const block = new Uint32Array(${blockWords});
      for (let number = 1; number <= ${count}; number++) {
        await process.stdin.writeAsync(block.fill(number));
        while (number * ${blockWords * 4} - Math.min(...came) > 524_288) await new Promise((resolve) => { wake = resolve; });
      }
      process.stdin.close();
    };
    const hash = async (source, at) => {
      let hash = 0;
      let rest = new Uint8Array();
      for (let chunk = await source.readAsync(); chunk !== null; chunk = await source.readAsync()) {
        const bytes = new Uint8Array(rest.length + chunk.length);
        bytes.set(rest);
        bytes.set(chunk, rest.length);
        hash = hashWords(hash, new Uint32Array(bytes.buffer, 0, bytes.length >> 2));
        rest = bytes.subarray(bytes.length & ~3);
        came[at] += chunk.length;
        wake();
      }
      return hash;
    };
    const [, output, errors] = await Promise.all([write(), hash(process.stdout, 0), hash(process.stderr, 1)]);
    console.log(output, errors, came.join(), process.wait());
    process.close();`;
}
