/** esbuild's errors and warnings, with their places in the source. */

import type { PartialMessage } from "esbuild";
import { formatMessages } from "../../bundle/bundler.ts";
import { hasColor } from "../shared/style.ts";

/** As text for the standard error stream. */
export async function explainMessages(kind: "error" | "warning", messages: PartialMessage[]): Promise<string> {
  return (await formatMessages(messages, { kind, color: hasColor(process.stderr) })).join("").trimEnd();
}
