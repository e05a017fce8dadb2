/** wsl-script-host.exe self-test: its report, and that it notices a DLL that does not do its work. */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { version } from "../../../package.json" with { type: "json" };
import { paths } from "../../../src/paths.ts";
import { linePattern } from "../../../src/simulator/scenario/compare-lines.ts";
import { spawnWine, windowsPath, winePrefix } from "../../../src/wslservice/wine.ts";
import { mustRunWine, runWine } from "../../support/windows.ts";

const policies = "HKLM\\SOFTWARE\\Policies\\wsl-script-host";
const programs = join(winePrefix, "drive_c", "Program Files", "wsl-script-host");

const report = `wsl-script-host ${version}, self-test
system         Wine * as Windows *, x64
WSL            2.4.4.0, tables of 2.4.4
DLL            ${windowsPath(paths.dll)}
SHA-256        {sha256}
signature      0x800B0100 (TRUST_E_NOSIGNATURE)
dynamic code   forbidden: not in force
system images  preferred: not in force
shadow stacks  not in force

ok      the DLL and its plugin load, * ms
ok      a hook gets WSL's information about session and distribution, * ms
ok      a veto has its HRESULT and its message, * ms
ok      an error of the script names its place, * ms
ok      an endless loop times out, * ms
ok      an endless builtin times out, by force, * ms
ok      an endless regular expression times out, by force, * ms
ok      endless recursion throws an error that the script can catch, * ms
ok      an exhausted stack ends in a trap, * ms
ok      exhausted memory fails the hook, * ms
ok      256 KiB go to a process and come back after the input's end, * ms
ok      waiting for a silent process times out, * ms
ok      a script keeps its state between hooks, * ms
ok      an edited script replaces the running one and gets its state, * ms
ok      the service unloads the DLL and ends, * ms

everything passed: 15 steps in * ms
`;

async function selfTest(...args: string[]) {
  const { stdout, ...rest } = await runWine(paths.tool, "self-test", ...args);
  return { ...rest, stdout: stdout.replaceAll("\r", "") };
}

/** The process of Linux that is the stand-in of this prefix. */
function standIn(): number {
  const contentOf = (pid: string, file: string) => {
    try {
      return readFileSync(join("/proc", pid, file), "latin1");
    } catch {
      // It has ended meanwhile.
      return "";
    }
  };
  const pid = readdirSync("/proc").find(
    (entry) =>
      contentOf(entry, "cmdline").includes("--stand-in") &&
      contentOf(entry, "environ").includes(`WINEPREFIX=${winePrefix}\0`),
  );
  return Number(pid);
}

export function testSelfTest(): void {
  test("reports the machine, the restrictions that are in force, and each step, and leaves nothing", async () => {
    const { code, stdout } = await selfTest();
    const sha256 = createHash("sha256")
      .update(await readFile(paths.dll))
      .digest("hex");
    expect(stdout).toMatch(linePattern(report.replace("{sha256}", sha256)));
    expect(code).toBe(0);
    expect(existsSync(programs)).toBe(false);
  });

  test("fails at the first step that has another outcome, with what was expected", async () => {
    await mustRunWine("reg.exe", "add", policies, "/v", "Disabled", "/t", "REG_DWORD", "/d", "1", "/f");
    try {
      const { code, stdout } = await selfTest(windowsPath(paths.dll));
      expect(stdout).toMatch(
        /FAILED {2}a veto has .*\n {8}expected 0x80070005 \(E_ACCESSDENIED\), "not on this machine", got 0x00000000/,
      );
      expect(stdout).toMatch(/it failed: 2 steps in \d+ ms\n$/);
      expect(code).toBe(1);
      expect(existsSync(programs)).toBe(false);
    } finally {
      await mustRunWine("reg.exe", "delete", policies, "/f");
    }
  });

  test("removes what an earlier one has left, which was ended from outside", async () => {
    const left = join(programs, "self-test-99999996");
    await mkdir(left, { recursive: true });
    await writeFile(join(left, "self-test.dll"), "");
    expect(await selfTest()).toMatchObject({ code: 0, stdout: expect.stringContaining("everything passed") });
    expect(existsSync(programs)).toBe(false);
  });

  test.each([
    ["the sudden end of the process under test", standIn, "SIGKILL"],
    ["Ctrl-C", (tool: number) => tool, "SIGINT"],
  ] as const)("%s is reported as the step's failure, and leaves nothing", async (_, target, signal) => {
    const tool = spawnWine(paths.tool, ["self-test"]);
    const ended = once(tool, "exit");
    let printed = "";
    for await (const chunk of tool.stdout ?? []) {
      const loads = printed.includes("ok      the DLL and its plugin load");
      printed += chunk;
      if (!loads && printed.includes("ok      the DLL and its plugin load"))
        process.kill(target(tool.pid ?? 0), signal);
    }
    // Within a step's own hook, or in the one that shows that the process goes on.
    expect(printed).toMatch(/^ {8}(?:the hook after it: )?the process has ended\r?$/m);
    expect(printed).toContain("it failed: ");
    expect(await ended).toEqual([1, null]);
    expect(existsSync(programs)).toBe(false);
  });

  test("does not take another DLL for the host", async () => {
    const { code, stderr } = await selfTest(windowsPath(paths.nativePlugin));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("native-plugin.dll is not the host") });
  });
}
