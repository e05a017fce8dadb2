// Ten thousand hooks of eighty sessions on four threads, under sanitizers: instances are made, freed, spent and replaced
// meanwhile, sessions end, and hooks of other sessions come from within calls.

import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { CaseProgram } from "../support/case-program.ts";
import { reportFigure } from "../support/figures.ts";
import { startBesideHangingHook } from "../support/hanging-session.ts";

const rounds = 10_000;

test("ten thousand rounds of hooks in eighty sessions have their own session's outcome", async () => {
  const program = new CaseProgram([paths.linuxHostTest], { ...process.env, ROUNDS: String(rounds) });
  const result = await program.run("sessions on many threads have their own state and outcome, whatever happens");
  expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
  reportFigure("sessions", `${rounds.toLocaleString("en")} rounds under sanitizers, no wrong outcome`);
});

test("a hook that hangs in one session lets another one's VM start a hundred times", async () => {
  await startBesideHangingHook(100);
  reportFigure("sessions", "100 starts of a VM while another session's hook hangs");
});
