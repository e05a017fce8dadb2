// setTimeout and setInterval in an asynchronous hook.

import { beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "../../support/engine.ts";
import { invoke, load, start } from "../../support/waiting-plugin.ts";

describe("timers", () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = await start();
  });

  const run = (body: string) => {
    load(engine, body);
    return invoke(engine);
  };

  test("fire in the order of their times, then of their setting", () => {
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

  test("let reactions of promises run between two of them", () => {
    expect(
      run(`const seen = [];
        await new Promise((resolve) => {
          setTimeout(() => { seen.push(1); queueMicrotask(() => seen.push(2)); });
          setTimeout(() => { seen.push(3); resolve(); });
        });
        return seen;`),
    ).toEqual([1, 2, 3]);
  });

  test("repeat as intervals until they are cleared", () => {
    expect(
      run(`let count = 0;
        await new Promise((resolve) => {
          const timer = setInterval(() => { if (++count === 3) { clearInterval(timer); resolve(); } }, 1);
        });
        await new Promise((resolve) => setTimeout(resolve, 10));
        return count;`),
    ).toBe(3);
  });

  test("never fire once cleared, with either clear function", () => {
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

  test.each(["undefined", "-5", "NaN", '"x"', "null"])("treat a delay of %s as the shortest one", (delay) => {
    expect(run(`await new Promise((resolve) => setTimeout(resolve, ${delay})); return "fired";`)).toBe("fired");
  });

  test("report a callback that is not a function", () => {
    expect(() => run('setTimeout("code", 1)')).toThrow('setTimeout: callback must be a function, not "code"');
  });

  test("pass on what a callback throws", () => {
    expect(() => run('await new Promise(() => setTimeout(() => { throw new Error("oops"); }))')).toThrow("oops");
  });

  test("that are left when the hook ends are reported, and never fire", () => {
    load(engine, 'setTimeout(() => console.log("fired"), 1); setInterval(() => {}, 1);');
    invoke(engine);
    engine.run("dispatch.leaveHook()");
    expect(engine.log).toEqual([
      "warn: 2 timers were still set when the hook ended, and will not fire; a hook that waits for a timer returns a promise",
    ]);
    expect(engine.run("dispatch.turn()")).toBe(false);
  });
});
