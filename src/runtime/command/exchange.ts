// What goes into a command and comes out of it, until all of it has come that matters.

import { now, typedArrayLength } from "../base/primordials.ts";
import { writable } from "../generated/numbers.ts";
import type { ProcessChannel } from "../process/process-channel.ts";
import { type Interest, kPause, type Operation } from "../waiting/waiting.ts";
import { WSLApiError } from "../wsl/errors.ts";
import { kTimeout } from "../wsl/hresult.ts";

/** For the log, if the hook ends first. */
export const kLeftRunning = "was still running when its hook ended; a hook that waits for it awaits its promise";

/** How long a command may take. */
export interface Timed {
  /** As messages show the command. */
  readonly call: string;
  /** By the clock of `now()`. */
  readonly deadline: number;
}

/** What a command is waited for by. */
export interface Awaited {
  interest(): Interest;
  /** Takes what has come, the end included. False: nothing. */
  receive(): boolean;
}

/**
 * Goes on as long as `left` has something. Everything moves as it can: no pipe that is full keeps another one waiting.
 */
export function* exchange(timed: Timed, input: CommandInput, left: () => readonly Awaited[]): Operation<void> {
  for (let awaited = left(); awaited.length > 0; awaited = left()) {
    let moved = input.send();
    for (let at = 0; at < awaited.length; at++) if ((awaited[at] as Awaited).receive()) moved = true;
    if (moved) yield* pause(timed);
    else yield* waitInTime(timed, interestsOf(awaited, input));
  }
}

/** Waits for one of them, and throws if the time is up. */
export function* waitInTime({ call, deadline }: Timed, interests: readonly Interest[]): Operation<void> {
  const outcome = yield { interests, deadline };
  if (outcome < 0) throw new WSLApiError(call, outcome);
  if (outcome === 0) throw new WSLApiError(call, kTimeout);
}

function* pause({ call, deadline }: Timed): Operation<void> {
  if (now() > deadline) throw new WSLApiError(call, kTimeout);
  yield kPause;
}

function interestsOf(awaited: readonly Awaited[], input: CommandInput): Interest[] {
  const interests: Interest[] = [];
  for (let at = 0; at < awaited.length; at++) interests[at] = (awaited[at] as Awaited).interest();
  if (!input.hasEnded) interests[interests.length] = input.interest();
  return interests;
}

/** What a command reads, part by part, and its end. */
export class CommandInput {
  readonly #channel: ProcessChannel;
  readonly #parts: readonly Uint8Array[];
  #part = 0;
  #sent = 0;
  #ended = false;

  constructor(channel: ProcessChannel, parts: readonly Uint8Array[]) {
    this.#channel = channel;
    this.#parts = parts;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  interest(): Interest {
    return this.#channel.interest(writable);
  }

  /** Sends what can be sent at once. False: nothing. A command that is gone takes nothing more, and that is no failure. */
  send(): boolean {
    if (this.#ended) return false;
    const part = this.#parts[this.#part];
    if (part === undefined) return this.#end();
    const left = typedArrayLength(part) - this.#sent;
    const taken = left === 0 ? 0 : this.#channel.trySend(part, this.#sent);
    if (taken < 0) return this.#end();
    this.#sent += taken;
    if (taken < left) return taken > 0;
    this.#part++;
    this.#sent = 0;
    return true;
  }

  #end(): boolean {
    this.#channel.tryToEndInput();
    this.#ended = true;
    return true;
  }
}
