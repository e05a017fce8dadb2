/** Links and headings of Markdown, as GitHub reads them. */

import { anchorOf } from "../../bindings/emit/markdown.ts";

/** Fenced code, code within a line, or the target of a link. */
const codeOrTarget = /^```[\s\S]*?^```$|`[^`\n]*`|\]\(([^()\s]+)\)/gm;

/** The page with another target for each of its links. */
export function replaceTargets(page: string, replace: (target: string) => string): string {
  return page.replace(codeOrTarget, (text, target?: string) => (target === undefined ? text : `](${replace(target)})`));
}

export function targetsOf(page: string): string[] {
  return [...page.matchAll(codeOrTarget)].flatMap(([, target]) => target ?? []);
}

/** The anchors of a page's headings. GitHub numbers those that repeat. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const uses = new Map<string, number>();
  for (const title of headingsOf(page)) {
    const anchor = anchorOf(title);
    const used = uses.get(anchor) ?? 0;
    uses.set(anchor, used + 1);
    anchors.add(used === 0 ? anchor : `${anchor}-${used}`);
  }
  return anchors;
}

/** The first heading. */
export function titleOf(page: string): string {
  const [title] = headingsOf(page);
  if (title === undefined) throw new Error(`A page without a heading: ${page.slice(0, 60)}`);
  return title.replaceAll("`", "");
}

function headingsOf(page: string): string[] {
  const prose = page.replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
}

/** A target's parts: `guide.md#deploy-it`, `#deploy-it`. Null for an address elsewhere. */
export function parseTarget(target: string): { readonly path: string; readonly anchor: string } | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [path = "", anchor = ""] = target.split("#");
  return { path, anchor };
}
