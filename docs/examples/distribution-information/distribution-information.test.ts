import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/distribution-information.ts";
const processes = { "/bin/cat": 'NAME="Linux"\nPRETTY_NAME="Debian 13"\n' };
const debian = { name: "Debian", flavor: "debian", version: "13" };

test.each([
  ["2.4.4", ["WSL calls it debian 13"]],
  ["2.1.2", []],
])("logs what WSL %s reports about a distribution", async (version, more) => {
  await using wsl = await startWsl({ plugin, processes, version });
  expect(await wsl.startDistribution(debian)).toEqual({ ok: true });
  expect(wsl.printed).toEqual([
    expect.stringContaining("runs Linux"),
    "Debian runs Debian 13",
    expect.stringContaining("its package is none"),
    ...more,
  ]);
});
