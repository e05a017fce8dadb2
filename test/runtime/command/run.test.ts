// run() on natives that misbehave in ways that no real machine can be made to.

import { beforeEach, describe, expect, test } from "vitest";
import { hresults } from "../../../src/runtime/generated/hresults.ts";
import type { Natives } from "../../../src/runtime/generated/natives.ts";
import { Engine } from "../../support/engine.ts";
import { eachStream } from "../../support/runtime-natives.ts";

const secret = "ab".repeat(16);
const errorShell = 0;
const runShell = 1;
const fail = hresults.E_FAIL | 0;

/** What the two shells print, chunk by chunk; null is the end of their output, a number an HRESULT. */
interface Output {
  readonly [errorShell]?: readonly (string | number | null)[];
  readonly [runShell]?: readonly (string | number | null)[];
}

describe("run", () => {
  let engine: Engine;
  let closed: number[];
  let starts: string[];

  async function startEngine(output: Output, overrides: Partial<Natives> = {}): Promise<void> {
    const left = [...[output[errorShell] ?? [], output[runShell] ?? []].map((chunks) => [...chunks])];
    closed = [];
    starts = [];
    engine = await Engine.start({
      natives: {
        _startCommand: (_session, _distribution, _kind, words, carriesErrors) => {
          starts.push(words);
          return carriesErrors ? errorShell : runShell;
        },
        _streamSend: (_, bytes) => bytes.length,
        _streamReceive: (stream) => {
          const next = left[stream]?.shift();
          if (next === undefined || typeof next === "number") return next ?? 0;
          return new TextEncoder().encode(next ?? "");
        },
        _streamsWait: eachStream((stream, events) => events & (left[stream]?.length ? 3 : 2)),
        _streamClose: (stream) => void closed.push(stream),
        ...overrides,
      },
    });
  }

  function failure(code: string): unknown {
    return engine.run(`try { ${code}; "it went well" } catch (error) { error.name + ": " + error.message }`);
  }

  const good: Output = { [errorShell]: ["12\nerr", `${secret} \n`], [runShell]: ["out", `${secret} 0\n`] };

  beforeEach(() => startEngine(good));

  test("closes both sockets", () => {
    expect(engine.run('const { stderr } = run(0, "x"); stderr')).toBe("err");
    expect(closed.toSorted()).toEqual([errorShell, runShell]);
  });

  test("reports a missing shell, after starting nothing", async () => {
    await startEngine(good, { _startCommand: () => fail });
    expect(failure('run(0, "x")')).toBe("WSLApiError: run(x): starting the shell /bin/sh failed: 0x80004005 (E_FAIL)");
    expect(closed).toEqual([]);
  });

  test("closes the first shell's socket if the second one cannot be started", async () => {
    await startEngine(good, {
      _startCommand: (_, __, ___, ____, carriesErrors) => (carriesErrors ? errorShell : fail),
    });
    expect(failure('run(0, "x")')).toContain("starting the shell /bin/sh failed");
    expect(closed).toEqual([errorShell]);
  });

  test("runs nothing if there are no random bytes for its secret", async () => {
    await startEngine(good, { _randomBytes: () => fail });
    expect(failure('run(0, "x")')).toBe("WSLApiError: BCryptGenRandom failed: 0x80004005 (E_FAIL)");
    expect(starts).toEqual([]);
  });

  test.each([
    [
      "a system without /proc",
      { [errorShell]: ["\n"] },
      'needs /proc, which does not exist; stderr can be "merge" or "ignore"',
    ],
    ["a shell for standard error that ends at once", { [errorShell]: [null] }, "ended without reporting"],
    ["a shell that ends at once", { [errorShell]: ["12\n"], [runShell]: [null] }, "ended without reporting"],
    [
      "a shell that ends in its report",
      { [errorShell]: ["12\n"], [runShell]: [`out${secret} 1`, null] },
      "ended without reporting",
    ],
    [
      "a standard error that cannot be reached",
      { [errorShell]: ["12\n"], [runShell]: [`${secret} errors\n`] },
      "needs /proc",
    ],
    [
      "a folder that is none",
      { [errorShell]: ["12\n", `${secret} \n`], [runShell]: [`${secret} cwd\n`] },
      'cannot change to the folder "/c" (options.cwd)',
    ],
    [
      "no su",
      { [errorShell]: ["12\n", `${secret} \n`], [runShell]: [`${secret} user 127\n`] },
      "needs the program su, which does not exist",
    ],
    [
      "su that refuses",
      { [errorShell]: ["12\nsorry", `${secret} \n`], [runShell]: [`${secret} user 1\n`] },
      'su does not run programs as "u": sorry',
    ],
    [
      "a variable that cannot be set",
      { [errorShell]: ["12\n", `${secret} \n`], [runShell]: [`${secret} environment 2\n`] },
      "options.env",
    ],
  ])("reports %s", async (_, output, message) => {
    await startEngine(output as Output);
    const text = failure('run(0, "x", { user: "u", cwd: "/c", check: false })');
    expect(text).toMatch(/^CommandError: run\(x\): /);
    expect(text).toContain(message);
    expect(closed.toSorted()).toEqual([errorShell, runShell]);
  });

  test("continues without standard error if its shell ends early", async () => {
    await startEngine({ [errorShell]: ["12\nsome", null], [runShell]: ["out", `${secret} 0\n`] });
    expect(engine.run('run(0, "x").text()')).toBe("out");
  });

  test("reports the error of a broken stream", async () => {
    await startEngine({ [errorShell]: ["12\n"], [runShell]: [hresults.WSAECONNRESET | 0] });
    expect(failure('run(0, "x")')).toContain("WSAECONNRESET");
    expect(closed.toSorted()).toEqual([errorShell, runShell]);
  });

  test("stops sending to a shell that has ended, and continues to read", async () => {
    await startEngine(good, { _streamSend: () => hresults.WSAECONNRESET | 0 });
    expect(engine.run('run(0, "x", { input: "in" }).text()')).toBe("out");
  });

  test("does not use builtins that a script has overwritten", () => {
    engine.run(`
      Array.prototype[Symbol.iterator] = String.prototype.slice = String.prototype.indexOf = RegExp.prototype.exec = undefined;
      Uint8Array.prototype.toHex = Uint8Array.prototype.indexOf = Object.keys = Reflect.ownKeys = undefined;
      globalThis.Uint8Array = undefined;
    `);
    expect(engine.run('run(0, "x", { args: ["a"], env: { A: "b" } }).text()')).toBe("out");
  });

  test("encodes a prepared command only once", () => {
    engine.run('const command = ApiV1.prepare("x", { args: ["a"], stderr: "merge" });');
    expect(failure("command.run(0, { args: [] })")).toBe(
      'TypeError: PreparedCommand.run: options cannot have "args"; allowed: distribution, input, timeout and check',
    );
    expect(failure('ApiV1.prepare("x", { input: "" })')).toContain('options cannot have "input"');
    expect(starts).toEqual([]);
  });

  test("throws errors with the full length of the quoted last words", async () => {
    const words = `${"x".repeat(2_000)}the end\n`;
    await startEngine({ [errorShell]: [`12\n${words}${secret} \n`], [runShell]: [`${secret} 9\n`] });
    const text = failure('run(0, "x")') as string;
    expect(text).toMatch(/^CommandError: run\(x\) failed with exit code 9: \.\.\.x+the end$/);
    expect(text.length).toBeLessThan(600);
  });
});
