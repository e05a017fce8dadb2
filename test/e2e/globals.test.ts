// A script in the DLL finds what the description promises, and nothing else.

import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../scripts/paths.ts";
import { expectDescribedSurface } from "../surface.ts";
import { Engine } from "../unit/runtime-engine.ts";
import { buildScript } from "./examples.ts";
import { HostedPlugin } from "./hosted-plugin.ts";

test("scripts reach what is described, and no more", async () => {
  const { before } = await Engine.globals();
  const script = await buildScript(join(paths.root, "test", "plugins", "surface.ts"));
  await using hosted = await HostedPlugin.start({
    script: `const builtIns = ${JSON.stringify(before)}; ${script}`,
    userSid: "S-1-5-18",
  });
  expect(await hosted.service.registerDistribution({ name: "Debian" })).toEqual({ ok: true });
  expect(await hosted.service.startDistribution({ name: "Debian" })).toEqual({ ok: true });
  expectDescribedSurface(await hosted.printed());
});
