/** The example plugin in the real DLL, told as a timeline. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildExample } from "../test/e2e/examples.ts";
import { HostedPlugin, type LogLine } from "../test/e2e/hosted-plugin.ts";
import { formatServiceEvent, type ServiceEvent } from "../test/wslservice/driver.ts";
import { winePrefix } from "../test/wslservice/wine.ts";

/** The life of a VM with one distribution, a line for each thing that happens. */
export async function playExample(print: (line: string) => void): Promise<void> {
  const shared = join(winePrefix, "drive_c", "Shared");
  await using plugin = await HostedPlugin.start({
    script: await buildExample("hello"),
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
  // Of the rest of its log the timeline has the other side.
  return line.event === "console" ? `${line.plugin}.js prints: ${line.message}` : null;
}
