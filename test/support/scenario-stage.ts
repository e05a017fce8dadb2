/** Scenarios on the real DLL, under Wine. */

import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { readRecordings } from "../../src/platform/read-recordings.ts";
import { formatLogEvent, isProcessEvent } from "../../src/simulator/event-log.ts";
import { readPlugin } from "../../src/simulator/plugin-source.ts";
import { playSteps, type Stage } from "../../src/simulator/scenario/play.ts";
import { pluginsOf, type Scenario } from "../../src/simulator/scenario/scenario.ts";
import { addPlugin, settingsText } from "../../src/wslservice/dll-plugin.ts";
import { formatServiceEvent, type ServiceEvent, type ServiceOptions, WslService } from "../../src/wslservice/driver.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { prepareWine, winePrefix } from "../../src/wslservice/wine.ts";

/** Plays a scenario on the DLL. Returns the event log as the simulator's is. */
export async function playOnDll(scenario: Scenario): Promise<string[]> {
  return (await recordOnDll(scenario, undefined)).events;
}

/** The same with the setting "record". */
export async function recordOnDll(
  scenario: Scenario,
  record: object | undefined,
): Promise<{ readonly events: string[]; readonly recordings: string[] }> {
  await prepareWine();
  for (const path of scenario.folders ?? []) await mkdir(machinePath(path), { recursive: true });
  await using folder = await PluginFolder.create();
  const plugins: { name: string; dll: string }[] = [];
  const toSource: ((line: string) => string)[] = [withoutFolder];
  for (const source of pluginsOf(scenario)) {
    const { name, content } = await readPlugin(source);
    if (content.toSource !== undefined) toSource.push(content.toSource);
    plugins.push({ name, dll: await addPlugin(folder, name, content.script, settingsOf(content.settings, record)) });
  }
  await using service = await WslService.start({ ...optionsOf(scenario), plugins });
  await playSteps(
    scenario.steps,
    stageOn(
      service,
      folder,
      plugins.map(({ name }) => name),
    ),
  );
  const logged = await loggedLines(folder);
  const events = service.events
    .filter((event) => !isProcessEvent(event))
    .map((event) => toSource.reduce((line, translate) => translate(line), lineOf(event, logged)));
  return { events, recordings: await readRecordings(folder.path) };
}

function optionsOf({ version = "2.4.4", sessions, vmIdleTimeout }: Scenario): Omit<ServiceOptions, "plugins"> {
  return {
    version,
    ...(sessions === undefined ? {} : { sessions }),
    ...(vmIdleTimeout === undefined ? {} : { vmIdleTimeout }),
  };
}

function stageOn(service: WslService, folder: PluginFolder, [only = ""]: readonly string[]): Stage {
  return {
    startVm: (options) => service.startVm(options),
    stopVm: (options) => service.stopVm(options),
    idle: (options) => service.wsl.idle(options),
    startDistribution: (distribution, options) => service.startDistribution(distribution, options),
    stopDistribution: (name, options) => service.stopDistribution(name, options),
    registerDistribution: (distribution, options) => service.registerDistribution(distribution, options),
    unregisterDistribution: (distribution, options) => service.unregisterDistribution(distribution, options),
    containers: service.wsl.containers,
    injectFault: ({ hook, ...fault }) =>
      service.injectFault(
        hook === undefined
          ? fault
          : { ...fault, hook: { plugin: hook.plugin ?? only, call: service.wsl.hookCall(hook) } },
      ),
    async writeScript(script, plugin = only) {
      if (script === null) await rm(join(folder.path, `${plugin}.js`));
      else await folder.write(`${plugin}.js`, script);
    },
    async writeSettings(settings, plugin = only) {
      await folder.write(`${plugin}.json`, settingsText(settings, folder.windowsPath(`${plugin}.log`)));
    },
    stop: () => service.stop(),
  };
}

/** Text that is not a JSON object stays text. */
function settingsOf(text: string | null, record: object | undefined): object | string {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? { ...value, ...(record && { record }) } : String(text);
  } catch {
    return String(text);
  }
}

/** The lines of the log files, by the characters of each that Wine's debugger receives. */
async function loggedLines(folder: PluginFolder): Promise<Map<string, string>> {
  const files = (await readdir(folder.path)).filter((name) => name.endsWith(".log"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder.path, name), "utf8")));
  return new Map(texts.flatMap((text) => text.trimEnd().split("\n")).map((line) => [plainPart(line), line]));
}

/** Wine replaces characters that it cannot show with question marks. */
function plainPart(line: string): string {
  return line.replace(/[^ !-~]|\?/g, "");
}

function lineOf(event: ServiceEvent, logged: ReadonlyMap<string, string>): string {
  if (event.kind !== "debug-output") return formatServiceEvent(event);
  return formatLogEvent(JSON.parse(logged.get(plainPart(event.text)) ?? event.text));
}

/** The folder of a plugin has another name in each run. */
function withoutFolder(line: string): string {
  return line.replace(/(C:\\{1,2}plugins)\\{1,2}plugin-\w{6}/g, "$1");
}

function machinePath(windowsPath: string): string {
  return join(winePrefix, "drive_c", ...windowsPath.split(/[\\/]/).slice(1));
}
