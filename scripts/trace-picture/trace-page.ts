import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { simulate } from "../../src/cli/simulate/simulate.ts";
import { paths } from "../../src/paths.ts";
import type { TraceFile } from "../../src/simulator/trace.ts";

/** Traces the plugin of docs/debugging.md in its scenario. */
export async function tracePage(): Promise<TraceFile> {
  const page = readFileSync(join(paths.root, "docs", "debugging.md"), "utf8");
  const folder = mkdtempSync(join(tmpdir(), "wsl-script-host-trace-"));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  try {
    write("src/agent.ts", blockOf(page, "```ts\n// src/agent.ts\n"));
    write("scenarios/slow.json", blockOf(page, "```json scenarios/slow.json\n"));
    const trace = join(folder, "slow.trace.json");
    await simulate({ scenario: join(folder, "scenarios", "slow.json"), trace }, () => {});
    return JSON.parse(readFileSync(trace, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function blockOf(page: string, beginning: string): string {
  const [, rest] = page.split(beginning);
  if (rest === undefined) throw new Error(`docs/debugging.md lacks ${JSON.stringify(beginning)}.`);
  return rest.slice(0, rest.indexOf("```"));
}
