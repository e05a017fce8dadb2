/** The changes of an update, as Markdown: the text of a pull request. */

import { table } from "../../bindings/emit/markdown.ts";
import type { EngineFacts } from "./facts.ts";
import type { SuiteComparison } from "./suite-comparison.ts";

export interface Release {
  readonly version: string;
  readonly date: Date;
}

export interface Update {
  readonly name: string;
  /** In the order of their versions. */
  readonly releases: readonly Release[];
  readonly before: EngineFacts;
  readonly after: EngineFacts;
  /** The names of the engine's that the host or the simulator uses. */
  readonly used: ReadonlySet<string>;
  readonly onSuite: SuiteComparison | null;
}

export function describeUpdate({ name, releases, before, after, used, onSuite }: Update): string {
  return [
    `# ${name} ${before.version} to ${after.version}`,
    "",
    behind(releases, before.version, after.version),
    "",
    ...table(
      ["", "before", "after"],
      [
        ["quickjs-ng", before.quickjs, after.quickjs],
        ["WebAssembly, bytes", before.bytes, after.bytes],
        ["functions", before.functions, after.functions],
        ["generated C, bytes", before.generatedBytes, after.generatedBytes],
        ["largest offset in it", before.largestOffset, after.largestOffset],
        ["imports", before.imports.size, after.imports.size],
        ["exports", before.exports.size, after.exports.size],
        ...(onSuite === null ? [] : [[`test262, of ${onSuite.cases} cases`, ...onSuite.passed]]),
      ].map((cells) => cells.map(String)),
    ),
    ...section(
      "Imports",
      changes(before.imports, after.imports, () => true),
    ),
    ...section(
      "Exports",
      changes(before.exports, after.exports, (export_) => used.has(export_)),
    ),
    ...(onSuite === null ? [] : suiteSections(onSuite)),
  ].join("\n");
}

function behind(releases: readonly Release[], from: string, to: string): string {
  const [first, last] = [from, to].map((wanted) => releases.findIndex(({ version }) => version === wanted));
  const [installed, newest] = [releases[first ?? -1], releases[last ?? -1]];
  if (installed === undefined || newest === undefined) return "npm does not know when they were published.";
  const day = 24 * 60 * 60 * 1000;
  const days = Math.round((newest.date.getTime() - installed.date.getTime()) / day);
  const versions = releases.slice((first ?? 0) + 1, (last ?? 0) + 1).map(({ version }) => version);
  return `${versions.length} ${versions.length === 1 ? "release" : "releases"} (${versions.join(", ")}) and ${days} days apart; ${to} is of ${newest.date.toISOString().slice(0, 10)}.`;
}

function section(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, "", ...(lines.length === 0 ? ["The same."] : lines.map((line) => `- ${line}`)), ""];
}

/** By name. If a used name changes, the host or the simulator must change, too. */
function changes(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  isUsed: (name: string) => boolean,
): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [old, current] = [before.get(name), after.get(name)];
    if (old === current) return [];
    const note = isUsed(name) ? ", **used here**" : "";
    if (old === undefined) return [`new: \`${current}\``];
    if (current === undefined) return [`gone${note}: \`${old}\``];
    return [`changed${note}: \`${old}\` is \`${current}\``];
  });
}

function suiteSections({ gained, lost, crashes }: SuiteComparison): string[] {
  return [
    ...section("test262: pass now", gained),
    ...section("test262: fail now", lost),
    ...section("test262: trap, crash or hang now", crashes),
  ];
}
