/** Regular expressions as the engine of the DLL reads them. */

import { Clock } from "../engine/clock.ts";
import { QuickJsRuntime } from "../engine/quickjs-runtime.ts";
import { ScriptError } from "../engine/runtime.ts";
import type { RawValue } from "../engine/sandbox.ts";
import { limits } from "../runtime/generated/settings.ts";

export interface RegExpLiteral {
  readonly pattern: string;
  readonly flags: string;
}

/** The engine's objection to each literal; null for those that it accepts. */
export function objectionsTo(literals: readonly RegExpLiteral[]): (string | null)[] {
  const { scriptTime, hookTime, memory } = limits;
  const runtime = new QuickJsRuntime(new Clock(), memory.default, () => {});
  const bounds = { scriptTime: scriptTime.default, hookTime: hookTime.default, memory: memory.default };
  return literals.map((literal) => runtime.enter(bounds, () => objectionOf(runtime, literal)));
}

function objectionOf(runtime: QuickJsRuntime, { pattern, flags }: RegExpLiteral): string | null {
  try {
    runtime.evaluate(Buffer.from(`/${pattern}/${flags}`), "regexp.js", "script");
    return null;
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return runtime.toText(runtime.get(error.thrown as RawValue, "message"));
  }
}
