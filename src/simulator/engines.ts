import type { Clock } from "../engine/clock.ts";
import type { NodeRuntimeOptions } from "../engine/node-runtime.ts";
import { QuickJsRuntime } from "../engine/quickjs-runtime.ts";
import type { RuntimeFactory } from "../engine/runtime.ts";
import type { EngineName } from "./engine-name.ts";

export async function loadEngine(
  name: EngineName,
  options: Pick<NodeRuntimeOptions, "hostBlocks" | "breaksAtStart">,
): Promise<(clock: Clock) => RuntimeFactory> {
  if (name === "quickjs") return QuickJsRuntime.factory;
  const [{ NodeRuntime }, { lowerUsing }] = await Promise.all([
    import("../engine/node-runtime.ts"),
    import("../bundle/lower-using.ts"),
  ]);
  return (clock) => NodeRuntime.factory({ ...options, clock, lower: lowerUsing });
}
