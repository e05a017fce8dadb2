/** A direct `eval` is an error: it throws when it runs. */

import type { PartialMessage } from "esbuild";

/** For esbuild, which finds it. */
export const directEvalIsError = { "direct-eval": "error" } as const;

/** esbuild's own text is about what it means for bundlers. */
export function explainDirectEval(message: PartialMessage): PartialMessage {
  if (message.id !== "direct-eval") return message;
  const note = { location: null, text: "Use JSON.parse for data." };
  return { ...message, text: "eval cannot run code from text in a plugin", notes: [note] };
}
