// A script in a folder that is swapped during loading: with one that others can write to, with a link to such a folder,
// and with the original again. No load reads the wrong script.

import { chmod, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { plugin } from "../../src/wslservice/dll-plugin.ts";
import { WslService } from "../../src/wslservice/driver.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { programData } from "../../src/wslservice/wine.ts";
import { reportFigure } from "../support/figures.ts";

const loads = 10_000;
const pluginName = "swapped";

/** Each start of a VM loads it again, because loading never succeeds. */
const script = (name: string) => plugin(`onLoad() { throw new PluginError("script: ${name}"); }`);

test("no load reads a script from a folder that is swapped during the load", async () => {
  await using folder = await PluginFolder.create();
  const { current, places } = await layOut(folder);
  const swapper = new Swapper(current, places);
  const dll = join(current, `${pluginName}.dll`);
  await using service = await WslService.start({ version: "2.4.4", plugins: [{ name: pluginName, dll }] });
  const counts = new Map<string, number>();
  const swapping = swapper.run();
  try {
    for (let at = 0; at < loads; at++) {
      const from = service.events.length;
      const outcome = await service.startVm();
      expect(outcome.ok).toBe(false);
      const call = service.events.slice(from).find(({ kind }) => kind === "call");
      const message = call?.kind === "call" && call.call === "PluginError" ? call.message : null;
      const kind = kindOf(message ?? "");
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      service.events.length = 0;
    }
  } finally {
    swapper.stop();
    await swapping;
    const log = join(programData, "wsl-script-host", `${pluginName}.log`);
    await Promise.all([log, `${log}.1`].map((file) => rm(file, { force: true })));
  }
  const text = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  reportFigure("verification", `${loads} loads while folders are swapped ${swapper.swaps} times: ${text}`);
  expect([...counts.keys()].sort()).toEqual(["moved away", "refused: access", "refused: link", "script: right"]);
});

function kindOf(message: string): string {
  if (/script: wrong/.test(message)) return "script: wrong";
  if (/script: right/.test(message)) return "script: right";
  if (/ may /.test(message)) return "refused: access";
  if (/ leads to /.test(message)) return "refused: link";
  if (/missing|cannot be read: /.test(message)) return "moved away";
  return message;
}

/** The plugin's folder, and what takes its place in turn. */
async function layOut(folder: PluginFolder): Promise<{ current: string; places: string[] }> {
  const current = join(folder.path, "current");
  const wrong = join(folder.path, "wrong");
  const linked = join(folder.path, "linked");
  for (const [place, name] of [
    [current, "right"],
    [wrong, "wrong"],
    [linked, "wrong"],
  ] as const) {
    await mkdir(place);
    await writeFile(join(place, `${pluginName}.js`), script(name));
  }
  await rename(await folder.addDll(pluginName, paths.dll), join(current, `${pluginName}.dll`));
  await chmod(wrong, 0o757);
  await chmod(linked, 0o757);
  const links = join(folder.path, "link");
  await symlink(linked, links);
  return { current, places: [wrong, links] };
}

class Swapper {
  swaps = 0;
  #isStopped = false;
  readonly #current: string;
  readonly #places: readonly string[];

  constructor(current: string, places: readonly string[]) {
    this.#current = current;
    this.#places = places;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async run(): Promise<void> {
    const aside = `${this.#current}-aside`;
    for (let at = 0; !this.#isStopped; at++) {
      const place = this.#places[at % this.#places.length]!;
      await rename(this.#current, aside);
      await rename(place, this.#current);
      await pause(1);
      await rename(this.#current, place);
      await rename(aside, this.#current);
      await pause(1);
      this.swaps++;
    }
  }
}
