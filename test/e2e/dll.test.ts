import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

const headers = execFileSync("x86_64-w64-mingw32-objdump", ["-p", paths.dll], {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});

test("the DLL needs nothing but system DLLs", () => {
  const imported = [...headers.matchAll(/DLL Name: (\S+)/g)].map(([, name]) => name!.toLowerCase());
  expect(imported.length).toBeGreaterThan(0);
  expect(new Set(imported)).toEqual(
    new Set(["advapi32.dll", "bcrypt.dll", "kernel32.dll", "msvcrt.dll", "ntdll.dll", "ws2_32.dll"]),
  );
});

test("the DLL exports the entry point and nothing else", () => {
  const table = headers.slice(headers.indexOf("[Ordinal/Name Pointer] Table"));
  const exported = [...table.matchAll(/^\s*\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+\S+\s+)?(\S+)\s*$/gm)].map(
    ([, name]) => name,
  );
  expect(exported).toEqual(["WSLPluginAPIV1_EntryPoint"]);
});

test("the DLL can be loaded anywhere, and runs no data", () => {
  expect(headers).toContain("DYNAMIC_BASE");
  expect(headers).toContain("HIGH_ENTROPY_VA");
  expect(headers).toContain("NX_COMPAT");
});
