import { describe, expect, test } from "vitest";
import { inspect } from "../../../src/runtime/console/inspect.ts";
import { WSLProcess } from "../../../src/runtime/process/process.ts";
import { started } from "../../support/fake-process.ts";

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

  test("is shown in the console by its call", () => {
    const { process } = started();
    expect(inspect(process)).toBe("WSLProcess { call: 'ExecuteBinary(/bin/x)', open: true }");
    process.close();
    expect(inspect(process)).toBe("WSLProcess { call: 'ExecuteBinary(/bin/x)', open: false }");
  });
});
