/** Plays a plugin in the real DLL, shown as a timeline. */

import { mkdir, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { paths } from "../../src/paths.ts";
import type { LogLine } from "../../src/wsl/log-line.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { formatServiceEvent, type ServiceEvent } from "../../src/wslservice/driver.ts";
import { winePrefix } from "../../src/wslservice/wine.ts";
import { buildScript } from "../build-plugin.ts";

/** The plugin that `npm start` plays by default. */
export const helloExample = join(paths.root, "docs", "examples", "hello", "hello.ts");

/** The life of a VM with one distribution, one line per event. */
export async function playPlugin(source: string, version: string, print: (line: string) => void): Promise<void> {
  const shared = join(winePrefix, "drive_c", "Shared");
  await using plugin = await DllPlugin.start({
    name: parse(source).name,
    script: await buildScript(source),
    version,
    onEvent: (event) => {
      const line = timelineLine(event);
      if (line !== null) print(line);
    },
  });
  await mkdir(shared, { recursive: true });
  await writeFile(join(shared, "note.txt"), "Greetings from Windows\n");
  await plugin.service.startDistribution({ name: "Debian", flavor: "debian", version: "12" });
  await plugin.service.stopDistribution("Debian");
  await plugin.service.stop();
}

function timelineLine(event: ServiceEvent): string | null {
  if (event.kind !== "debug-output") return formatServiceEvent(event);
  const line: LogLine = JSON.parse(event.text);
  if (line.event === "console") return `${line.plugin}.js prints: ${line.message}`;
  // For successful calls the timeline shows their effect.
  return line.level === "info" ? null : `${line.plugin}'s log, ${line.level}: ${line.stack ?? line.message}`;
}
