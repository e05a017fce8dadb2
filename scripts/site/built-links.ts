/** The links of the built site: each one has to lead to a file of it, and to an element of that page. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** Links that lead nowhere, a line each. */
export function brokenLinks(folder: string, base: string): string[] {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  const ids = new Map(pages.map((page) => [page, idsOf(readFileSync(join(folder, page), "utf8"))]));
  return pages.flatMap((page) =>
    linksOf(readFileSync(join(folder, page), "utf8"))
      .filter((link) => !leadsSomewhere(link, page))
      .map((link) => `${page}: ${link}`),
  );

  function leadsSomewhere(link: string, page: string): boolean {
    const [path = "", fragment = ""] = link.split("#");
    const target = path === "" ? page : fileOf(path, page);
    if (target === null || !existsSync(join(folder, target))) return false;
    const anchor = decodeURIComponent(fragment);
    return anchor === "" || anchor.includes("=") || (ids.get(target)?.has(anchor) ?? false);
  }

  function fileOf(path: string, page: string): string | null {
    if (path.startsWith("/") && !path.startsWith(base)) return null;
    const absolute = path.startsWith("/") ? path.slice(base.length) : posix.join(posix.dirname(page), path);
    return /(^|\/)$/.test(absolute) ? `${absolute}index.html` : absolute;
  }
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)]
    .map(([, link = ""]) => link.replaceAll("&amp;", "&"))
    .filter((link) => !/^[a-z]+:/.test(link));
}

function idsOf(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => id));
}
