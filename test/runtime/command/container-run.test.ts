// run() in a container session over natives that misbehave: what no real machine does to order.

import { expect, test } from "vitest";
import { hresults } from "../../../src/runtime/generated/hresults.ts";
import type { Natives } from "../../../src/runtime/generated/natives.ts";
import { Engine } from "../../support/engine.ts";
import { eachStream } from "../../support/runtime-natives.ts";

const [process, stdin, stdout, stderr] = [0, 1, 2, 3] as const;
const fail = hresults.E_FAIL | 0;
const runs = hresults.E_NOT_VALID_STATE | 0;

/** A process whose outputs bring these chunks; null is an end, a number an HRESULT. */
async function startEngine(
  outputs: Readonly<Record<number, readonly (string | number | null)[]>>,
  overrides: Partial<Natives> = {},
): Promise<{ engine: Engine; closed: number[] }> {
  const left = new Map(Object.entries(outputs).map(([stream, chunks]) => [Number(stream), [...chunks]]));
  const closed: number[] = [];
  const engine = await Engine.start({
    version: [2, 9, 5],
    natives: {
      _wslcCreateProcess: () => answer(0, 0),
      _wslcExitCode: () => 0,
      _streamSend: (_, bytes) => bytes.length,
      _streamReceive: (stream) => {
        const next = left.get(stream)?.shift();
        return next === undefined || typeof next === "number" ? (next ?? 0) : new TextEncoder().encode(next ?? "");
      },
      _streamsWait: eachStream((stream, events) => events & (left.get(stream)?.length ? 3 : 2)),
      _streamClose: (stream) => void closed.push(stream),
      ...overrides,
    },
  });
  return { engine, closed };
}

/** As `_wslcCreateProcess` answers. */
function answer(result: number, errno: number): Uint8Array {
  return new Uint8Array(Int32Array.of(result, errno, process, stdin, stdout, stderr).buffer);
}

function failureOfRun(engine: Engine): unknown {
  return engine.run(`try { run("wslc:1", "/x"); "none" } catch (error) { error.name + ": " + error.message }`);
}

const good = { [stdout]: ["out", null], [stderr]: ["err", null] };

test("the streams and the process of a command are closed, the process last", async () => {
  const { engine, closed } = await startEngine(good);
  expect(engine.run('const { stderr } = run("wslc:1", "/x"); stderr')).toBe("err");
  expect(closed).toEqual([stdin, stdout, stderr, process]);
});

test("a stream that breaks fails the command, and closes all", async () => {
  const { engine, closed } = await startEngine({ [stdout]: [hresults.WSAECONNRESET | 0], [stderr]: [null] });
  expect(failureOfRun(engine)).toContain("WSAECONNRESET");
  expect(closed).toEqual([stdin, stdout, stderr, process]);
});

test("a program whose outputs have ended is waited for until it has", async () => {
  const codes = [runs, runs, 5];
  const { engine } = await startEngine(good, {
    _wslcExitCode: () => codes.shift() ?? fail,
    _streamsWait: eachStream((_, events) => events),
  });
  expect(engine.run('run("wslc:1", "/x", { check: false }).exitCode')).toBe(5);
});

test.each([
  [2, "CommandError: run(/x) failed: there is no such program (exit code 127)"],
  [13, "CommandError: run(/x) failed: the program cannot be executed (exit code 126)"],
  [8, "CommandError: run(/x) failed: the program cannot be executed (exit code 126)"],
  [12, "WSLApiError: run(/x) failed: 0x80004005 (E_FAIL): the program does not exist or cannot be started, errno 12"],
  [-1, "WSLApiError: run(/x) failed: 0x80004005 (E_FAIL): the program does not exist or cannot be started"],
])("a command that fails to start with errno %i fails as its reason does", async (errno, text) => {
  const { engine, closed } = await startEngine({}, { _wslcCreateProcess: () => answer(fail, errno) });
  expect(failureOfRun(engine)).toBe(text);
  expect(closed).toEqual([]);
});

test("a WSL without container sessions is too old for their commands", async () => {
  const engine = await Engine.start({ version: [2, 8, 12] });
  expect(failureOfRun(engine)).toContain("RequiresUpdateError: run needs WSL 2.9.0 or newer");
});
