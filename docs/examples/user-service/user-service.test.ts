import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/user-service.ts";
const settings = { unit: "keys.service" };

test("starts the unit for the first user, once systemd has started", async () => {
  const processes = { sh: "running\n", "systemctl is-system-running --wait": "degraded\n", id: "ada\n", systemctl: "" };
  await using wsl = await startWsl({ plugin, settings, processes });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(wsl.printed).toEqual([expect.stringContaining("keys.service runs for ada in Debian")]);
});

test("starts nothing if systemd is not in use", async () => {
  await using wsl = await startWsl({ plugin, settings, processes: { sh: "not in use\n" } });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(wsl.printed).toEqual(["Debian runs without systemd"]);
});
