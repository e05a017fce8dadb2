import { describe, expect, test } from "vitest";
import { inspect } from "../../../src/runtime/console/inspect.ts";
import type { Natives } from "../../../src/runtime/generated/natives.ts";
import { OpenProcesses } from "../../../src/runtime/process/open-processes.ts";
import { createProcess, WSLProcess } from "../../../src/runtime/process/process.ts";
import { ProcessChannel } from "../../../src/runtime/process/process-channel.ts";
import { EventLoop } from "../../../src/runtime/waiting/event-loop.ts";
import { Timers } from "../../../src/runtime/waiting/timers.ts";
import { eachStream, fakeNatives, readInterests } from "../../support/runtime-natives.ts";

const nothing = 0;
const reset = 0x80072746 | 0;
const text = (value: string) => new TextEncoder().encode(value);

/** A process behind the stream 7, whose natives answer as given. */
function started(overrides: Partial<Natives> = {}) {
  const { natives, calls, log } = fakeNatives(overrides);
  const open = new OpenProcesses();
  const loop = new EventLoop(natives, new Timers());
  const process = createProcess(new ProcessChannel(natives, open, 7, "ExecuteBinary(/bin/x)"), loop);
  return { process, loop, calls, log, open, names: () => calls.map(([name]) => name) };
}

/** A process that prints the given pieces, each as one packet, and ends. `null` is a moment in which nothing comes. */
function printing(...pieces: (string | Uint8Array | null)[]) {
  return started({
    _streamReceive: () => {
      const piece = pieces.shift();
      if (piece === undefined) return new Uint8Array(0);
      return piece === null ? nothing : typeof piece === "string" ? text(piece) : piece;
    },
    _streamsWait: eachStream(() => 1),
  });
}

/** A program that copies its input to its output through buffers of the given size, and blocks while one is full. */
function copying(capacity: number) {
  let inbox = new Uint8Array(0);
  let outbox = new Uint8Array(0);
  let inputEnded = false;
  const join = (left: Uint8Array, right: Uint8Array) => new Uint8Array(Buffer.concat([left, right]));
  const run = () => {
    const moved = Math.min(inbox.length, capacity - outbox.length);
    outbox = join(outbox, inbox.subarray(0, moved));
    inbox = inbox.slice(moved);
  };
  return started({
    _streamSend: (_, bytes) => {
      const taken = Math.min(bytes.length, capacity - inbox.length);
      inbox = join(inbox, bytes.subarray(0, taken));
      run();
      return taken;
    },
    _streamReceive: () => {
      run();
      const taken = outbox;
      outbox = new Uint8Array(0);
      return taken.length > 0 || (inputEnded && inbox.length === 0) ? taken : nothing;
    },
    _streamsWait: eachStream((_, events) => {
      run();
      return events & ((outbox.length > 0 || inputEnded ? 1 : 0) | (inbox.length < capacity ? 2 : 0));
    }),
    _streamEnd: () => {
      inputEnded = true;
      return 0;
    },
  });
}

describe("reading all output", () => {
  test("as text: ends the input, waits for the end, closes", () => {
    const { process, names } = printing("Linux ", null, "version");
    expect(process.text()).toBe("Linux version");
    expect(names()).toEqual([
      "_streamEnd",
      "_streamReceive",
      "_streamReceive",
      "_streamsWait",
      "_streamReceive",
      "_streamReceive",
      "_streamClose",
    ]);
  });

  test("as bytes", () => {
    expect(printing(Uint8Array.of(0, 255), Uint8Array.of(128)).process.bytes()).toEqual(Uint8Array.of(0, 255, 128));
  });

  test("of a program that prints nothing", () => {
    expect(printing().process.text()).toBe("");
    expect(printing().process.bytes()).toEqual(new Uint8Array(0));
  });

  test("a character that arrives in two packets is whole", () => {
    const euro = text("\u20ac");
    expect(printing(euro.slice(0, 1), euro.slice(1)).process.text()).toBe("\u20ac");
  });

  test("what was read before is not read again", () => {
    const { process } = printing("abc", "def");
    expect(process.read({ maximum: 2 })).toEqual(text("ab"));
    expect(process.text()).toBe("cdef");
  });

  test("of a program that is gone already", () => {
    const pieces = [text("done"), new Uint8Array(0)];
    const { process } = started({ _streamEnd: () => reset, _streamReceive: () => pieces.shift() ?? reset });
    expect(process.text()).toBe("done");
  });

  test("a second time is told as a mistake", () => {
    const { process } = printing("abc");
    process.text();
    expect(() => process.text()).toThrow(
      new TypeError("ExecuteBinary(/bin/x).text: the process has been read to its end and is closed"),
    );
  });
});

