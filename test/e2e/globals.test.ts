// A script in the DLL finds what the description promises, and nothing else.

import { join } from "node:path";
import { expect, test } from "vitest";
import { buildScript } from "../../scripts/build-plugin.ts";
import { paths } from "../../src/paths.ts";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { Engine } from "../support/engine.ts";
import { expectDescribedSurface } from "../support/surface.ts";

test("scripts in the DLL reach exactly the globals that are described", async () => {
  const { before } = await Engine.globals();
  const script = await buildScript(join(paths.root, "test", "plugins", "surface.ts"));
  await using hosted = await DllPlugin.start({
    script: `const builtIns = ${JSON.stringify(before)}; ${script}`,
    version: "2.9.5",
    sessions: [{ sid: "S-1-5-18" }],
  });
  expect(await hosted.service.registerDistribution({ name: "Debian" })).toEqual({ ok: true });
  expect(await hosted.service.startDistribution({ name: "Debian" })).toEqual({ ok: true });
  expect(await hosted.service.wsl.containers.createSession()).toEqual({ ok: true });
  expectDescribedSurface(await hosted.printed());
});
