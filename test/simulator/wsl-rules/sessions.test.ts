// WSL's rules: several sessions. The cases of microsoft/WSL's PluginTests.cpp are here under its names.

import { describe, expect, test } from "vitest";
import type { PluginHost } from "../../../src/wsl/plugin-host.ts";
import { everyHook, World } from "../../support/wsl-world.ts";

describe("sessions", () => {
  test("have a VM and distributions each", async () => {
    const world = await World.start({ test: {} });
    const other = world.wsl.addSession("S-1-5-21-9");
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.startDistribution({ name: "a" }, { session: other });
    await world.wsl.stopVm({ session: other });
    expect(world.calls.map(({ call }) => [call.hook, call.session.id])).toEqual([
      ["OnVMStarted", 0],
      ["OnDistributionStarted", 0],
      ["OnVMStarted", 1],
      ["OnDistributionStarted", 1],
      ["OnDistributionStopping", 1],
      ["OnVMStopping", 1],
    ]);
    expect(world.calls.at(-1)?.call.session.userSid).toBe("S-1-5-21-9");
  });

  test("queue their own requests, but do not wait for each other", async () => {
    const log: string[] = [];
    const release: (() => void)[] = [];
    const host: PluginHost = {
      load: async () => ({ hresult: 0, hooks: everyHook }),
      notify: async (_, call) => {
        log.push(`${call.session.id} ${call.hook}`);
        await new Promise<void>((resolve) => release.push(resolve));
        return { hresult: 0, message: null };
      },
    };
    const world = await World.start({ test: {} }, { host });
    const other = world.wsl.addSession();
    const done = [world.wsl.startVm(), world.wsl.stopVm(), world.wsl.startVm({ session: other })];
    await settle();
    expect(log).toEqual(["0 OnVMStarted", "1 OnVMStarted"]);
    while (log.length < 3) {
      release.shift()?.();
      await settle();
    }
    expect(log[2]).toBe("0 OnVMStopping");
    for (const resolve of release) resolve();
    await Promise.all(done);
  });

  test("that do not exist are a mistake of the caller", async () => {
    const world = await World.start({});
    await expect(world.wsl.startVm({ session: 7 })).rejects.toThrow(RangeError);
  });
});

/** Waits until everything that can continue has done so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
