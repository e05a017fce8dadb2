/**
 * The runtime with its natives laid open, as if a script had found a way to them; a player (player.ts) makes calls out
 * of a fuzzer's bytes, and now and then answers the host in the runtime's place.
 */

import type { Dispatch, HostInfo } from "../../../src/runtime/generated/dispatch.ts";
import type { Natives } from "../../../src/runtime/generated/natives.ts";
import { prepareRuntime } from "../../../src/runtime/prepare.ts";
import { Player } from "./player.ts";

export function start(natives: Natives, host: HostInfo): Dispatch {
  const ofTheLanguage = new Set(Reflect.ownKeys(globalThis));
  const dispatch = prepareRuntime()(natives, host);
  const globals = Reflect.ownKeys(globalThis).filter((name) => !ofTheLanguage.has(name));
  const player = new Player(
    natives,
    globals.map((name) => Reflect.get(globalThis, name)),
  );
  Object.assign(globalThis, { play: () => player.play() });
  const answers = Object.entries(dispatch).map(([name, real]: [string, (...args: unknown[]) => unknown]) => [
    name,
    (...args: unknown[]) => player.instead(() => real(...args)),
  ]);
  return {
    ...Object.fromEntries(answers),
    parseSettings(text: string, file: string) {
      const settings = dispatch.parseSettings(text, file);
      player.open(JSON.parse(text).$schema);
      // Whoever sets the limits may take his time; nothing else is to be believed.
      return player.instead(() => settings, { limits: settings.limits });
    },
  };
}
