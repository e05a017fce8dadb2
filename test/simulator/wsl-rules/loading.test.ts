// WSL's rules: how plugins are loaded. The cases of microsoft/WSL's PluginTests.cpp are here under its names.

import { describe, expect, test } from "vitest";
import { E_FAIL, E_UNEXPECTED, fatal, World, WSL_E_PLUGIN_REQUIRES_UPDATE } from "../../support/wsl-world.ts";

describe("loading plugins", () => {
  test("LoadFailureFatalWSL2, LoadFailureNonFatalWSL1", async () => {
    const world = await World.start({ bad: { load: { hresult: E_UNEXPECTED, hooks: [] } }, good: {} });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({
      plugin: "bad",
      text: fatal("'bad'", "CreateInstance/CreateVm/Plugin", "E_UNEXPECTED"),
    });
    expect(await world.wsl.startDistribution({ name: "old", wsl: 1 })).toEqual({ ok: true });
    expect(world.hooks).toEqual([]);
    expect(world.wsl.plugins).toEqual(["good"]);
  });

  test("PluginUpdateRequired", async () => {
    const world = await World.start({ test: { load: { hresult: WSL_E_PLUGIN_REQUIRES_UPDATE } } });
    expect(await world.wsl.startVm()).toMatchObject({
      text:
        "The plugin 'test' requires a newer version of WSL. Please run: wsl.exe --update\r\nError code: " +
        "Wsl/Service/CreateInstance/CreateVm/Plugin/WSL_E_PLUGIN_REQUIRES_UPDATE",
    });
  });

  test("if several plugins fail, the last one is reported", async () => {
    const load = { hresult: E_FAIL };
    const world = await World.start({ one: { load }, two: { load } });
    expect(world.wsl.fatalPluginError?.plugin).toBe("two");
  });

  test("DuplicatedPlugin: a path is loaded once, whatever its case", async () => {
    const plugins = [
      { name: "first", path: "C:\\P\\Plugin.dll" },
      { name: "second", path: "c:\\p\\plugin.DLL" },
    ];
    const world = await World.start({ first: {}, second: {} }, { plugins });
    expect(world.wsl.plugins).toEqual(["first"]);
    expect(world.events).toContainEqual({ kind: "plugin-skipped", plugin: "second", path: "c:\\p\\plugin.DLL" });
  });

  test("a plugin receives the hooks whose slots it set", async () => {
    const world = await World.start({ test: { load: { hooks: ["OnVMStopping"] } } });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.shutdown();
    expect(world.hooks).toEqual(["test OnVMStopping"]);
  });

  test.each([
    ["2.1.1", []],
    ["2.1.2", ["test OnDistributionRegistered", "test OnDistributionUnregistered"]],
    ["2.10.0", ["test OnDistributionRegistered", "test OnDistributionUnregistered"]],
    ["3.0.0", ["test OnDistributionRegistered", "test OnDistributionUnregistered"]],
  ])("WSL %s reports registrations: %j", async (version, hooks) => {
    const world = await World.start({ test: {} }, { version });
    await world.wsl.registerDistribution({ name: "old", wsl: 1 });
    await world.wsl.unregisterDistribution({ name: "old", wsl: 1 });
    expect(world.hooks).toEqual(hooks);
  });
});
