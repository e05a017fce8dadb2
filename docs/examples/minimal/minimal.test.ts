import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("logs the events of the VM and of a distribution", async () => {
  const processes = { "/bin/cat": "Linux version 6.6.87\n" };
  await using wsl = await startWsl({ plugin: "src/minimal.ts", processes });
  await wsl.registerDistribution("Debian");
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  await wsl.stopVm();
  expect(wsl.printed).toEqual([
    "plugin loaded, WSL 2.4.4",
    "VM started, session 0, flags 0",
    "kernel: Linux version 6.6.87",
    "Debian registered",
    expect.stringContaining("Debian started, package none"),
    "Debian stopping",
    "VM stopping, session 0",
  ]);
});
