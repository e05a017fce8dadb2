import { describe, expect, test } from "vitest";
import { printing, started } from "../../support/fake-process.ts";

describe("closing a process", () => {
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

  test("happens to what a hook leaves open, with a line in the log", () => {
    const { process, open, calls } = started();
    const remarks: string[] = [];
    open.closeAll((remark) => remarks.push(remark));
    open.closeAll((remark) => remarks.push(remark));
    expect(remarks).toEqual([expect.stringMatching(/^ExecuteBinary\(\/bin\/x\) was left open/)]);
    expect(calls).toEqual([["_streamClose", 7]]);
    expect(() => process.read()).toThrow(
      new TypeError("ExecuteBinary(/bin/x).read: the process was closed when its hook ended"),
    );
  });

  test("happens when an iteration over lines ends", () => {
    const { process, open } = printing("a\nb\n");
    const lines = process.lines();
    lines.next();
    open.closeAll(() => {});
    expect(() => lines.next()).toThrow("ExecuteBinary(/bin/x).lines: the process was closed when its hook ended");
  });

  test("in time is not reported", () => {
    const { process, open } = printing("a");
    process.text();
    const remarks: string[] = [];
    open.closeAll((remark) => remarks.push(remark));
    expect(remarks).toEqual([]);
  });
});
