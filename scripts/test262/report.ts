/** What a run came to: a summary, and what makes it fail. */

import { type TestCase, titleOf } from "./suite.ts";
import {
  type CaseResult,
  differenceOf,
  type Expectations,
  isCrash,
  type Judgement,
  judge,
  resultOf,
} from "./verdict.ts";

export interface RunReport {
  readonly text: string;
  /** Empty when everything ended as expected, in all engines alike. */
  readonly problems: readonly string[];
}

/** The first engine is judged; the others must agree with it, case by case. */
export function describeRun(
  cases: readonly TestCase[],
  results: ReadonlyMap<string, ReadonlyMap<number, CaseResult>>,
  expected: Expectations,
): RunReport {
  const [[firstName, first] = ["", new Map<number, CaseResult>()], ...others] = results;
  const judgement = judge(cases, first, expected);
  const differences = others.flatMap(([name, other]) =>
    cases.flatMap((test, number) => {
      const difference = differenceOf(resultOf(first, number), resultOf(other, number));
      return difference === null ? [] : [`${titleOf(test)}: ${firstName} and ${name} differ in ${difference}`];
    }),
  );
  const crashes = [...results].flatMap(([name, all]) =>
    cases.flatMap((test, number) => {
      const result = resultOf(all, number);
      return isCrash(result) ? [`${titleOf(test)}: ${name}: ${endOf(result)}`] : [];
    }),
  );
  return {
    text: summaryOf([...results.keys()], cases.length, judgement),
    problems: [
      ...list("Engines differ", differences),
      ...list("Trapped, crashed, hung, or ran out of time or memory", crashes),
      ...list("Failed unexpectedly", judgement.unexpectedFailures),
      ...list(
        "Passed, and is expected to fail (take it out of test/test262/expected.json)",
        judgement.unexpectedPasses,
      ),
    ],
  };
}

/** How many of a kind are shown; a broken engine has thousands. */
const shown = 100;

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > shown ? [`  and ${items.length - shown} more`] : [];
  return [`${title}: ${items.length}`, ...items.slice(0, shown).map((item) => `  ${item}`), ...more];
}

function endOf({ outcome, stage, thrown }: CaseResult): string {
  return [outcome, stage && `at ${stage}`, thrown].filter(Boolean).join(" ");
}

function summaryOf(engines: readonly string[], cases: number, judgement: Judgement): string {
  const { passed, skipped, needLoader, failed, unexpectedFailures, unexpectedPasses } = judgement;
  const skips = [...skipped].sort(([, one], [, other]) => other - one);
  const skippedCount = skips.reduce((sum, [, count]) => sum + count, 0);
  const judged =
    passed.length + needLoader.length + failed.length + unexpectedFailures.length + unexpectedPasses.length;
  const share = judged === 0 ? "" : ` (${((100 * (passed.length + unexpectedPasses.length)) / judged).toFixed(1)} %)`;
  return [
    `${judged + skippedCount} tests, ${cases} cases, each in ${engines.join(" and ")}`,
    `  ${passed.length + unexpectedPasses.length} of ${judged} pass${share}`,
    `  ${needLoader.length} import other files, for which there is no loader`,
    `  ${failed.length + unexpectedFailures.length} fail, ${unexpectedFailures.length} of them unexpectedly`,
    `  ${skippedCount} do not apply:`,
    ...skips.map(([reason, count]) => `    ${String(count).padStart(5)}  ${reason}`),
  ].join("\n");
}
