// Async hooks in the real engine, with a machine whose programs print one piece after the other.

import { beforeEach, describe, expect, test } from "vitest";
import { Engine } from "./runtime-engine.ts";
import { eachSocket } from "./runtime-natives.ts";

const nothing = 0;
const reset = 0x80072746 | 0;
const session = '7, "S-1-5-18"';
const text = (value: string) => new TextEncoder().encode(value);

/** What a program does next: print, let a wait pass without anything, or break. */
type Piece = string | null | number;

/** Programs by the path that they are started by. */
async function start(programs: Readonly<Record<string, readonly Piece[]>> = {}) {
  const running: Piece[][] = [];
  const engine = await Engine.start({
    natives: {
      _executeBinary: (_session, _distribution, path) => running.push([...(programs[path] ?? [])]) - 1,
      _socketReceive: (socket) => {
        const piece = running[socket]?.[0];
        if (piece === undefined) return new Uint8Array(0);
        if (piece === null || piece === 0) return nothing;
        running[socket]?.shift();
        return typeof piece === "number" ? piece : text(piece);
      },
      _socketsWait: eachSocket((socket, events) => {
        const [piece] = running[socket] ?? [];
        if (piece === 0) return 0;
        if (piece !== null) return events & 1;
        running[socket]?.shift();
        return 0;
      }),
    },
  });
  return engine;
}

function load(engine: Engine, body: string): void {
  engine.load(`export default definePlugin({ async onVmStarted(session) { ${body} } });`);
}

describe("timers", () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = await start();
  });

  const run = (body: string) => {
    load(engine, body);
    return engine.settle(`dispatch.invoke(0, ${session}, 0)`);
  };

  test("fire in the order of their times, and of their setting", () => {
    expect(
      run(`const seen = [];
        await new Promise((resolve) => {
          setTimeout(() => { seen.push("late"); resolve(); }, 20);
          setTimeout((...args) => seen.push(...args), 5, "early", 1);
          setTimeout(() => seen.push("early too"), 5);
        });
        return seen;`),
    ).toEqual(["early", 1, "early too", "late"]);
  });

  test("reactions of promises come between two timers", () => {
    expect(
      run(`const seen = [];
        await new Promise((resolve) => {
          setTimeout(() => { seen.push(1); queueMicrotask(() => seen.push(2)); });
          setTimeout(() => { seen.push(3); resolve(); });
        });
        return seen;`),
    ).toEqual([1, 2, 3]);
  });

  test("intervals come again until they are cleared", () => {
    expect(
      run(`let count = 0;
        await new Promise((resolve) => {
          const timer = setInterval(() => { if (++count === 3) { clearInterval(timer); resolve(); } }, 1);
        });
        await new Promise((resolve) => setTimeout(resolve, 10));
        return count;`),
    ).toBe(3);
  });

  test("what is cleared never fires, whichever of the two clears it", () => {
    expect(
      run(`const seen = [];
        clearTimeout(setInterval(() => seen.push(1), 1));
        clearInterval(setTimeout(() => seen.push(2), 1));
        clearTimeout(undefined);
        clearTimeout("x");
        await new Promise((resolve) => setTimeout(resolve, 10));
        return seen;`),
    ).toEqual([]);
  });

  test.each(["undefined", "-5", "NaN", '"x"', "null"])("a delay of %s is the shortest there is", (delay) => {
    expect(run(`await new Promise((resolve) => setTimeout(resolve, ${delay})); return "fired";`)).toBe("fired");
  });

  test("a callback that is none is told as a mistake", () => {
    expect(() => run('setTimeout("code", 1)')).toThrow('setTimeout: callback must be a function, not "code"');
  });

  test("what a callback throws leaves the turn", () => {
    expect(() => run('await new Promise(() => setTimeout(() => { throw new Error("oops"); }))')).toThrow("oops");
  });

  test("those left over are told, and never fire", () => {
    load(engine, 'setTimeout(() => console.log("fired"), 1); setInterval(() => {}, 1);');
    engine.settle(`dispatch.invoke(0, ${session}, 0)`);
    engine.run("dispatch.leaveHook()");
    expect(engine.log).toEqual([
      "warn: 2 timers were still set when the hook ended, and will not fire; a hook that waits for a timer returns a promise",
    ]);
    expect(engine.run("dispatch.turn()")).toBe(false);
  });
});

