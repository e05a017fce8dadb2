// The DLL's headers. WSL's service forbids dynamic code before it loads plugins, and Wine does not: these tests find
// what would end the service.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

const headers = objdump("-p", paths.dll);
const symbols = binutil("nm", join(paths.native, "wsl-script-host.dll.debug"));

test("the DLL imports only system DLLs", () => {
  expect([...importsByDll().keys()].sort()).toEqual([
    "advapi32.dll",
    "bcrypt.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ntdll.dll",
    "ws2_32.dll",
  ]);
});

// Scanners judge a DLL by the functions that it imports. The threads library of the C++ runtime needs some of them.
test("the DLL imports exactly the functions in dll-imports.txt", async () => {
  const lines = [...importsByDll()].flatMap(([dll, names]) => names.map((name) => `${dll} ${name}\n`));
  await expect(lines.sort().join("")).toMatchFileSnapshot("dll-imports.txt");
});

test("the DLL exports only the entry point", () => {
  const table = headers.slice(headers.indexOf("[Ordinal/Name Pointer] Table"));
  const exported = [...table.matchAll(/^\s*\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+\S+\s+)?(\S+)\s*$/gm)].map(
    ([, name]) => name,
  );
  expect(exported).toEqual(["WSLPluginAPIV1_EntryPoint"]);
});

test("the DLL has ASLR and DEP", () => {
  expect(headers).toContain("DYNAMIC_BASE");
  expect(headers).toContain("HIGH_ENTROPY_VA");
  expect(headers).toContain("NX_COMPAT");
});

test("the DLL's subsystem versions are those of Windows 10", () => {
  const versions = [...headers.matchAll(/^(M\w+(?:OSystem|Image|Subsystem)Version)\s+(\d+)$/gm)];
  expect(Object.fromEntries(versions.map(([, name, value]) => [name, value]))).toEqual({
    MajorOSystemVersion: "10",
    MinorOSystemVersion: "0",
    MajorImageVersion: "10",
    MinorImageVersion: "0",
    MajorSubsystemVersion: "10",
    MinorSubsystemVersion: "0",
  });
});

// For each relocation the start-up code would make code pages writable, and end the process where that is forbidden.
test("the DLL has no relocations for its start-up code to apply", () => {
  const address = (name: string) => new RegExp(`^(\\w+) R ${name}$`, "m").exec(symbols)?.[1];
  const start = address("__RUNTIME_PSEUDO_RELOC_LIST__");
  expect(start).toMatch(/^[0-9a-f]{16}$/);
  expect(address("__RUNTIME_PSEUDO_RELOC_LIST_END__")).toBe(start);
});

test("no section of the DLL is both writable and executable", () => {
  const sections = [...objdump("-h", paths.dll).matchAll(/^ +\d+ (\S+) .*\n +(.+)$/gm)];
  const executable = sections.filter(([, , flags]) => flags!.includes("CODE"));
  expect(executable.map(([, name]) => name)).toEqual([".text"]);
  for (const [, , flags] of executable) expect(flags).toContain("READONLY");
});

// GCC protects functions with arrays, or whose variables' addresses are passed on: most files here have some.
test.each(["sandbox", "win32", "events", "host"])(
  "the DLL's C++ in CMake's target %s is compiled with stack protection",
  (target) => {
    const objects = objectsOf(target);
    expect(objects.length).toBeGreaterThan(0);
    const unchecked = objects.filter((path) => !objdump("-r", path).includes("__stack_chk_guard"));
    expect(unchecked.length).toBeLessThan(objects.length / 2);
  },
);

function importsByDll(): Map<string, string[]> {
  const tables = headers.slice(headers.indexOf("The Import Tables"), headers.indexOf("The Export Tables"));
  const [, ...dlls] = tables.split("DLL Name: ");
  return new Map(
    dlls.map((text) => {
      const names = [...text.matchAll(/^\s+[0-9a-f]+\s+\d+\s+(\S+)\s*$/gm)].map(([, name]) => name!);
      return [/^\S+/.exec(text)![0].toLowerCase(), names];
    }),
  );
}

/** What the compiler made of a target's files, of several at once for most. */
function objectsOf(target: string): string[] {
  const folder = join(paths.native, "CMakeFiles", `${target}.dir`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((name) => name.endsWith(".obj")).map((name) => join(folder, name));
}

function objdump(flag: string, file: string): string {
  return binutil("objdump", flag, file);
}

function binutil(name: string, ...args: string[]): string {
  return execFileSync(`x86_64-w64-mingw32-${name}`, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}
