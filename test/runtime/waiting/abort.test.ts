// AbortController and AbortSignal, and the operations that they end.

import { describe, expect, test } from "vitest";
import { invoke, load, start } from "../../support/waiting-plugin.ts";

describe("abort signals", () => {
  const run = async (body: string) => {
    const engine = await start({ "/silent": [0] });
    load(engine, body);
    return invoke(engine);
  };

  test("end an operation, and leave the process usable", async () => {
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

  test("end an operation that has not started to wait", async () => {
    expect(
      await run(`const controller = new AbortController();
        using process = ExecuteBinary(session, "/silent");
        const options = { signal: controller.signal, get timeout() { controller.abort("enough"); } };
        return await process.readAsync(options).catch((error) => error);`),
    ).toBe("enough");
  });

  test("that are already aborted keep an operation from starting", async () => {
    expect(
      await run(`using process = ExecuteBinary(session, "/silent");
        const error = await process.readAsync({ signal: AbortSignal.abort() }).catch((error) => error);
        return [error.name, error.message, error instanceof DOMException];`),
    ).toEqual(["AbortError", "The operation was aborted.", true]);
  });

  test("of AbortSignal.timeout abort after their time", async () => {
    expect(
      await run(`using process = ExecuteBinary(session, "/silent");
        const error = await process.readAsync({ signal: AbortSignal.timeout(5) }).catch((error) => error);
        return error.name;`),
    ).toBe("TimeoutError");
  });

  test("of AbortSignal.any abort with the first of their sources", async () => {
    expect(
      await run(`const controller = new AbortController();
        const any = AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)]);
        const before = any.aborted;
        controller.abort(1);
        return [before, any.aborted, any.reason, AbortSignal.any([any]).reason];`),
    ).toEqual([false, true, 1, 1]);
  });

  test("of AbortSignal.any call their listeners when a source is aborted, and not before", async () => {
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

  test("call their listeners, each once", async () => {
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

  test("report an error in a listener as an unhandled rejection, and call the other listeners", async () => {
    expect(
      await run(`const seen = [];
        const controller = new AbortController();
        controller.signal.addEventListener("abort", () => { throw new Error("oops"); });
        controller.signal.addEventListener("abort", () => seen.push("called"));
        controller.abort();
        return seen;`),
    ).toEqual(["called"]);
  });

  test.each([
    ["new AbortSignal()", "AbortSignal objects come from an AbortController"],
    ["AbortSignal.timeout(-1)", "AbortSignal.timeout: milliseconds must be a number of milliseconds, not -1"],
    ["AbortSignal.any(5)", "AbortSignal.any: signals must be an array of signals, not 5"],
    ["AbortSignal.any([{}])", "AbortSignal.any: signals[0] must be an AbortSignal, not an object"],
  ])("%s is reported as a mistake", async (code, message) => {
    await expect(run(code)).rejects.toThrow(message);
  });

  test("throw their reason with throwIfAborted", async () => {
    await expect(run('AbortSignal.abort(new Error("enough")).throwIfAborted()')).rejects.toThrow("enough");
    expect(await run("return new AbortController().signal.throwIfAborted()")).toBeUndefined();
  });
});
