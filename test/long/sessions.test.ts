// Hooks of many sessions on four threads, under sanitizers: instances are made, freed, spent and replaced meanwhile,
// sessions end, hooks of other sessions come from within calls, and WSL holds a lock of the whole service.

import { expect, test } from "vitest";
import { buildThreadsTest } from "../../scripts/build/linux.ts";
import { paths } from "../../src/paths.ts";
import { CaseProgram } from "../support/case-program.ts";
import { reportFigure } from "../support/figures.ts";
import { startBesideHangingHook } from "../support/hanging-session.ts";

const rounds = 10_000;
const env = { ...process.env, ROUNDS: String(rounds) };

const storms = [
  "sessions on many threads have their own state and outcome, whatever happens",
  "hooks under a lock of the whole service wait for no hook that makes a call",
];
const others = [
  "a hook that hangs in one session keeps no other session waiting",
  "a session that ends while its hook runs does not wait for it",
  "a hook that comes while its instance makes room goes on with its state",
  "sessions on many threads that take each other's room lose no state",
  "account look-ups without an answer do not keep hooks waiting",
  "threads that log do not wait for one that writes to the file",
  "threads have the hooks' lock one after the other",
];

test("in ten thousand rounds hooks of many sessions get their own session's result", async () => {
  await runCases(paths.linuxHostTest, storms);
  reportFigure("sessions", `${rounds.toLocaleString("en")} rounds each under sanitizers, no wrong outcome`);
});

test("a hook that hangs in one session does not delay another session's VM, a hundred times", async () => {
  await startBesideHangingHook(100);
  reportFigure("sessions", "100 starts of a VM while another session's hook hangs");
});

test("ThreadSanitizer finds no data race between sessions in ten thousand rounds", async () => {
  await buildThreadsTest();
  await runCases(paths.linuxThreadsTest, [...storms, ...others]);
  reportFigure("sessions", `${rounds.toLocaleString("en")} rounds each under ThreadSanitizer, no data race`);
});

async function runCases(file: string, names: readonly string[]): Promise<void> {
  const program = new CaseProgram([file], env);
  for (const name of names) expect(await program.run(name), name).toEqual({ code: 0, stdout: "", stderr: "" });
}
