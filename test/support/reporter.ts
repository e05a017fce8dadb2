/** Prints the totals as the run's very last line: `N passed, N failed`, and `, N skipped` if there are any. */

import type { SerializedError } from "vitest";
import type { Reporter, TestModule } from "vitest/node";

export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const line = totalsLine(modules, unhandledErrors);
    // Other reporters print their summaries at the same time; at exit they are done.
    process.once("exit", () => {
      process.stdout.write(`${line}\n`);
    });
  }
}

/** Also what fails outside of a test counts as failed, so that a red run never ends with `0 failed`. */
export function totalsLine(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): string {
  const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    totals.failed += module.errors().length;
    for (const suite of module.children.allSuites()) {
      totals.failed += suite.errors().length;
    }
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      totals[state === "pending" ? "skipped" : state] += 1;
    }
  }
  return `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`;
}
