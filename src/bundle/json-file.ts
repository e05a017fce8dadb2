/**
 * Parses a JSON file's text, which may start with the byte order mark of Windows' editors. Throws a SyntaxError with
 * line and column.
 */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\ufeff/, "");
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new SyntaxError(placed(json, (error as Error).message));
  }
}

/** Engines report a position or nothing; readers need a line. */
function placed(json: string, message: string): string {
  const position = / at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return message;
  const before = json.slice(0, Number(position)).split("\n");
  const place = `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
  return `${place}: ${message.replace(/ (?:in JSON )?at position .*$/s, "")}`;
}
