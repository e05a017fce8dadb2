import type { Clock } from "./clock.ts";
import { TimeZone } from "./time-zone.ts";

/** What the engine itself asks of the machine. Recordings contain it, and replay answers in its place. */
export interface EngineInputs {
  /** Nanoseconds since 1970. */
  wallClock(): bigint;
  /** Nanoseconds since any moment; it never goes back. */
  steadyClock(): bigint;
  fillRandom(bytes: Uint8Array<ArrayBuffer>): void;
  /** `seconds` since 1970. */
  secondsEastOfUtc(seconds: number): number;
  /** `Math.random` for an engine that has one of its own; absent: its own. */
  readonly random?: () => number;
}

/** This machine's own. */
export function systemInputs(clock: Clock): EngineInputs {
  const timeZone = new TimeZone();
  // Numbers are exact in microseconds, and not in nanoseconds.
  const nanoseconds = (milliseconds: number) => BigInt(Math.round(milliseconds * 1e3)) * 1000n;
  return {
    wallClock: () => nanoseconds(clock.date()),
    steadyClock: () => nanoseconds(clock.now()),
    fillRandom: (bytes) => void crypto.getRandomValues(bytes),
    secondsEastOfUtc: (seconds) => timeZone.secondsEastOfUtc(seconds),
  };
}
