/** Plugins with an async hook in the real engine, on a machine whose programs print one piece after the other. */

import { Engine } from "./engine.ts";
import { nothing, text } from "./fake-process.ts";
import { eachStream } from "./runtime-natives.ts";

/** What a program does next: print, print nothing during one wait (null) or ever (`nothing`), or reset the connection. */
export type Piece = string | null | number;

/** Programs by their paths. */
export async function start(programs: Readonly<Record<string, readonly Piece[]>> = {}) {
  const running: Piece[][] = [];
  const engine = await Engine.start({
    natives: {
      _executeBinary: (_session, _distribution, path) => running.push([...(programs[path] ?? [])]) - 1,
      _streamReceive: (stream) => {
        const piece = running[stream]?.[0];
        if (piece === undefined) return new Uint8Array(0);
        if (piece === null || piece === 0) return nothing;
        running[stream]?.shift();
        return typeof piece === "number" ? piece : text(piece);
      },
      _streamsWait: eachStream((stream, events) => {
        const [piece] = running[stream] ?? [];
        if (piece === 0) return 0;
        if (piece !== null) return events & 1;
        running[stream]?.shift();
        return 0;
      }),
    },
  });
  return engine;
}

/** Makes `body` the onVmStarted of the plugin. */
export function load(engine: Engine, body: string): void {
  engine.load(`export default definePlugin({ async onVmStarted(session) { ${body} }, permissions: "all" });`);
}

/** Calls the hook, and returns what its promise settles to. */
export function invoke(engine: Engine): unknown {
  return engine.settle('dispatch.invoke(0, 7, "S-1-5-18", 0)');
}
