// Concurrent operations on processes, in an asynchronous hook.

import { describe, expect, test } from "vitest";
import { Engine } from "../../support/engine.ts";
import { nothing, reset, text } from "../../support/fake-process.ts";
import { eachStream } from "../../support/runtime-natives.ts";
import { invoke, load, type Piece, start } from "../../support/waiting-plugin.ts";

describe("the event loop", () => {
  const run = async (programs: Readonly<Record<string, readonly Piece[]>>, body: string) => {
    const engine = await start(programs);
    load(engine, body);
    return invoke(engine);
  };

  test("serves several processes, each at its own pace", async () => {
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

  test("serves other processes beside one that prints without end", async () => {
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

  test("reads line by line, with for await", async () => {
    expect(
      await run(
        { "/x": ["o", null, "ne\ntwo\r\n", null, "three"] },
        `const lines = [];
        for await (const line of ExecuteBinary(session, "/x").lines()) lines.push(line);
        return lines;`,
      ),
    ).toEqual(["one", "two", "three"]);
  });

  test("reads piece by piece", async () => {
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

  test("gives two readers one piece each, as it arrives", async () => {
    const answers = [nothing, nothing, text("one"), nothing, text("two")];
    const engine = await Engine.start({
      natives: {
        _executeBinary: () => 1,
        _streamReceive: () => answers.shift() ?? new Uint8Array(0),
        _streamsWait: eachStream((_stream, events) => events),
      },
    });
    load(
      engine,
      `const process = ExecuteBinary(session, "/x");
      const pieces = await Promise.all([process.readAsync(), process.readAsync()]);
      return pieces.map((piece) => new TextDecoder().decode(piece));`,
    );
    expect(invoke(engine)).toEqual(["one", "two"]);
  });

  test("gives two readers one line each, also if part of it arrived before", async () => {
    expect(
      await run(
        { "/x": [null, "partial", null, "x\nab\n", null, "cd\n"] },
        `const process = ExecuteBinary(session, "/x");
        const first = () => process.lines()[Symbol.asyncIterator]().next();
        return (await Promise.all([first(), first()])).map(({ value }) => value);`,
      ),
    ).toEqual(["partialx", "ab"]);
  });

  test("gives one reader what the other one has received", async () => {
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

  test("fails only the operations on a stream that breaks", async () => {
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

  test("ends a wait for a process that is closed", async () => {
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

  test("sends data in the order of the calls, however little is accepted at once", async () => {
    const sent: string[] = [];
    let room = 0;
    const engine = await Engine.start({
      natives: {
        _executeBinary: () => 1,
        _streamReceive: () => nothing,
        _streamSend: (_stream, bytes) => {
          const taken = Math.min(room, bytes.length);
          sent.push(new TextDecoder().decode(bytes.subarray(0, taken)));
          room -= taken;
          return taken;
        },
        _streamsWait: eachStream((_stream, events) => {
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
    expect(invoke(engine)).toEqual([
      "ended",
      "ExecuteBinary(/x).write: a writeAsync is still under way; await it first",
    ]);
    expect(sent.join("")).toBe("onetwo3");
  });

  test("rejects wrong arguments", async () => {
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

  test("never resumes operations that still wait when the hook ends", async () => {
    const engine = await start({ "/x": [0] });
    load(engine, 'ExecuteBinary(session, "/x").readAsync().then(() => console.log("read"));');
    invoke(engine);
    engine.run("dispatch.leaveHook()");
    expect(engine.run("dispatch.turn()")).toBe(false);
    expect(engine.log).toEqual([
      'warn: ExecuteBinary(/x) was left open when its hook ended; call close(), or declare it with "using"',
    ]);
  });
});

test("a script that has replaced the methods of generators, promises and sets can still wait", async () => {
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
  expect(invoke(engine)).toBe("finefine");
});

test("an operation that fails while it waits is reported with the place where it was started", async () => {
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
  invoke(engine);
  expect(engine.run("dispatch.describeError(failure)")).toMatchObject({
    message: "hello.js:3:21: WSLApiError: ExecuteBinary(/x).readAsync failed: 0x80072746 (WSAECONNRESET)",
    location: "hello.js:3:21",
  });
});
