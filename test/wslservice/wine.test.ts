import { join } from "node:path";
import { expect, test } from "vitest";
import { driveC, windowsCommand, windowsPath } from "../../src/wslservice/wine.ts";

test("Windows' programs start by themselves on Windows, and in Wine elsewhere", () => {
  expect(windowsCommand(["reg.exe", "query"], "win32")).toEqual(["reg.exe", "query"]);
  expect(windowsCommand(["reg.exe", "query"], "linux")).toEqual(["wine", "reg.exe", "query"]);
});

test("a path is Windows' own on Windows, and on a drive of Wine's elsewhere", () => {
  expect(windowsPath("C:\\plugins\\hello.dll", "win32")).toBe("C:\\plugins\\hello.dll");
  expect(windowsPath(join(driveC, "plugins", "hello.dll"), "linux")).toBe("C:\\plugins\\hello.dll");
  expect(windowsPath("/tmp/hello.dll", "linux")).toBe("Z:\\tmp\\hello.dll");
});
