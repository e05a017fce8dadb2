/**
 * An idle processor falls asleep, and in a virtual machine takes 0.1 ms to wake: longer than a hook, which waits for Wine's server
 * several times. Loops that run only while nothing else does keep the processors awake, as a machine in use is.
 */

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** Ends with its parent, also one that is killed. */
const loop = `
  const parent = process.ppid;
  const spin = () => {
    for (const end = Date.now() + 200; Date.now() < end; );
    if (process.ppid === parent) setImmediate(spin);
  };
  spin();`;

export function keepAwake(): Disposable {
  const loops = Array.from({ length: availableParallelism() }, () =>
    spawn("chrt", ["--idle", "0", process.execPath, "--eval", loop], { stdio: "ignore" }),
  );
  return {
    [Symbol.dispose]() {
      for (const each of loops) each.kill();
    },
  };
}
