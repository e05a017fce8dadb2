/** Parts of the docs that scripts write, each between `<!-- begin: name -->` and `<!-- end: name -->`. */

export function partOf(page: string, name: string): string {
  const { start, end } = placeOf(page, name);
  return page.slice(start, end).trim();
}

export function replacePart(page: string, name: string, content: string): string {
  const { start, end } = placeOf(page, name);
  return `${page.slice(0, start)}\n${content.trim()}\n\n${page.slice(end)}`;
}

function placeOf(page: string, name: string): { start: number; end: number } {
  const marker = `<!-- begin: ${name} -->\n`;
  const [begin, end] = [page.indexOf(marker), page.indexOf(`<!-- end: ${name} -->`)];
  if (begin < 0 || end < begin) throw new Error(`The page has no place for "${name}".`);
  return { start: begin + marker.length, end };
}
