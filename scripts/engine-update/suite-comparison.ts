/** test262 on two versions of the engine, both in Node. */

import { availableParallelism } from "node:os";
import { nodeEngine, runCases } from "../test262/runners.ts";
import { readSuite, type TestCase, titleOf } from "../test262/suite.ts";
import { type CaseResult, isCrash, passes, resultOf } from "../test262/verdict.ts";

export interface SuiteComparison {
  readonly cases: number;
  /** How many pass before and after. */
  readonly passed: readonly [before: number, after: number];
  /** Tests that pass now and failed before, and the reverse. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Tests that now end the engine or never end. */
  readonly crashes: readonly string[];
}

export async function compareOnSuite(
  before: string,
  after: string,
  suite: string,
  every: number,
): Promise<SuiteComparison> {
  const cases = readSuite(suite, { every, include: "" });
  const run = { suite, cases, jobs: availableParallelism(), onResult: () => {} };
  return compareResults(cases, await runCases(nodeEngine(before), run), await runCases(nodeEngine(after), run));
}

export function compareResults(
  cases: readonly TestCase[],
  before: ReadonlyMap<number, CaseResult>,
  after: ReadonlyMap<number, CaseResult>,
): SuiteComparison {
  const passing = (results: ReadonlyMap<number, CaseResult>) =>
    new Set(cases.flatMap((test, number) => (passes(test, resultOf(results, number)) ? [titleOf(test)] : [])));
  const [passedBefore, passedAfter] = [passing(before), passing(after)];
  return {
    cases: cases.length,
    passed: [passedBefore.size, passedAfter.size],
    gained: [...passedAfter].filter((title) => !passedBefore.has(title)),
    lost: [...passedBefore].filter((title) => !passedAfter.has(title)),
    crashes: cases.flatMap((test, number) => {
      const result = resultOf(after, number);
      return isCrash(result) ? [`${titleOf(test)}: ${result.outcome}`] : [];
    }),
  };
}
