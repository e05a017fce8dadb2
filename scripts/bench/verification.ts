/** Measures what the host does when it loads a plugin, before it trusts the files: test/bench/main.cpp. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { paths } from "../../src/paths.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { prepareWine, windowsCommand, wineEnvironment } from "../../src/wslservice/wine.ts";
import { largeScript } from "./large-script.ts";
import { scriptSize } from "./loads.ts";
import { type ComparisonRow, lowest, perUnit } from "./report.ts";

export async function measureVerification(rounds: number): Promise<ComparisonRow[]> {
  await prepareWine();
  await using folder = await PluginFolder.create();
  await folder.write("timed.js", largeScript(scriptSize));
  await folder.write("timed.json", "{}");
  const files = ["timed.js", "timed.json"].map((name) => folder.windowsPath(name));
  const times: PartTime[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(...(await runTimer(files)));
  const of = (wanted: string, which: "fastest" | "first" = "fastest") =>
    lowest(times.filter(({ part }) => part === wanted).map((time) => time[which])) / perUnit.ms;
  const checks = of("hash") + of("app-control") + of("scan");
  const row = (name: string, script: number) => ({ name, unit: "ms", native: null, script }) as const;
  return [
    { ...row("load: both files read after the walk to them (native: read)", of("walk")), native: of("read") },
    row("load: hashes of both files", of("hash")),
    row("load: App Control asked", of("app-control")),
    row("load: App Control asked, first time in the process", of("app-control", "first")),
    row("load: antivirus product asked", of("scan")),
    row("load: antivirus product asked, first time in the process", of("scan", "first")),
    {
      ...row("load: verification in all, without the reading", Math.max(of("walk") - of("read"), 0) + checks),
      target: { of: "script", atMost: 0.5 },
    },
  ];
}

/** Nanoseconds, of many times in one process. */
interface PartTime {
  readonly part: string;
  readonly fastest: number;
  readonly first: number;
}

async function runTimer(files: readonly string[]): Promise<PartTime[]> {
  const [command, ...args] = windowsCommand([paths.verificationTimer, ...files]);
  const { stdout } = await promisify(execFile)(command, args, { env: wineEnvironment() });
  return stdout
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(" "))
    .map(([part = "", fastest, first]) => ({ part, fastest: Number(fastest), first: Number(first) }));
}
