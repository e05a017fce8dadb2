/** What `wsl-script-host.exe doctor` finds under Wine, and a value of the registry that a test sets. */

import { paths } from "../../../src/paths.ts";
import { mustRunWine, runWine } from "../../support/windows.ts";

interface Finding {
  readonly check: string;
  readonly outcome: string;
  readonly plugin: string | null;
  readonly message: string | null;
  readonly command: string | null;
}

export async function diagnose(): Promise<{ code: number; findings: Finding[] }> {
  const { code, stdout } = await runWine(paths.tool, "doctor", "--json");
  return { code, findings: JSON.parse(stdout) };
}

/** What is wrong: the ids with their commands, and the words for it. */
export async function wrong(
  outcome = "problem",
): Promise<{ found: [string, string | null][]; message: string | null }> {
  const { findings } = await diagnose();
  const broken = findings.filter((finding) => finding.outcome === outcome);
  return { found: broken.map(({ check, command }) => [check, command]), message: broken[0]?.message ?? null };
}

export async function withValue<T>(
  key: string,
  value: string,
  content: readonly string[],
  action: () => Promise<T>,
): Promise<T> {
  await mustRunWine("reg.exe", "add", key, "/v", value, ...content, "/f");
  try {
    return await action();
  } finally {
    await mustRunWine("reg.exe", "delete", key, "/v", value, "/f");
  }
}
