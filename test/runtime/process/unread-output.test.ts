// What is kept of an output that a script does not read, over natives that count.

import { expect, test } from "vitest";
import { hresults } from "../../../src/runtime/generated/hresults.ts";
import { maximumUnread } from "../../../src/runtime/generated/numbers.ts";
import { Engine } from "../../support/engine.ts";
import { eachStream } from "../../support/runtime-natives.ts";

test("a wait for the end of a process keeps 8 MiB of each output, and receives no more", async () => {
  const [process, stdin, stdout, stderr] = [0, 1, 2, 3];
  const chunk = new Uint8Array(65_536);
  const received = new Map<number, number>();
  let looks = 0;
  const engine = await Engine.start({
    version: [2, 9, 5],
    natives: {
      _wslcCreateProcess: () => new Uint8Array(Int32Array.of(0, 0, process, stdin, stdout, stderr).buffer),
      // Long after both outputs have brought more than is kept.
      _wslcExitCode: () => (++looks < 500 ? hresults.E_NOT_VALID_STATE | 0 : 0),
      _streamsWait: eachStream((_, events) => events),
      _streamReceive: (stream) => {
        received.set(stream, (received.get(stream) ?? 0) + chunk.length);
        return chunk;
      },
    },
  });
  expect(engine.run('WSLCCreateProcess("wslc:1", "/x").wait()')).toBe(0);
  expect([...received]).toEqual([
    [stdout, maximumUnread],
    [stderr, maximumUnread],
  ]);
});
