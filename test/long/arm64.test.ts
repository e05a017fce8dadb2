// The DLL for ARM64, if its compiler exists; and its engine, if ARM64 programs can run: on Windows on ARM64, or through
// the command in ARM64_RUNNER, such as Wine for ARM64 in an emulator.

import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { CaseProgram } from "../support/case-program.ts";
import { reportFigure } from "../support/figures.ts";

const canBuild = spawnSync("aarch64-w64-mingw32-clang++", ["--version"]).status === 0;
const runner = process.env.ARM64_RUNNER;
const canRun = canBuild && (runner !== undefined || (process.platform === "win32" && process.arch === "arm64"));

describe.skipIf(!canBuild)("the DLL for ARM64", () => {
  beforeAll(async () => {
    await promisify(execFile)("npm", ["run", "build:arm64"], { cwd: paths.root, shell: process.platform === "win32" });
  }, 1_200_000);

  test("is for ARM64, and has ASLR and DEP", () => {
    const headers = read("--file-headers");
    expect(headers).toContain("Machine: IMAGE_FILE_MACHINE_ARM64 ");
    for (const flag of ["DYNAMIC_BASE", "HIGH_ENTROPY_VA", "NX_COMPAT"]) {
      expect(headers).toContain(`IMAGE_DLL_CHARACTERISTICS_${flag} `);
    }
  });

  test("exports the entry point and nothing else", () => {
    const names = [...read("--coff-exports").matchAll(/^ +Name: (\S+)$/gm)].map(([, name]) => name);
    expect(names).toEqual(["WSLPluginAPIV1_EntryPoint"]);
  });

  test("imports only system DLLs", () => {
    const names = [...read("--coff-imports").matchAll(/^ +Name: (\S+)$/gm)].map(([, name]) => name!.toLowerCase());
    const others = names.filter((name) => !name.startsWith("api-ms-win-crt-"));
    expect(others.sort()).toEqual(["advapi32.dll", "bcrypt.dll", "kernel32.dll", "ntdll.dll", "ws2_32.dll"]);
  });

  // Faults unwind by it.
  test("has unwind data for each function of the engine", () => {
    const [, size = "0"] =
      /^ExceptionTableSize: (0x[0-9A-F]+)$/m.exec(read("--file-headers").replace(/^ +/gm, "")) ?? [];
    expect(Number(size) / 8).toBeGreaterThan(1000);
  });
});

describe.skipIf(!canRun)("the engine on ARM64", () => {
  const program = new CaseProgram(runner === undefined ? [paths.arm64EngineTest] : [runner, paths.arm64EngineTest]);
  const names = canRun ? program.names() : [];
  let passed = 0;

  test.each(names)("%s", { timeout: 1_800_000 }, async (name) => {
    const { code, stdout } = await program.run(name);
    expect({ code, reason: stdout }).toEqual({ code: 0, reason: "" });
    passed++;
  });

  test("is measured", () => {
    reportFigure("arm64", `${passed} of ${names.length} cases of the engine pass`);
    expect(names.length).toBeGreaterThan(30);
  });
});

/** llvm-readobj reads the images of all processors. */
function read(what: string): string {
  const name = ["llvm-readobj", "llvm-readobj-14"].find((one) => spawnSync(one, ["--version"]).status === 0);
  if (name === undefined) throw new Error("llvm-readobj is not on the PATH.");
  return spawnSync(name, [what, paths.arm64Dll], { encoding: "utf8" }).stdout;
}
