import { kWaitForSystemdScript, kWriteFileScript } from "../../bindings/border/shell-scripts.ts";
import type { FakeAnswer } from "./answered-process.ts";
import type { ProcessCall } from "./process.ts";

/** Answers for the global Linux if a test has no answer: files that it wrote can be read, and systemd is not in use. */
export class WrittenFiles {
  /** By session, distribution and path. */
  readonly #texts = new Map<string, string>();

  /** Undefined for a program that Linux does not use. */
  answer(call: ProcessCall): FakeAnswer | undefined {
    const { path: program, args } = call;
    const [option, script, , file = ""] = args;
    if (program === "cat" && args.length === 1) return this.#texts.get(keyOf(call, args[0] ?? ""));
    if (program !== "sh" || option !== "-c") return undefined;
    if (script === kWaitForSystemdScript) return "not in use\n";
    if (script !== kWriteFileScript) return undefined;
    this.#texts.set(keyOf(call, file), call.input);
    return "";
  }

  /** Files in a VM's memory disappear with the VM. */
  forgetVm(session: number): void {
    for (const key of this.#texts.keys()) if (key.startsWith(`${session}\0\0`)) this.#texts.delete(key);
  }
}

function keyOf({ session, distribution }: ProcessCall, path: string): string {
  return `${session}\0${distribution ?? ""}\0${path}`;
}
