/** What the host's engine and the witnesses do alike. */

/** The file name of the runtime in stacks. */
export const runtimeFile = "wsl-script-host:runtime";

interface Running {
  run(code: string, file?: string): unknown;
}

/** The value of a script, or of the promise that it returns once that has settled: the host's loop around a hook. */
export function settle(engine: Running, code: string, runJobs: () => void): unknown {
  engine.run(`globalThis.outcome = undefined;
    Promise.resolve(${code}).then(
      (value) => (globalThis.outcome = { value }),
      (error) => (globalThis.outcome = { error }),
    ); 0`);
  do runJobs();
  while (engine.run("outcome === undefined") && engine.run("dispatch.turn()", runtimeFile));
  if (engine.run("outcome === undefined")) throw new Error("Nothing can settle the promise any more.");
  return engine.run("(() => { if ('error' in outcome) throw outcome.error; return outcome.value; })()");
}

/** The names of the global object before and after the runtime was started. */
export function globalNames(bare: Running, started: Running): { before: string[]; after: string[] } {
  const names = (engine: Running) => engine.run("Object.getOwnPropertyNames(globalThis)") as string[];
  return { before: names(bare), after: names(started).filter((name) => name !== "dispatch") };
}
