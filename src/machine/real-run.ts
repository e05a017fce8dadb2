import { kErrorScript, kShell } from "../../bindings/border/shell-scripts.ts";
import type { ProcessListener, RealProgram, RealPrograms, RunningProcess } from "./process.ts";
import { startReal } from "./real-process.ts";
import type { RunHeader } from "./run-shell.ts";

/** Milliseconds for a real shell to report its process id. */
const patience = 10_000;

/** Real shells around a real program. `shellArgs` are those of the shell that runs it. */
function startRealRun(
  shellArgs: readonly string[],
  { secret, errorShell, hasInput }: RunHeader,
  listener: ProcessListener,
): RunningProcess | null {
  const errors = errorShell === null ? null : startShell(["-c", kErrorScript, "sh"], silent);
  const shell = startShell(shellArgs, listener);
  if (shell === null || (errorShell !== null && errors === null)) return null;
  if (errors !== null) errorShell?.continueAs(errors);
  const pid = errors === null ? "-" : readLine(errors);
  shell.send(Buffer.from(`${secret} ${pid} ${hasInput ? "input" : "none"}\n`));
  return shell;
}

function startShell(args: readonly string[], listener: ProcessListener): RunningProcess | null {
  const program: RealProgram = { program: kShell, args };
  return startReal(program, kShell, listener);
}

/** Byte by byte: everything after it belongs to the program. */
function readLine(process: RunningProcess): string {
  const end = performance.now() + patience;
  for (let line = ""; performance.now() < end; ) {
    process.wait(patience);
    const byte = process.receive(1);
    if (byte === 0) continue;
    if (byte.length === 0 || byte[0] === 0x0a) return line;
    line += Buffer.from(byte).toString("latin1");
  }
  throw new Error(`${kShell} does not say what its process id is.`);
}

const silent: ProcessListener = { onInput() {}, onOutput() {}, onError() {}, onExit() {} };

/** The programs of the machine that Node runs on. */
export const realPrograms: RealPrograms = { start: startReal, startRun: startRealRun };
