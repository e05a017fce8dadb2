import {
  kErrorScript,
  kRunScript,
  kWaitForSystemdScript,
  kWriteFileScript,
} from "../../bindings/border/shell-scripts.ts";

const names: ReadonlyMap<string, string> = new Map([
  [kRunScript, "<run>"],
  [kErrorScript, "<stderr of run>"],
  [kWriteFileScript, "<Linux.writeTextFile>"],
  [kWaitForSystemdScript, "<Linux.waitForSystemd>"],
]);

/** A command line for people: the runtime's own scripts by name, and without what differs from run to run. */
export function readableArguments(args: readonly string[]): string[] {
  const writes = args.indexOf(kWriteFileScript);
  return args.map((text, index) =>
    writes !== -1 && index === writes + temporaryName ? "<temporary>" : (names.get(text) ?? text),
  );
}

/** Where the script has it: behind its own name and the file's. */
const temporaryName = 3;