describe("reading piece by piece", () => {
  test("returns what is there, and null at the end", () => {
    const { process } = printing("one", null, "two");
    expect([process.read(), process.read(), process.read(), process.read()]).toEqual([
      text("one"),
      text("two"),
      null,
      null,
    ]);
  });

  test("returns no more than asked for, and keeps the rest", () => {
    const { process } = printing("abcdef");
    expect([process.read({ maximum: 4 }), process.read({ maximum: 4 }), process.read()]).toEqual([
      text("abcd"),
      text("ef"),
      null,
    ]);
  });

  test.each([0, -1, 1.5, NaN, "1"])("a maximum of %j is told as a mistake", (maximum) => {
    expect(() => printing("a").process.read({ maximum } as never)).toThrow(
      new TypeError(
        `WSLProcess.read: options.maximum must be a whole number above 0, not ${typeof maximum === "string" ? '"1"' : maximum}`,
      ),
    );
  });
});

describe("reading lines", () => {
  test.each([
    ["with LF", ["a\nb\n"], ["a", "b"]],
    ["with CRLF", ["a\r\nb\r\n"], ["a", "b"]],
    ["with CR inside", ["a\rb\n"], ["a\rb"]],
    ["without an end", ["a\nb"], ["a", "b"]],
    ["without an end but CR", ["a\r"], ["a\r"]],
    ["that are empty", ["\n\r\n\n"], ["", "", ""]],
    ["over several packets", ["a", null, "b", "c\nd", "\r", "\n"], ["abc", "d"]],
    ["of characters over several packets", [text("\u20ac\n").slice(0, 2), text("\u20ac\n").slice(2)], ["\u20ac"]],
    ["of no output", [], []],
  ])("%s", (_, pieces, lines) => {
    expect([...printing(...pieces).process.lines()]).toEqual(lines);
  });

  test("leaves the input open, and closes at the end", () => {
    const { process, names } = printing("a\n");
    const lines = process.lines();
    expect(lines.next()).toEqual({ value: "a", done: false });
    expect(names()).not.toContain("_streamEnd");
    expect(lines.next()).toEqual({ value: undefined, done: true });
    expect(names().at(-1)).toBe("_streamClose");
  });

  test("leaving the loop keeps the process and the lines that were not read", () => {
    const { process, names } = printing("a\nb\nc\n");
    for (const line of process.lines()) {
      expect(line).toBe("a");
      break;
    }
    expect(names()).not.toContain("_streamClose");
    expect([...process.lines()]).toEqual(["b", "c"]);
  });

  test("of one long line", () => {
    const pieces = Array.from({ length: 50 }, () => "x".repeat(10_000));
    expect([...printing(...pieces, "\nend").process.lines()].map((line) => line.length)).toEqual([500_000, 3]);
  });
});

