import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorOf, renderPages, type Section } from "../../bindings/emit/markdown.ts";
import { emitReference } from "../../bindings/emit/reference.ts";
import { type Description, description } from "../../bindings/index.ts";
import { paths } from "../../src/paths.ts";

const pages = Object.fromEntries(
  Object.keys(emitReference(description)).map((name) => [
    name,
    readFileSync(join(paths.root, "docs", "reference", name), "utf8"),
  ]),
);
const reference = Object.values(pages).join("\n");
const prose = proseOf(reference);

/** The heading of every section, with its level. */
const headings = headingsOf(prose);

/** The text below a heading, up to the next one. */
function section(title: string): string {
  const [, text = ""] = reference.split(new RegExp(`^#+ ${title}$`, "m"));
  return text.split(/^#+ /m)[0]!.trim();
}

describe("the reference", () => {
  it("has a section for every hook, global, type and property", () => {
    const { hooks, globals, types, structs } = description;
    const properties = structs.flatMap((struct) =>
      [...struct.fields, ...struct.derived].flatMap((row) =>
        row.property === null ? [] : [`${struct.typescript}.${row.property}`],
      ),
    );
    const expected = [
      ...hooks.map((row) => row.method),
      ...[...globals, ...types].map((row) => row.name),
      ...structs.map((row) => row.typescript),
      ...properties,
    ];

    const titles = headings.map(({ title }) => title);
    expect(expected.filter((name) => !titles.includes(name))).toEqual([]);
  });

  it("links to sections that exist", () => {
    const places = Object.entries(pages).flatMap(([name, text]) => [
      name,
      ...headingsOf(proseOf(text)).map(({ title }) => `${name}#${anchorOf(title)}`),
    ]);
    const links = Object.entries(pages).flatMap(([name, text]) =>
      [...proseOf(text).matchAll(/\]\((?!\.\.\/)([^)#]*)(#[^)]+)?\)/g)].map(
        ([, page, anchor = ""]) => `${page || name}${anchor}`,
      ),
    );

    expect(links.length).toBeGreaterThan(headings.length);
    expect(links.filter((link) => !places.includes(link))).toEqual([]);
    expect(places).toEqual([...new Set(places)]);
  });

  it("has text in every section, and skips no heading level", () => {
    const empty = headings.filter(({ level, title }, index) => {
      const isChapter = (headings[index + 1]?.level ?? 0) > level;
      return !isChapter && section(title.replace(/[$.[\]]/g, "\\$&")) === "";
    });

    expect(empty).toEqual([]);
    expect(headings.filter(({ level }, index) => level > (headings[index - 1]?.level ?? 0) + 1)).toEqual([]);
  });

  it("names only codes that the table of codes contains", () => {
    const names = [...prose.matchAll(/`((?:(?:[A-Z]+_)?E|ERROR|TRUST|CERT)_[A-Z0-9_]+|WSAE[A-Z]+)`/g)].map(
      ([, name]) => name,
    );
    const known = description.hresults.map((row): string | undefined => row.name);

    expect(known.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });

  it("contains no text that Markdown reads as HTML", () => {
    expect(prose.replace(/^<!--.*-->$/m, "").replace(/`[^`]*`/g, "")).not.toMatch(/<[A-Za-z/]/);
  });

  it("documents when a hook is called and what its failure does", () => {
    expect(section("onDistributionUnregistered")).toBe(`A distribution has been unregistered, and its files deleted.

\`\`\`ts
onDistributionUnregistered(session: WSLSessionInformation, distribution: WSLOfflineDistributionInformation): void | Promise<void>
\`\`\`

| Parameter | Meaning |
| --- | --- |
| \`session\` | [\`WSLSessionInformation\`](information-objects.md#wslsessioninformation). The session of the event. |
| \`distribution\` | [\`WSLOfflineDistributionInformation\`](information-objects.md#wslofflinedistributioninformation). The distribution. |

|  |  |
| --- | --- |
| Called | After the distribution's files have been deleted. The distribution may have used WSL1, and the session may have no VM. |
| Repeats | Once for each distribution. |
| If it fails | The distribution is deleted anyway. The error is only logged. |
| Since | WSL 2.1.2 (\`DistributionUnregisteredHook\`) |
| In WSL | \`OnDistributionUnregistered\` |

\`\`\`ts
export default definePlugin({
  requires: "DistributionUnregisteredHook",
  onDistributionUnregistered(session, distribution) {
    console.log(\`\${distribution.name} is gone\`);
  },
});
\`\`\``);
  });

  it("documents who reads a hook's message", () => {
    for (const { method, messageConsumed } of description.hooks) {
      expect(section(method).includes("The user reads the error's message.")).toBe(messageConsumed);
      expect(section(method).includes("The error is only logged.")).toBe(!messageConsumed);
    }
  });

  it("documents which version a gated field needs", () => {
    expect(section("WSLDistributionInformation\\.initPid")).toContain(
      "Since WSL 2.0.5 (`DistributionInitPid`). On an older one, reading it throws " +
        "[`RequiresUpdateError`](errors.md#requiresupdateerror). In WSL: `WSLDistributionInformation::InitPid`.",
    );
  });

  it.each<[string, (chapters: Description["chapters"]) => Description["chapters"]]>([
    ["lacks MountFolder", (chapters) => chapters.map((row) => without(row, "MountFolder"))],
    ["twice: MountFolder", (chapters) => [...chapters, { title: "Again", text: [], rows: ["MountFolder"] }]],
    ['names "UnmountFolder"', (chapters) => [...chapters, { title: "More", text: [], rows: ["UnmountFolder"] }]],
  ])("rejects incomplete chapters: %s", (message, change) => {
    expect(() => emitReference({ ...description, chapters: change(description.chapters) })).toThrow(message);
  });
});

describe("a document in Markdown", () => {
  const leaf = (title: string, ...body: string[]): Section => ({ title, body, sections: [] });
  const document = (...sections: Section[]): Section => ({ title: "All", body: ["Of `A.b`.", ""], sections });

  it("lists its parts, writes a page for each, and links the names of its sections", () => {
    const chapter = {
      ...leaf("A", "See `A`, `A.b`, `C` and {@link A.b}; not `a`.", "```ts", "`A.b`", "```", ""),
      sections: [{ ...leaf("A.b", "Text", ""), since: "2.1.2" }],
    };
    const pages = renderPages(document(chapter, leaf("C", "`A` and `A.b`", "")), ({ since }) =>
      since ? ` (${since})` : "",
    );

    expect(Object.fromEntries(Object.entries(pages).map(([name, lines]) => [name, lines.join("\n")]))).toEqual({
      "README.md": "# All\n\nOf [`A.b`](a.md#ab).\n\n- [A](a.md)\n  - [A.b](a.md#ab)\n- [C](c.md)",
      "a.md":
        "# A\n\nSee `A`, [`A.b`](#ab), [`C`](c.md) and [`A.b`](#ab); not `a`.\n```ts\n`A.b`\n```\n\n" +
        "## A.b (2.1.2)\n\nText\n",
      "c.md": "# C\n\n[`A`](a.md) and [`A.b`](a.md#ab)\n",
    });
  });

  it("rejects broken links, and two sections with one anchor", () => {
    expect(() => renderPages(document(leaf("A", "{@link B}"), leaf("A.b")))).toThrow('"A" links to "B"');
    expect(() => renderPages(document(leaf("A.b"), leaf("Ab")))).toThrow("#ab");
  });
});

function proseOf(page: string): string {
  return page.replace(/^```.*?^```/gms, "");
}

function headingsOf(prose: string): { level: number; title: string }[] {
  return [...prose.matchAll(/^(#+) (.*)$/gm)].map(([, marks, title]) => ({ level: marks!.length, title: title! }));
}

function without(row: Description["chapters"][number], name: string): Description["chapters"][number] {
  return { ...row, rows: row.rows.filter((candidate) => candidate !== name) };
}
