/** test262 on two versions of the engine, both in Node. */

import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { paths } from "../../src/paths.ts";
import { nodeEngine, runCases } from "../test262/runners.ts";
import { caseLine, readSuite, type TestCase } from "../test262/suite.ts";
import { type CaseResult, isCrash, passes } from "../test262/verdict.ts";

export interface SuiteComparison {
  readonly cases: number;
  /** How many pass before and after. */
  readonly passed: readonly [before: number, after: number];
  /** What passes now and did not, and the other way round. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** What now ends the engine or never ends. */
  readonly crashes: readonly string[];
}

export async function compareOnSuite(
  before: string,
  after: string,
  suite: string,
  every: number,
): Promise<SuiteComparison> {
  const cases = readSuite(suite, { every, include: "" });
  const list = join(paths.test262Work, "update.tsv");
  mkdirSync(paths.test262Work, { recursive: true });
  writeFileSync(list, cases.map((test) => `${caseLine(test)}\n`).join(""));
  const run = { suite, list, count: cases.length, jobs: availableParallelism(), onResult: () => {} };
  return compareResults(cases, await runCases(nodeEngine(before), run), await runCases(nodeEngine(after), run));
}

export function compareResults(
  cases: readonly TestCase[],
  before: ReadonlyMap<number, CaseResult>,
  after: ReadonlyMap<number, CaseResult>,
): SuiteComparison {
  const passing = (results: ReadonlyMap<number, CaseResult>) =>
    new Set(cases.flatMap((test, number) => (didPass(test, results.get(number)) ? [titleOf(test)] : [])));
  const [passedBefore, passedAfter] = [passing(before), passing(after)];
  return {
    cases: cases.length,
    passed: [passedBefore.size, passedAfter.size],
    gained: [...passedAfter].filter((title) => !passedBefore.has(title)),
    lost: [...passedBefore].filter((title) => !passedAfter.has(title)),
    crashes: cases.flatMap((test, number) => {
      const result = after.get(number);
      return result !== undefined && isCrash(result) ? [`${titleOf(test)}: ${result.outcome}`] : [];
    }),
  };
}

function didPass(test: TestCase, result: CaseResult | undefined): boolean {
  return result !== undefined && passes(test, result);
}

function titleOf({ path, strict }: TestCase): string {
  return strict ? `${path} (strict)` : path;
}
