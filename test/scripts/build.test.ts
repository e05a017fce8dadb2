/** The parts of the build scripts that could fail silently. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { asExpression } from "../../scripts/build/bundle.ts";
import { cacheFolder } from "../../scripts/build/cache.ts";
import { isConfigured } from "../../scripts/build/cmake.ts";
import { addPrologues, keepMemoryBase, largestFrame, largestOffset } from "../../scripts/build/engine-source.ts";
import { adaptEngine } from "../../scripts/build/simulator-engine.ts";
import { cppSources } from "../../scripts/check/cpp-sources.ts";
import { paths } from "../../src/paths.ts";

describe("the start of a function in the generated C", () => {
  const counting = "#define FUNC_PROLOGUE              \\\n  if (++wasm_rt_call_stack_depth > 500)\n";
  const prologue = `${counting}#else\n#define FUNC_PROLOGUE\n#endif\n`;

  function startsOf(...bodies: string[]): string[] {
    const functions = bodies.map((body, index) => `void f${index}(void) {\n  FUNC_PROLOGUE;\n  ${body}\n}\n`);
    return addPrologues(`${prologue}${functions.join("\n")}`).match(/^ {2}\w+_PROLOGUE;$/gm) ?? [];
  }

  test("is defined only in the empty macro", () => {
    expect(addPrologues(prologue)).toBe(
      `${counting}#else\n#define LEAF_PROLOGUE u8* const memory_base = instance->w2c_memory.data\n#define FUNC_PROLOGUE SANDBOX_CHECK_STACK(); LEAF_PROLOGUE\n#endif\n`,
    );
  });

  test("checks the stack if the function calls another one", () => {
    const calls = [
      "w2c_f1(instance, w2c_i0);",
      "if (w2c_i0) {\n    w2c_i0 = w2c_f1(instance);\n  }",
      "w2c_i0 = CALL_INDIRECT(instance->w2c_T0, u32 (*)(u32), 5, w2c_i1, w2c_i0);",
      "w2c_i0 = (*Z_envZ_host_interrupt)(instance->Z_env_instance);",
      "w2c_i0 = wasm_rt_grow_memory((&instance->w2c_memory), w2c_i0);",
    ];
    expect(startsOf(...calls)).toEqual(calls.map(() => "  FUNC_PROLOGUE;"));
  });

  test("does not check the stack if the function calls none", () => {
    const others = [
      "w2c_i0 = w2c_p0;",
      "if (w2c_i0) {\n    w2c_d0_0 = wasm_sqrt(w2c_d0_0);\n  }",
      "memory_fill(&instance->w2c_memory, w2c_i0, w2c_i1, w2c_i2);",
      "i32_store8(memory_base, (u64)(w2c_i0) + 3, w2c_i1);",
      "w2c_i0 = I32_TRUNC_SAT_S_F64(w2c_d0);",
    ];
    expect(startsOf(...others)).toEqual(others.map(() => "  LEAF_PROLOGUE;"));
    expect(startsOf("w2c_i0 = w2c_p0;", "w2c_f1(instance);")).toEqual(["  LEAF_PROLOGUE;", "  FUNC_PROLOGUE;"]);
  });

  test.each([
    ["no", counting, 0],
    ["more than one", "#define FUNC_PROLOGUE\n#define FUNC_PROLOGUE\n", 2],
  ])("is not found with %s empty macro, and the error names the expected wabt", (_, generated, count) => {
    expect(() => addPrologues(generated)).toThrow(
      `has ${count} empty definitions of FUNC_PROLOGUE where exactly one was expected. It is written by wabt 1.0.32`,
    );
  });
});

test("generated C that defines loads differently is rejected", () => {
  expect(() => keepMemoryBase("w2c_i0 = i32_load(&instance->w2c_memory, (u64)(w2c_i0));")).toThrow(
    /has 0 times ".*wasm_asm.*It is written by wabt 1\.0\.32/s,
  );
});

describe("the largest frame of the engine's functions", () => {
  test("is read from the reports of both compilers", () => {
    expect(largestFrame("quickjs.c:12:5:f1\t272\tstatic\nquickjs.c:20:5:f2\t48\tstatic\n")).toBe(272);
    expect(largestFrame("quickjs.c:12:f1\t64\tstatic\n")).toBe(64);
  });

  test.each([
    ["has no bound", "quickjs.c:12:5:f1\t272\tdynamic\n"],
    ["is not reported", ""],
  ])("is an error when it %s", (_, report) => {
    expect(() => largestFrame(report)).toThrow("frames have no known size");
  });
});

describe("the largest offset in the generated C", () => {
  const accesses = [
    "  w2c_i0 = i32_load(&instance->w2c_memory, (u64)(w2c_i0) + 24u);",
    "  i64_store32(&instance->w2c_memory, (u64)(w2c_i0) + 1160, w2c_j1);",
    "  w2c_i0 = i32_load8_u(&instance->w2c_memory, (u64)(w2c_i0));",
    "  f64_store(&instance->w2c_memory, (u64)(w2c_i5), w2c_d1_0);",
  ];

  test("covers reads and writes", () => {
    expect(largestOffset(accesses.join("\n"))).toBe(1160);
    expect(largestOffset(accesses.slice(2).join("\n"))).toBe(0);
  });

  test.each([
    ["an access of another form", [...accesses, "i32_load(&instance->w2c_memory, w2c_j0 + 24u);"]],
    ["none at all", ["int f(void);"]],
  ])("is unknown with %s", (_, lines) => {
    expect(() => largestOffset(lines.join("\n"))).toThrow("accesses memory in another way than was expected");
  });
});

describe("the engine for the simulator", () => {
  const interpreter = `  (func $f1\n${"    nop\n".repeat(200)}    loop $L0\n    end)\n`;
  const builtin = "  (func $f2\n    loop $L0 (result i32)\n      memory.grow\n    end)\n";
  const memory =
    '  (memory $memory 18)\n  (global $g (mut i32) (i32.const 7))\n  (data $d0 "\\n  loop memory.grow")\n)\n';
  const wat = `(module\n  (import "env" "a" (func $a))\n${interpreter}${builtin}${memory}`;

  test("counts rounds in every loop except the interpreter's, and leaves memory growth to the host", () => {
    const adapted = adaptEngine(wat);
    expect(adapted).toContain(interpreter);
    expect(adapted).toMatch(
      / {4}loop \$L0 \(result i32\)\nglobal\.get \$rounds [\s\S]*call \$host_poll end\n {6}call \$host_grow_memory\n/,
    );
    expect(adapted).toContain('\n  (import "env" "host_poll" (func $host_poll))\n');
    expect(adapted).toContain('(data $d0 "\\n  loop memory.grow")');
  });

  test.each([
    ["no loops outside of the interpreter", wat.replace(/loop \$L0 \(result i32\)/, "block")],
    ["no function that is clearly the longest", wat.replace(/(?: {4}nop\n){195}/, "")],
    ["no memory.grow", wat.replace("      memory.grow\n", "")],
    ["no imports", wat.replace("(import", "(export")],
    ["no globals", wat.replace("(global", "(table")],
  ])("fails with %s, and names the expected wabt", (what, text) => {
    expect(() => adaptEngine(text)).toThrow(what);
    expect(() => adaptEngine(text)).toThrow("wabt 1.0.32");
  });

  test("differs from the DLL's in two imports only", () => {
    const [original, adapted] = [paths.originalEngine, paths.simulatorEngine].map(
      (file) => new WebAssembly.Module(readFileSync(file)),
    ) as [WebAssembly.Module, WebAssembly.Module];
    const names = (module: WebAssembly.Module) => WebAssembly.Module.imports(module).map(({ name }) => name);
    expect(names(adapted)).toEqual(["host_poll", "host_grow_memory", ...names(original)]);
    expect(WebAssembly.Module.exports(adapted)).toEqual(WebAssembly.Module.exports(original));
  });
});

describe("the cache of compiled engines", () => {
  test.each([
    [{}, "/home/me/.cache/wsl-script-host"],
    [{ XDG_CACHE_HOME: "/var/cache/me" }, "/var/cache/me/wsl-script-host"],
    [{ XDG_CACHE_HOME: "" }, "/home/me/.cache/wsl-script-host"],
    [{ XDG_CACHE_HOME: "/var/cache/me", WSL_SCRIPT_HOST_CACHE: "/tmp/cache" }, "/tmp/cache"],
  ])("with %j is in %s", (env, folder) => {
    expect(cacheFolder(env, "/home/me")).toBe(folder);
  });
});

test("a build folder that was copied from another place is configured again", () => {
  const folder = mkdtempSync(join(tmpdir(), "cmake-tree-"));
  try {
    expect(isConfigured(folder)).toBe(false);
    writeFileSync(join(folder, "build.ninja"), "");
    writeFileSync(join(folder, "CMakeCache.txt"), `CMAKE_CACHEFILE_DIR:INTERNAL=${folder}\n`);
    expect(isConfigured(folder)).toBe(true);
    writeFileSync(join(folder, "CMakeCache.txt"), "CMAKE_CACHEFILE_DIR:INTERNAL=/where/it/was\n");
    expect(isConfigured(folder)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("the embedded runtime", () => {
  test("is an expression with the exported start as its value, and leaves the global scope empty", () => {
    const script = asExpression(`"use strict"; var hidden = 42; module.exports = { start: () => hidden };`);
    const scope = {};
    const start = runInNewContext(script, scope) as () => number;
    expect(start()).toBe(42);
    expect(Object.keys(scope)).toEqual([]);
  });
});

test("clang-format formats only hand-written C++ files", () => {
  const sources = cppSources();
  expect(sources).toContain("host/engine/stack_check.h");
  expect(sources.filter((file) => !/^(?:host|test)\/.*\.(?:cpp|h)$/.test(file) || file.includes("generated"))).toEqual(
    [],
  );
});