describe("processes", () => {
  const run = async (programs: Readonly<Record<string, readonly Piece[]>>, body: string) => {
    const engine = await start(programs);
    load(engine, body);
    return engine.settle(`dispatch.invoke(0, ${session}, 0)`);
  };

  test("several at once, each at its own pace", async () => {
    const programs = { "/slow": [null, null, "s", null, "low"], "/fast": ["fa", "st"] };
    expect(
      await run(
        programs,
        `const seen = [];
        const read = async (path) => {
          const text = await ExecuteBinary(session, path).textAsync();
          seen.push(text);
          return text;
        };
        const texts = await Promise.all([read("/slow"), read("/fast")]);
        return { texts, seen };`,
      ),
    ).toEqual({ texts: ["slow", "fast"], seen: ["fast", "slow"] });
  });

  test("one that prints without end lets others have their turn", async () => {
    const programs = { "/endless": Array<string>(10_000).fill("x"), "/other": [null, "done"] };
    expect(
      await run(
        programs,
        `using endless = ExecuteBinary(session, "/endless");
        const reading = endless.textAsync().then(() => "endless");
        return await Promise.race([reading, ExecuteBinary(session, "/other").textAsync()]);`,
      ),
    ).toBe("done");
  });

  test("line by line, with for await", async () => {
    expect(
      await run(
        { "/x": ["o", null, "ne\ntwo\r\n", null, "three"] },
        `const lines = [];
        for await (const line of ExecuteBinary(session, "/x").lines()) lines.push(line);
        return lines;`,
      ),
    ).toEqual(["one", "two", "three"]);
  });

  test("piece by piece", async () => {
    expect(
      await run(
        { "/x": [null, "one", "two"] },
        `const decoder = new TextDecoder();
        const process = ExecuteBinary(session, "/x");
        const pieces = [];
        for (;;) {
          const piece = await process.readAsync();
          if (piece === null) return pieces;
          pieces.push(decoder.decode(piece));
        }`,
      ),
    ).toEqual(["one", "two"]);
  });

  test("two readers get one piece each, as it comes", async () => {
    const answers = [nothing, nothing, text("one"), nothing, text("two")];
    const engine = await Engine.start({
      natives: {
        _executeBinary: () => 1,
        _socketReceive: () => answers.shift() ?? new Uint8Array(0),
        _socketsWait: eachSocket((_socket, events) => events),
      },
    });
    load(
      engine,
      `const process = ExecuteBinary(session, "/x");
      const pieces = await Promise.all([process.readAsync(), process.readAsync()]);
      return pieces.map((piece) => new TextDecoder().decode(piece));`,
    );
    expect(engine.settle(`dispatch.invoke(0, ${session}, 0)`)).toEqual(["one", "two"]);
  });

  test("two that read lines get one each, also when a part of it was there before", async () => {
    expect(
      await run(
        { "/x": [null, "partial", null, "x\nab\n", null, "cd\n"] },
        `const process = ExecuteBinary(session, "/x");
        const first = () => process.lines()[Symbol.asyncIterator]().next();
        return (await Promise.all([first(), first()])).map(({ value }) => value);`,
      ),
    ).toEqual(["partialx", "ab"]);
  });

  test("what one reader has taken in is there for the other", async () => {
    expect(
      await run(
        { "/x": [null, "one", 0] },
        `const process = ExecuteBinary(session, "/x");
        const waiting = process.readAsync({ maximum: 1 });
        const also = process.readAsync({ maximum: 2 });
        return [(await waiting).length, (await also).length];`,
      ),
    ).toEqual([1, 2]);
  });

  test("one that breaks fails alone", async () => {
    expect(
      await run(
        { "/broken": [null, reset], "/sound": [null, null, null, "fine"] },
        `const results = await Promise.allSettled(
          ["/broken", "/sound"].map((path) => ExecuteBinary(session, path).textAsync()),
        );
        return results.map(({ value, reason }) => value ?? reason.message);`,
      ),
    ).toEqual(["ExecuteBinary(/broken).textAsync failed: 0x80072746 (WSAECONNRESET)", "fine"]);
  });

  test("one that is closed ends the wait for it", async () => {
    expect(
      await run(
        { "/x": [0] },
        `const process = ExecuteBinary(session, "/x");
        const reading = process.readAsync().catch((error) => error.message);
        process.close();
        return await reading;`,
      ),
    ).toBe("ExecuteBinary(/x).readAsync: the process has been closed");
  });

  test("what is written goes out in the order of the calls, however little is taken at once", async () => {
    const sent: string[] = [];
    let room = 0;
    const engine = await Engine.start({
      natives: {
        _executeBinary: () => 1,
        _socketReceive: () => nothing,
        _socketSend: (_socket, bytes) => {
          const taken = Math.min(room, bytes.length);
          sent.push(new TextDecoder().decode(bytes.subarray(0, taken)));
          room -= taken;
          return taken;
        },
        _socketsWait: eachSocket((_socket, events) => {
          room = 1;
          return events & 2;
        }),
      },
    });
    load(
      engine,
      `const process = ExecuteBinary(session, "/x");
      const controller = new AbortController();
      const first = process.writeAsync("one");
      const ended = process.writeAsync("none", { signal: controller.signal }).catch(() => "ended");
      const last = process.writeAsync("two");
      controller.abort();
      let message;
      try { process.write("three"); } catch (error) { message = error.message; }
      await Promise.all([first, last]);
      process.write("3");
      return [await ended, message];`,
    );
    expect(engine.settle(`dispatch.invoke(0, ${session}, 0)`)).toEqual([
      "ended",
      "ExecuteBinary(/x).write: a writeAsync is still under way; await it first",
    ]);
    expect(sent.join("")).toBe("onetwo3");
  });

  test("wrong arguments reject", async () => {
    expect(
      await run(
        {},
        `const process = ExecuteBinary(session, "/x");
        const results = await Promise.allSettled([
          process.readAsync({ maximum: 0 }),
          process.readAsync({ signal: 5 }),
          process.textAsync({ timeOut: 5 }),
          process.writeAsync(5),
        ]);
        return results.map(({ reason }) => reason.message);`,
      ),
    ).toEqual([
      "WSLProcess.readAsync: options.maximum must be a whole number above 0, not 0",
      "WSLProcess.readAsync: options.signal must be an AbortSignal, not 5",
      'WSLProcess.textAsync: options cannot have "timeOut"; did you mean "timeout"?',
      "WSLProcess.writeAsync: data must be a string or bytes, not 5",
    ]);
  });

  test("what still waits when the hook ends never goes on", async () => {
    const engine = await start({ "/x": [0] });
    load(engine, 'ExecuteBinary(session, "/x").readAsync().then(() => console.log("read"));');
    engine.settle(`dispatch.invoke(0, ${session}, 0)`);
    engine.run("dispatch.leaveHook()");
    expect(engine.run("dispatch.turn()")).toBe(false);
    expect(engine.log).toEqual([
      'warn: ExecuteBinary(/x) was left open when its hook ended; close() or "using" closes it in time',
    ]);
  });
});

