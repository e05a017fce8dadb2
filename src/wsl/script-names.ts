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

/** A readable command line: the runtime's own scripts by name, without what differs between runs. */
export function readableArguments(args: readonly string[]): string[] {
  const writes = args.indexOf(kWriteFileScript);
  return args.map((text, index) =>
    writes !== -1 && index === writes + temporaryName ? "<temporary>" : (names.get(text) ?? text),
  );
}

/** Its position: after the script's own name and the file's. */
const temporaryName = 3;
