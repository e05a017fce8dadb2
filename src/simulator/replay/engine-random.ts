import { firstState, nextState, randomBits } from "../../engine/quickjs-random.ts";
import type { Item } from "./recording.ts";

/** Math.random as the DLL's engine computes it, from the time at which its context is made. It drops the first number. */
export function engineRandom(made: readonly Item[]): () => number {
  const first = made.find((item) => item.kind === "clock" && item.clock === "wall");
  let state = firstState(first?.kind === "clock" ? BigInt(first.nanoseconds) / 1000n : 0n);
  const next = () => {
    state = nextState(state);
    return Number(randomBits(state) >> 12n) / 2 ** 52;
  };
  next();
  return next;
}
