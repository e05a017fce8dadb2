import { describe, expect, test } from "vitest";
import { nothing, printing, reset, started, text } from "../../support/fake-process.ts";
import { eachStream } from "../../support/runtime-natives.ts";

describe("waiting for a process", () => {
  const silent = { _streamReceive: () => nothing, _streamSend: () => 0, _streamsWait: eachStream(() => 0) };
  const timedOut = (operation: string) =>
    expect.objectContaining({
      name: "WSLApiError",
      message: `ExecuteBinary(/bin/x).${operation} failed: 0x800705B4 (ERROR_TIMEOUT)`,
      hresult: 0x800705b4,
    });

  test("without a time limit lasts until the hook's deadline", () => {
    const { process, calls } = started(silent);
    expect(() => process.read()).toThrow(timedOut("read"));
    expect(calls.at(-1)).toEqual(["_streamsWait", new Uint8Array(Int32Array.of(7, 1).buffer), Infinity]);
  });

  test.each(["read", "bytes", "text", "write", "lines"] as const)("%s ends at its time-out", (operation) => {
    const { process, calls } = started(silent);
    const run = {
      read: () => process.read({ timeout: 50 }),
      bytes: () => process.bytes({ timeout: 50 }),
      text: () => process.text({ timeout: 50 }),
      write: () => process.write("x", { timeout: 50 }),
      lines: () => [...process.lines({ timeout: 50 })],
    };
    expect(run[operation]).toThrow(timedOut(operation));
    const [, , milliseconds] = calls.at(-1) as [string, Uint8Array, number];
    expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(milliseconds).toBeLessThanOrEqual(50);
  });

  test.each(["bytes", "text", "lines"] as const)(
    "%s ends also if output comes without a pause and an end",
    (operation) => {
      const { process, names } = started({ _streamReceive: () => text("x") });
      expect(() => [...process[operation]({ timeout: 20 })]).toThrow(timedOut(operation));
      expect(names()).not.toContain("_streamsWait");
    },
  );

  test("write ends also if a little is accepted again and again", () => {
    const { process } = started({ _streamSend: () => 1 });
    expect(() => process.write("x".repeat(10_000_000), { timeout: 20 })).toThrow(timedOut("write"));
  });

  test("read ends also if the stream reports that it is ready and returns nothing", () => {
    const { process } = started({ _streamReceive: () => nothing, _streamsWait: eachStream(() => 1) });
    expect(() => process.read({ timeout: 20 })).toThrow(timedOut("read"));
  });

  test("write ends also if the stream reports that it is ready and accepts nothing", () => {
    const { process } = started({ _streamSend: () => 0, _streamsWait: eachStream(() => 2) });
    expect(() => process.write("x", { timeout: 20 })).toThrow(timedOut("write"));
  });

  test("has a time limit for the whole operation, not for each packet", () => {
    const waits: number[] = [];
    let isThere = false;
    const { process } = started({
      _streamReceive: () => {
        isThere = !isThere;
        return isThere ? nothing : text("x");
      },
      _streamsWait: eachStream((_, __, milliseconds) => {
        waits.push(milliseconds);
        return milliseconds > 0 ? 1 : 0;
      }),
    });
    expect(() => process.bytes({ timeout: 20 })).toThrow(timedOut("bytes"));
    expect(waits.length).toBeGreaterThan(1);
    expect(waits).toEqual([...waits].sort((left, right) => right - left));
  });

  test("with a timeout of 0 returns what is available", () => {
    const { process } = printing("x");
    expect(process.read({ timeout: 0 })).toEqual(text("x"));
  });

  test("leaves the process usable after a time-out", () => {
    let isSilent = true;
    const { process } = started({
      _streamReceive: () => (isSilent ? nothing : text("late")),
      _streamsWait: eachStream(() => (isSilent ? 0 : 1)),
    });
    expect(() => process.read({ timeout: 1 })).toThrow(timedOut("read"));
    isSilent = false;
    expect(process.read({ timeout: 1 })).toEqual(text("late"));
  });

  test.each([
    ["read", reset, "0x80072746 (WSAECONNRESET)"],
    ["text", 0x800705b4 | 0, "0x800705B4 (ERROR_TIMEOUT)"],
  ] as const)("%s reports the stream's error", (operation, code, words) => {
    expect(() => started({ _streamReceive: () => code }).process[operation]()).toThrow(
      `ExecuteBinary(/bin/x).${operation} failed: ${words}`,
    );
    expect(() =>
      started({ _streamReceive: () => nothing, _streamsWait: eachStream(() => code) }).process[operation](),
    ).toThrow(`ExecuteBinary(/bin/x).${operation} failed: ${words}`);
  });

  test.each([-1, NaN, "5", null])("a timeout of %j is reported as a mistake", (timeout) => {
    const { process, calls } = started();
    const message = `options.timeout must be a number of milliseconds, not ${timeout === "5" ? '"5"' : timeout}`;
    for (const operation of ["read", "bytes", "text", "lines"] as const) {
      expect(() => process[operation]({ timeout } as never)).toThrow(
        new TypeError(`WSLProcess.${operation}: ${message}`),
      );
    }
    expect(() => process.write("x", { timeout } as never)).toThrow(new TypeError(`WSLProcess.write: ${message}`));
    expect(calls).toEqual([]);
  });

  test("an unknown option is reported as a mistake", () => {
    expect(() => started().process.read({ max: 1 } as never)).toThrow(
      new TypeError('WSLProcess.read: options cannot have "max"; allowed: maximum and timeout'),
    );
    expect(() => started().process.text({ timeOut: 1 } as never)).toThrow(
      new TypeError('WSLProcess.text: options cannot have "timeOut"; did you mean "timeout"?'),
    );
  });
});
