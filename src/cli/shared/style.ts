/** Colours for people: only on a terminal, and not when NO_COLOR asks for none. */

import { styleText } from "node:util";

const formats = ["bold", "dim", "red", "yellow", "green"] as const;

export type Style = Readonly<Record<(typeof formats)[number], (text: string) => string>>;

/** How to write to one stream. */
export function styleFor(stream: { readonly isTTY?: boolean }): Style {
  const plain = !hasColor(stream);
  const paint = (format: (typeof formats)[number]) => (text: string) =>
    plain || text === "" ? text : styleText(format, text, { validateStream: false });
  return Object.fromEntries(formats.map((format) => [format, paint(format)])) as Style;
}

export function hasColor(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}