describe("writing", () => {
  test("text as UTF-8, and bytes of every kind", () => {
    const { process, calls } = started({ _streamSend: (_, bytes) => bytes.length });
    process.write("\u20ac");
    process.write(Uint8Array.of(1, 2));
    process.write(Uint8Array.of(9, 1, 2, 9).buffer.slice(1, 3));
    process.write(new DataView(Uint8Array.of(9, 1, 2, 9).buffer, 1, 2));
    process.write(Uint16Array.of(0x0201));
    process.write("");
    const sends = calls.filter(([name]) => name === "_streamSend");
    expect(sends.map(([, , bytes]) => bytes)).toEqual([text("\u20ac"), ...Array(4).fill(Uint8Array.of(1, 2))]);
  });

  test.each([
    [5, "5"],
    [null, "null"],
    [[1, 2], "an array"],
    [{ length: 1 }, "an object"],
  ])("%j is told as a mistake", (data, shown) => {
    const { process, calls } = started();
    expect(() => process.write(data as never)).toThrow(
      new TypeError(`WSLProcess.write: data must be a string or bytes, not ${shown}`),
    );
    expect(calls).toEqual([]);
  });

  test("goes on where a part was taken, in pieces of 256 KiB", () => {
    const sizes: number[] = [];
    const { process } = started({
      _streamSend: (_, bytes) => {
        sizes.push(bytes.length);
        return Math.min(bytes.length, 100_000);
      },
    });
    process.write("x".repeat(300_000));
    expect(sizes).toEqual([262_144, 200_000, 100_000]);
  });

  test("to a program that answers while it reads never blocks, however much it is", () => {
    const { process } = copying(1000);
    const sent = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251);
    process.write(sent);
    expect(Buffer.compare(process.bytes(), sent)).toBe(0);
  });

  test("to a program that has ended its output but still reads", () => {
    let room = 0;
    const { process, calls } = started({
      _streamSend: (_, bytes) => Math.min(bytes.length, room),
      _streamReceive: () => new Uint8Array(0),
      _streamsWait: eachStream((_, events) => {
        if ((events & 1) === 0) room = 10;
        return events & 1 ? 1 : 2;
      }),
    });
    process.write("0123456789");
    expect(
      calls.filter(([name]) => name === "_streamsWait").map(([, pairs]) => readInterests(pairs as Uint8Array)),
    ).toEqual([[[7, 3]], [[7, 2]]]);
  });

  test("lasts until everything that was taken has been sent, and keeps what comes meanwhile", () => {
    const sending = [1, 1, 0];
    const pieces = [text("an"), text("swer"), new Uint8Array(0)];
    const { process, calls } = started({
      _streamSend: (_, bytes) => bytes.length,
      _streamSending: () => sending.shift() ?? 0,
      _streamReceive: () => pieces.shift() ?? nothing,
      _streamsWait: eachStream((_, events) => events),
    });
    process.write("x");
    expect(calls.map(([name]) => name)).toEqual([
      "_streamSend",
      "_streamSending",
      "_streamsWait",
      "_streamReceive",
      "_streamSending",
      "_streamsWait",
      "_streamReceive",
      "_streamSending",
    ]);
    expect(process.text()).toBe("answer");
  });

  test("fails if what was taken cannot be sent", () => {
    const { process } = started({ _streamSend: (_, bytes) => bytes.length, _streamSending: () => reset });
    expect(() => process.write("x")).toThrow("ExecuteBinary(/bin/x).write failed: 0x80072746 (WSAECONNRESET)");
  });

  test("to a program that is gone", () => {
    const { process } = started({ _streamSend: () => reset });
    expect(() => process.write("x")).toThrow(
      expect.objectContaining({
        name: "WSLApiError",
        message: "ExecuteBinary(/bin/x).write failed: 0x80072746 (WSAECONNRESET)",
        hresult: 0x80072746,
      }),
    );
  });

  test("closing the input of a program that is gone", () => {
    expect(() => started({ _streamEnd: () => reset }).process.closeInput()).toThrow(
      "ExecuteBinary(/bin/x).closeInput failed: 0x80072746 (WSAECONNRESET)",
    );
  });

  test("after the end of input is told as a mistake", () => {
    const { process, names } = started();
    process.closeInput();
    process.closeInput();
    expect(names()).toEqual(["_streamEnd"]);
    expect(() => process.write("x")).toThrow(
      new TypeError("ExecuteBinary(/bin/x).write: the process's input has been closed"),
    );
  });
});

