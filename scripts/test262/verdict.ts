/** What results mean: whether a test passes, whether two engines agree, and what of that is unexpected. */

import type { TestCase } from "./suite.ts";

/** How a case ended in an engine; the texts are as the runners print them. */
export interface CaseResult {
  /** "done" and "threw" are ends that tests may expect; "crash" and "hang" are those of the runner's process. */
  readonly outcome: "done" | "threw" | "pending" | "trap" | "timeout" | "memory" | "broken" | "crash" | "hang";
  readonly stage: string;
  readonly thrown: string;
  readonly printed: string;
  readonly diagnostics: string;
  /** Of the linear memory: equal engines leave it equal, byte for byte. */
  readonly fingerprint: string;
}

/** Which tests are known to fail, and which do not apply to this engine; see test/test262/expected.json. */
export interface Expectations {
  /** The commit of tc39/test262 that they are of. */
  readonly commit: string;
  /** Features that the engine does not have, with the reason. Tests that need one of them run, and are not judged. */
  readonly features: Readonly<Record<string, string>>;
  /** The same for files, and for folders, whose names end with a slash. */
  readonly paths: Readonly<Record<string, string>>;
  /** Tests that fail, by the reason. */
  readonly failures: Readonly<Record<string, readonly string[]>>;
}

export interface Judgement {
  readonly passed: readonly string[];
  /** Reasons and how many tests each of them excuses. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly needLoader: readonly string[];
  /** Expected to fail, and do. */
  readonly failed: readonly string[];
  readonly unexpectedFailures: readonly string[];
  readonly unexpectedPasses: readonly string[];
}

/** Of a case that has ended its process, and so printed none. */
export function withoutResult(outcome: "crash" | "hang", reason: string): CaseResult {
  return { outcome, stage: "", thrown: reason, printed: "", diagnostics: "", fingerprint: "" };
}

export function resultOf(results: ReadonlyMap<number, CaseResult>, number: number): CaseResult {
  return results.get(number) ?? withoutResult("crash", "no result");
}

/** By test: it passes when all of its modes do. */
export function judge(
  cases: readonly TestCase[],
  results: ReadonlyMap<number, CaseResult>,
  expected: Expectations,
): Judgement {
  const known = new Set(Object.values(expected.failures).flat());
  const skipped = new Map<string, number>();
  const lists = { passed: [], needLoader: [], failed: [], unexpectedFailures: [], unexpectedPasses: [] } as {
    [name in Exclude<keyof Judgement, "skipped">]: string[];
  };
  for (const [path, { test, passes }] of byTest(cases, results)) {
    const reason = reasonToSkip(test, expected);
    if (reason !== undefined) skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    else if (passes) (known.has(path) ? lists.unexpectedPasses : lists.passed).push(path);
    else if (test.needsLoader) lists.needLoader.push(path);
    else (known.has(path) ? lists.failed : lists.unexpectedFailures).push(path);
  }
  return { skipped, ...lists };
}

export function passes({ negative, isAsync }: TestCase, { outcome, stage, thrown, printed }: CaseResult): boolean {
  if (negative !== null) return outcome === "threw" && stage !== "harness" && thrown.startsWith(`${negative}:`);
  if (outcome !== "done") return false;
  return !isAsync || (printed.includes("Test262:AsyncTestComplete") && !printed.includes("Test262:AsyncTestFailure"));
}

/** Ends that no test may have, in any engine: the sandbox's protections are not for ordinary code. */
export function isCrash({ outcome }: CaseResult): boolean {
  return ["trap", "timeout", "broken", "crash", "hang", "memory"].includes(outcome);
}

/** What differs between two engines, or null. */
export function differenceOf(one: CaseResult, other: CaseResult): string | null {
  // Each engine has words of its own for a trap.
  if (isCrash(one) && one.outcome === other.outcome) return null;
  const member = (Object.keys(one) as (keyof CaseResult)[]).find((name) => one[name] !== other[name]);
  return member === undefined ? null : `${member}: ${one[member]} | ${other[member]}`;
}

function reasonToSkip(test: TestCase, { features, paths }: Expectations): string | undefined {
  const feature = test.features.find((name) => Object.hasOwn(features, name));
  if (feature !== undefined) return features[feature];
  const place = Object.keys(paths).find((name) =>
    name.endsWith("/") ? test.path.startsWith(name) : test.path === name,
  );
  return place === undefined ? undefined : paths[place];
}

function byTest(cases: readonly TestCase[], results: ReadonlyMap<number, CaseResult>) {
  const tests = new Map<string, { test: TestCase; passes: boolean }>();
  for (const [number, test] of cases.entries()) {
    const before = tests.get(test.path)?.passes ?? true;
    tests.set(test.path, { test, passes: before && passes(test, resultOf(results, number)) });
  }
  return tests;
}