describe("signals", () => {
  const run = async (body: string) => {
    const engine = await start({ "/silent": [0] });
    load(engine, body);
    return engine.settle(`dispatch.invoke(0, ${session}, 0)`);
  };

  test("end an operation, and leave the process as it is", async () => {
    expect(
      await run(`const controller = new AbortController();
        using process = ExecuteBinary(session, "/silent");
        const reading = process.readAsync({ signal: controller.signal }).catch((error) => error);
        controller.abort("enough");
        controller.abort("again");
        process.closeInput();
        return await reading;`),
    ).toBe("enough");
  });

  test("end an operation that has not begun to wait", async () => {
    expect(
      await run(`const controller = new AbortController();
        using process = ExecuteBinary(session, "/silent");
        const options = { signal: controller.signal, get timeout() { controller.abort("enough"); } };
        return await process.readAsync(options).catch((error) => error);`),
    ).toBe("enough");
  });

  test("that have been given keep an operation from starting", async () => {
    expect(
      await run(`using process = ExecuteBinary(session, "/silent");
        const error = await process.readAsync({ signal: AbortSignal.abort() }).catch((error) => error);
        return [error.name, error.message, error instanceof DOMException];`),
    ).toEqual(["AbortError", "The operation was aborted.", true]);
  });

  test("of a time", async () => {
    expect(
      await run(`using process = ExecuteBinary(session, "/silent");
        const error = await process.readAsync({ signal: AbortSignal.timeout(5) }).catch((error) => error);
        return error.name;`),
    ).toBe("TimeoutError");
  });

  test("of the first of several", async () => {
    expect(
      await run(`const controller = new AbortController();
        const any = AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)]);
        const before = any.aborted;
        controller.abort(1);
        return [before, any.aborted, any.reason, AbortSignal.any([any]).reason];`),
    ).toEqual([false, true, 1, 1]);
  });

  test("of several tell their listeners when one is aborted, and not before", async () => {
    expect(
      await run(`const seen = [];
        const first = new AbortController();
        const second = new AbortController();
        const inner = AbortSignal.any([first.signal, second.signal]);
        const any = AbortSignal.any([inner]);
        const removed = () => seen.push("removed");
        inner.addEventListener("abort", removed);
        inner.removeEventListener("abort", removed);
        any.addEventListener("abort", () => seen.push(any.reason));
        using process = ExecuteBinary(session, "/silent");
        const reading = process.readAsync({ signal: any }).catch((reason) => seen.push("reading " + reason));
        seen.push(any.aborted);
        second.abort(2);
        first.abort(1);
        await reading;
        return [...seen, inner.reason];`),
    ).toEqual([false, 2, "reading 2", 2]);
  });

  test("tell their listeners, each once", async () => {
    expect(
      await run(`const seen = [];
        const { signal, ...rest } = new AbortController();
        const controller = new AbortController();
        const listener = ({ type, target }) => seen.push(type, target === controller.signal);
        controller.signal.addEventListener("abort", listener);
        controller.signal.addEventListener("abort", listener);
        controller.signal.addEventListener("abort", { handleEvent: () => seen.push("object") });
        const removed = () => seen.push("removed");
        controller.signal.addEventListener("abort", removed);
        controller.signal.removeEventListener("abort", removed);
        controller.signal.addEventListener("other", removed);
        controller.abort();
        controller.abort();
        return seen;`),
    ).toEqual(["abort", true, "object"]);
  });

  test("what a listener throws is a rejection that nobody handles, and keeps no other from being told", async () => {
    expect(
      await run(`const seen = [];
        const controller = new AbortController();
        controller.signal.addEventListener("abort", () => { throw new Error("oops"); });
        controller.signal.addEventListener("abort", () => seen.push("told"));
        controller.abort();
        return seen;`),
    ).toEqual(["told"]);
  });

  test.each([
    ["new AbortSignal()", "AbortSignal objects come from an AbortController"],
    ["AbortSignal.timeout(-1)", "AbortSignal.timeout: milliseconds must be a number of milliseconds, not -1"],
    ["AbortSignal.any(5)", "AbortSignal.any: signals must be an array of signals, not 5"],
    ["AbortSignal.any([{}])", "AbortSignal.any: signals[0] must be an AbortSignal, not an object"],
  ])("%s is told as a mistake", async (code, message) => {
    await expect(run(code)).rejects.toThrow(message);
  });

  test("throwIfAborted throws the reason", async () => {
    await expect(run('AbortSignal.abort(new Error("enough")).throwIfAborted()')).rejects.toThrow("enough");
    expect(await run("return new AbortController().signal.throwIfAborted()")).toBeUndefined();
  });
});