describe("waiting", () => {
  const silent = { _streamReceive: () => nothing, _streamSend: () => 0, _streamsWait: eachStream(() => 0) };
  const timedOut = (operation: string) =>
    expect.objectContaining({
      name: "WSLApiError",
      message: `ExecuteBinary(/bin/x).${operation} failed: 0x800705B4 (ERROR_TIMEOUT)`,
      hresult: 0x800705b4,
    });

  test("without a time limit is left to the hook's deadline", () => {
    const { process, calls } = started(silent);
    expect(() => process.read()).toThrow(timedOut("read"));
    expect(calls.at(-1)).toEqual(["_streamsWait", new Uint8Array(Int32Array.of(7, 1).buffer), Infinity]);
  });

  test.each(["read", "bytes", "text", "write", "lines"] as const)("%s ends when the time is up", (operation) => {
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
    "%s ends also when output comes without a pause and an end",
    (operation) => {
      const { process, names } = started({ _streamReceive: () => text("x") });
      expect(() => [...process[operation]({ timeout: 20 })]).toThrow(timedOut(operation));
      expect(names()).not.toContain("_streamsWait");
    },
  );

  test("write ends also when a little is taken again and again", () => {
    const { process } = started({ _streamSend: () => 1 });
    expect(() => process.write("x".repeat(10_000_000), { timeout: 20 })).toThrow(timedOut("write"));
  });

  test("read ends also when the stream says that it is ready and gives nothing", () => {
    const { process } = started({ _streamReceive: () => nothing, _streamsWait: eachStream(() => 1) });
    expect(() => process.read({ timeout: 20 })).toThrow(timedOut("read"));
  });

  test("write ends also when the stream says that it is ready and takes nothing", () => {
    const { process } = started({ _streamSend: () => 0, _streamsWait: eachStream(() => 2) });
    expect(() => process.write("x", { timeout: 20 })).toThrow(timedOut("write"));
  });

  test("the time limit counts for the whole operation, not for each packet", () => {
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

  test("a timeout of 0 takes what is there", () => {
    const { process } = printing("x");
    expect(process.read({ timeout: 0 })).toEqual(text("x"));
  });

  test("the process can be used after a timeout", () => {
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
  ] as const)("%s tells what the stream says", (operation, code, words) => {
    expect(() => started({ _streamReceive: () => code }).process[operation]()).toThrow(
      `ExecuteBinary(/bin/x).${operation} failed: ${words}`,
    );
    expect(() =>
      started({ _streamReceive: () => nothing, _streamsWait: eachStream(() => code) }).process[operation](),
    ).toThrow(`ExecuteBinary(/bin/x).${operation} failed: ${words}`);
  });

  test.each([-1, NaN, "5", null])("a timeout of %j is told as a mistake", (timeout) => {
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

  test("an unknown option is told as a mistake", () => {
    expect(() => started().process.read({ max: 1 } as never)).toThrow(
      new TypeError('WSLProcess.read: options cannot have "max"; allowed: maximum and timeout'),
    );
    expect(() => started().process.text({ timeOut: 1 } as never)).toThrow(
      new TypeError('WSLProcess.text: options cannot have "timeOut"; did you mean "timeout"?'),
    );
  });
});

describe("closing", () => {
  test("happens once, by close() or by using", () => {
    const { process, calls } = started();
    process.close();
    process.close();
    process[Symbol.dispose]();
    expect(calls).toEqual([["_streamClose", 7]]);
  });

  test.each(["read", "bytes", "text", "lines", "closeInput"] as const)("%s is a mistake afterwards", (operation) => {
    const { process } = started();
    process.close();
    expect(() => process[operation]()).toThrow(
      new TypeError(`ExecuteBinary(/bin/x).${operation}: the process has been closed`),
    );
    expect(() => process.write("x")).toThrow(new TypeError("ExecuteBinary(/bin/x).write: the process has been closed"));
  });

  test("what a hook leaves open is closed with it, and told", () => {
    const { process, open, calls } = started();
    const told: string[] = [];
    open.closeAll((remark) => told.push(remark));
    open.closeAll((remark) => told.push(remark));
    expect(told).toEqual([expect.stringMatching(/^ExecuteBinary\(\/bin\/x\) was left open/)]);
    expect(calls).toEqual([["_streamClose", 7]]);
    expect(() => process.read()).toThrow(
      new TypeError("ExecuteBinary(/bin/x).read: the process was closed when its hook ended"),
    );
  });

  test("an iteration over lines ends with the process", () => {
    const { process, open } = printing("a\nb\n");
    const lines = process.lines();
    lines.next();
    open.closeAll(() => {});
    expect(() => lines.next()).toThrow("ExecuteBinary(/bin/x).lines: the process was closed when its hook ended");
  });

  test("what is closed in time is not told", () => {
    const { process, open } = printing("a");
    process.text();
    const told: string[] = [];
    open.closeAll((remark) => told.push(remark));
    expect(told).toEqual([]);
  });
});

describe("a process as an object", () => {
  test("cannot be made by a script", () => {
    expect(() => new (WSLProcess as unknown as new () => WSLProcess)()).toThrow(
      new TypeError("WSLProcess objects come from ExecuteBinary"),
    );
  });

  test("cannot be changed", () => {
    const { process } = started();
    expect(Object.isFrozen(process)).toBe(true);
    expect(Object.isFrozen(WSLProcess.prototype)).toBe(true);
  });

  test("in the console", () => {
    const { process } = started();
    expect(inspect(process)).toBe("WSLProcess { call: 'ExecuteBinary(/bin/x)', open: true }");
    process.close();
    expect(inspect(process)).toBe("WSLProcess { call: 'ExecuteBinary(/bin/x)', open: false }");
  });
});
