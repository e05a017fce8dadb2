// Signals that arrive while related files are being written.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";

const module = join(paths.root, "src", "cli", "shared", "stop-signals.ts");

/**
 * Runs a script with the module's functions. It gets SIGINT when it prints "ready", and the end of its input when it
 * prints "signalled": the two arrive independently, and only the script knows when the signal has arrived.
 */
async function interrupted(script: string): Promise<{ output: string; code: number | null; signal: string | null }> {
  const source = `import { uninterrupted, untilStopped } from ${JSON.stringify(module)};\n${script}`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", source];
  const child = spawn(process.execPath, args, { cwd: paths.root, stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (text.includes("ready")) child.kill("SIGINT");
    if (text.includes("signalled")) child.stdin.end("go on");
  });
  await once(child, "close");
  return { output, code: child.exitCode, signal: child.signalCode };
}

/** Work that continues after the signal. */
const wait = `process.once("SIGINT", () => console.log("signalled"));
  console.log("ready");
  for await (const _ of process.stdin);`;

test("uninterruptible work is finished before a signal ends the process", async () => {
  const script = `await uninterrupted(async () => { ${wait} console.log("done"); }); await new Promise((r) => setTimeout(r, 60_000));`;
  expect(await interrupted(script)).toEqual({ output: "ready\nsignalled\ndone\n", code: null, signal: "SIGINT" });
});

test("on Windows, where Node cannot send itself every signal, the exit code names the received one", async () => {
  const script = `Object.defineProperty(process, "platform", { value: "win32" });
    await uninterrupted(async () => { ${wait} console.log("done"); });
    console.log("never");`;
  expect(await interrupted(script)).toEqual({ output: "ready\nsignalled\ndone\n", code: 130, signal: null });
});

test("work that runs until it is stopped cleans up before the process ends, whatever it writes", async () => {
  const script = `await untilStopped(async (signal) => {
    await uninterrupted(async () => { ${wait} });
    console.log(signal.aborted);
  }, async () => false);`;
  expect(await interrupted(script)).toEqual({ output: "ready\nsignalled\ntrue\n", code: 130, signal: null });
});

test("an uncaught error stops work that runs until it is stopped, and is reported", async () => {
  const script = `
    const untilAbort = (signal) => new Promise((resolve) => signal.addEventListener("abort", resolve));
    const stopped = untilStopped(untilAbort, async () => false);
    Promise.reject(new Error("lost"));
    await stopped.catch((error) => console.log("caught", error.message));`;
  expect(await interrupted(script)).toEqual({ output: "caught lost\n", code: 0, signal: null });
});

test("an error of a helper that ended just before the signal is not reported", async () => {
  const script = `
    const broken = async () => {
      setTimeout(() => console.log("ready"));
      throw new Error("broken");
    };
    await untilStopped(broken, async () => true);`;
  expect(await interrupted(script)).toEqual({ output: "ready\n", code: 130, signal: null });
});

test("an error of a helper that ended without a signal is reported", async () => {
  const script = `
    const broken = async () => { throw new Error("broken"); };
    await untilStopped(broken, async () => true).catch((error) => console.log("caught", error.message));`;
  expect(await interrupted(script)).toEqual({ output: "caught broken\n", code: 0, signal: null });
});
