/** llms.txt: what the site has, for programs that read text. Every page of the site is also there as Markdown. */

import type { Group } from "./outline.ts";

/** A page without what only the website's theme knows. */
export function plainMarkdown(page: string): string {
  return page.replace(/ <Badge type="\w+" text="([^"]*)" \/>/g, " (since $1)");
}

export function llmsText(groups: readonly Group[], base: string): string {
  const parts = groups.map(({ text, items }) =>
    [`## ${text}`, "", ...items.map((item) => `- [${item.text}](${markdownOf(item.link, base)})`), ""].join("\n"),
  );
  return [
    "# wsl-script-host",
    "",
    "> WSL plugins in TypeScript: one native host DLL runs a script inside a sandboxed QuickJS in WSL's service.",
    "",
    "Everything a plugin can use is global; it imports nothing. Each page is also there as Markdown.",
    "",
    ...parts,
  ].join("\n");
}

function markdownOf(link: string, base: string): string {
  return `${base.replace(/\/$/, "")}${link.endsWith("/") ? `${link}index` : link}.md`;
}