test("a script that has replaced the methods of generators, promises and sets waits all the same", async () => {
  const engine = await start({ "/x": [null, "fine"] });
  load(
    engine,
    `const spoil = (target, name) => { try { target[name] = () => { throw new Error("spoilt"); }; } catch {} };
    const generator = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})()));
    for (const name of ["next", "return", "throw"]) spoil(generator, name);
    spoil(Object.getPrototypeOf(generator), Symbol.iterator);
    for (const name of ["add", "delete", "forEach", "has"]) spoil(Set.prototype, name);
    globalThis.Promise = undefined;
    globalThis.Int32Array = undefined;
    globalThis.Symbol = undefined;
    const lines = [];
    for await (const line of ExecuteBinary(session, "/x").lines()) lines.push(line);
    return lines + (await ExecuteBinary(session, "/x").textAsync());`,
  );
  expect(engine.settle(`dispatch.invoke(0, ${session}, 0)`)).toBe("finefine");
});

test("an operation that fails while it waits is told with the place where it was begun", async () => {
  const engine = await start({ "/x": [null, reset] });
  load(
    engine,
    `const process = ExecuteBinary(session, "/x");
    try {
      await process.readAsync();
    } catch (error) {
      globalThis.failure = error;
    }`,
  );
  engine.settle(`dispatch.invoke(0, ${session}, 0)`);
  expect(engine.run("dispatch.describeError(failure)")).toMatchObject({
    message: "hello.js:3:21: WSLApiError: ExecuteBinary(/x).readAsync failed: 0x80072746 (WSAECONNRESET)",
    location: "hello.js:3:21",
  });
});
