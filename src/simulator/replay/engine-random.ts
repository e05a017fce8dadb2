import type { Item } from "./recording.ts";

const all = 0xffff_ffff_ffff_ffffn;

/**
 * Math.random as the DLL's engine computes it: xorshift64*, from the time in microseconds at which its context is made. It drops
 * the first number.
 */
export function engineRandom(made: readonly Item[]): () => number {
  const first = made.find((item) => item.kind === "clock" && item.clock === "wall");
  let state = first?.kind === "clock" ? BigInt(first.nanoseconds) / 1000n : 1n;
  const next = () => {
    state ^= state >> 12n;
    state ^= (state << 25n) & all;
    state ^= state >> 27n;
    return Number(((state * 0x2545_f491_4f6c_dd1dn) & all) >> 12n) / 2 ** 52;
  };
  next();
  return next;
}
