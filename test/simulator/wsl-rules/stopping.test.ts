// WSL's rules: what stops when. The cases of microsoft/WSL's PluginTests.cpp are here under its names.

import { describe, expect, test } from "vitest";
import { E_FAIL, failing, World } from "../../support/wsl-world.ts";

describe("stopping", () => {
  test("a distribution that cannot be stopped gets a stopping hook at each attempt", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.stopDistribution("a", { fails: true });
    await world.wsl.stopDistribution("a", { fails: true });
    await world.wsl.stopDistribution("a");
    await world.wsl.stopDistribution("a");
    expect(world.hooks.filter((hook) => hook === "test OnDistributionStopping")).toHaveLength(3);
  });

  test("the idle VM stops when its time-out passes, and not while a distribution runs", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.idle();
    expect(world.hooks).not.toContain("test OnVMStopping");
    await world.wsl.stopDistribution("a");
    expect(world.hooks).not.toContain("test OnVMStopping");
    await world.wsl.idle();
    expect(world.hooks.at(-1)).toBe("test OnVMStopping");
  });

  test("with vmIdleTimeout=0 the VM stops with its last distribution, also with one that failed to start", async () => {
    const world = await World.start({ test: failing("OnDistributionStarted", E_FAIL) }, { vmIdleTimeout: 0 });
    await world.wsl.startDistribution({ name: "a" });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnDistributionStarted", "test OnVMStopping"]);
  });
});
