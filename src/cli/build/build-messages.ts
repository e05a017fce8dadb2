/** esbuild's errors and warnings, with their places in the source. */

import { formatMessages, type PartialMessage } from "esbuild";
import { hasColor } from "../shared/style.ts";

/** As text for the standard error stream. */
export async function explainMessages(kind: "error" | "warning", messages: PartialMessage[]): Promise<string> {
  return (await formatMessages(messages, { kind, color: hasColor(process.stderr) })).join("").trimEnd();
}
