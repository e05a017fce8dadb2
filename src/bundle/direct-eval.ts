/** Reports a direct `eval` as an error: it throws when it runs. */

import type { PartialMessage } from "esbuild";

/** esbuild finds it and names it so. */
export const directEvalIsError = { "direct-eval": "error" } as const;

/** esbuild's own text describes the effect on bundlers. */
export function explainDirectEval(message: PartialMessage): PartialMessage {
  if (message.id !== "direct-eval") return message;
  const note = { location: null, text: "Use JSON.parse for data." };
  return { ...message, text: "eval cannot run code from text in a plugin", notes: [note] };
}
