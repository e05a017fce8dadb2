// WSL's rules: distributions come and go. The cases of microsoft/WSL's PluginTests.cpp are here under its names.

import { describe, expect, test } from "vitest";
import { E_FAIL, failing, fatal, World } from "../../support/wsl-world.ts";

describe("registration of distributions", () => {
  test("RegisterSuccess: starts the VM, which keeps running", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.registerDistribution({ name: "a", flavor: "debian", version: "13" });
    await world.wsl.unregisterDistribution({ name: "a" });
    await world.wsl.shutdown();
    expect(world.hooks).toEqual([
      "test OnVMStarted",
      "test OnDistributionRegistered",
      "test OnDistributionUnregistered",
      "test OnVMStopping",
    ]);
    expect(world.calls[2]?.call).toMatchObject({ distribution: { name: "a", flavor: "debian", version: "13" } });
  });

  test("fails if the VM fails, for WSL 2", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_FAIL) });
    expect(await world.wsl.registerDistribution({ name: "a" })).toMatchObject({
      text: fatal("'test'", "RegisterDistro/CreateVm/Plugin", "E_FAIL"),
    });
    expect(world.hooks).not.toContain("test OnDistributionRegistered");
  });

  test("ends with unregistering, which stops a running distribution", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.unregisterDistribution({ name: "a" });
    expect(world.hooks.slice(2)).toEqual(["test OnDistributionStopping", "test OnDistributionUnregistered"]);
  });

  test("passes unknown texts as empty in one hook and as NULL in another", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.registerDistribution({ name: "a" });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.unregisterDistribution({ name: "a" });
    const texts = world.calls.flatMap(({ call }) =>
      "distribution" in call
        ? [[call.hook, call.distribution.packageFamilyName, call.distribution.flavor, call.distribution.version]]
        : [],
    );
    expect(texts).toEqual([
      ["OnDistributionRegistered", "", "", ""],
      ["OnDistributionStarted", "", null, null],
      ["OnDistributionStopping", "", null, null],
      ["OnDistributionUnregistered", "", null, null],
    ]);
  });
});
