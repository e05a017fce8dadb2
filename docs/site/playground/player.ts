/** Plays a plugin in a worker, which is ended when it takes too long. */

import engineUrl from "../../../dist/engine.wasm?url";
import runtimeUrl from "../../../dist/runtime.bytecode?url";
import type { PlayAnswer, PlayRequest } from "./messages.ts";

/** Longer than any limit of a hook: the simulator's own limits come first. */
const patience = 60_000;

let files: Promise<Pick<PlayRequest, "engine" | "runtime">> | undefined;

/** Loads the engine and the runtime, once. */
export function loadEngineFiles(): Promise<Pick<PlayRequest, "engine" | "runtime">> {
  files ??= Promise.all([engineUrl, runtimeUrl].map(fetchBytes)).then(([engine, runtime]) => {
    if (engine === undefined || runtime === undefined) throw new Error("The engine is missing.");
    return { engine, runtime };
  });
  return files;
}

/** One run. `answers` ends with the run; the signal ends it at once. */
export async function* play(
  request: Omit<PlayRequest, "engine" | "runtime">,
  signal: AbortSignal,
): AsyncGenerator<PlayAnswer> {
  const message: PlayRequest = { ...(await loadEngineFiles()), ...request };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const end = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  try {
    const answers = answersOf(worker, end);
    worker.postMessage(message);
    for await (const answer of answers) {
      yield answer;
      if (answer.kind !== "event") return;
    }
  } finally {
    worker.terminate();
  }
}

async function* answersOf(worker: Worker, end: AbortSignal): AsyncGenerator<PlayAnswer> {
  const queue: PlayAnswer[] = [];
  let wake = () => {};
  let failure = "";
  worker.onmessage = ({ data }: MessageEvent<PlayAnswer>) => {
    queue.push(data);
    wake();
  };
  worker.onerror = ({ message }) => {
    failure = message || "The worker could not be started.";
    wake();
  };
  end.addEventListener("abort", () => wake());
  while (true) {
    const answer = queue.shift();
    if (answer !== undefined) yield answer;
    else if (failure !== "") throw new Error(failure);
    else if (end.aborted) return;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
