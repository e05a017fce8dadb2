/** Colours for people: only on a terminal, and not when NO_COLOR asks for none. */

export type Style = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/** How to write to one stream. */
export function styleFor(stream: { readonly isTTY?: boolean }): Style {
  const plain = !hasColor(stream);
  const paint = (code: number) => (text: string) => (plain || text === "" ? text : `\u001b[${code}m${text}\u001b[0m`);
  return {
    bold: paint(codes.bold),
    dim: paint(codes.dim),
    red: paint(codes.red),
    yellow: paint(codes.yellow),
    green: paint(codes.green),
  };
}

export function hasColor(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };
