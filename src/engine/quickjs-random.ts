/** QuickJS's random numbers: xorshift64*. */

/** The first state, from the wall clock in microseconds. */
export function firstState(microseconds: bigint): bigint {
  return microseconds === 0n ? 1n : microseconds;
}

export function nextState(state: bigint): bigint {
  let next = state ^ (state >> 12n);
  next = BigInt.asUintN(64, next ^ (next << 25n));
  return next ^ (next >> 27n);
}

/** The 64 random bits that belong to a state. */
export function randomBits(state: bigint): bigint {
  return BigInt.asUintN(64, state * 0x2545_f491_4f6c_dd1dn);
}
