// WSL's rules: the life of a VM. The cases of microsoft/WSL's PluginTests.cpp are here under its names.

import { describe, expect, test } from "vitest";
import { formatEvent } from "../../../src/wsl/events.ts";
import { E_ACCESSDENIED, everyHook, failing, fatal, World } from "../../support/wsl-world.ts";

describe("a VM's life", () => {
  test("Success", async () => {
    const world = await World.start({ test: {} });
    await expect(world.wsl.startDistribution({ name: "test_distro" })).resolves.toEqual({ ok: true });
    await world.wsl.shutdown();
    expect(world.events.map(formatEvent)).toEqual([
      "WSL 2.4.4: the service starts",
      `plugin test: loaded, hooks ${everyHook.join(" ")}`,
      "session 0: the VM starts",
      "test OnVMStarted: called",
      "test OnVMStarted: S_OK",
      "session 0: the VM runs",
      "session 0: test_distro (WSL 2) starts",
      "test OnDistributionStarted: called",
      "test OnDistributionStarted: S_OK",
      "session 0: test_distro (WSL 2) runs",
      "session 0: test_distro (WSL 2) stops",
      "test OnDistributionStopping: called",
      "test OnDistributionStopping: S_OK",
      "session 0: test_distro (WSL 2) has stopped",
      "session 0: the VM stops",
      "test OnVMStopping: called",
      "test OnVMStopping: S_OK",
      "session 0: the VM has stopped",
    ]);
  });

  test("SuccessWSL1: no VM, and no hooks at start and stop", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "old", wsl: 1 });
    await world.wsl.stopDistribution("old");
    await world.wsl.shutdown();
    expect(world.hooks).toEqual([]);
    expect(world.events.at(-1)).toMatchObject({ kind: "distribution-stopped", name: "old", wsl: 1 });
  });

  test("a running VM or distribution is not started again, and a stopped one is not stopped", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startVm();
    await world.wsl.startVm();
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.startDistribution({ name: "a" });
    await world.wsl.stopDistribution("a");
    await world.wsl.stopDistribution("a");
    await world.wsl.stopVm();
    await world.wsl.stopVm();
    expect(world.hooks).toEqual([
      "test OnVMStarted",
      "test OnDistributionStarted",
      "test OnDistributionStopping",
      "test OnVMStopping",
    ]);
  });

  test("DistroIdStaysTheSame, InitPidIsDifferent", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.startDistribution({ name: "test_distro" });
    await world.wsl.stopDistribution("test_distro");
    await world.wsl.startDistribution({ name: "test_distro" });
    const starts = world.calls.flatMap(({ call }) =>
      call.hook === "OnDistributionStarted" ? [call.distribution] : [],
    );
    expect(starts).toHaveLength(2);
    expect(starts[0]?.id).toBe(starts[1]?.id);
    expect(starts[0]?.initPid).not.toBe(starts[1]?.initPid);
  });

  test("CustomKernel, CustomKernelCommandLine: the settings reach the plugin", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_ACCESSDENIED) });
    const outcome = await world.wsl.startDistribution({ name: "a" }, { customKernel: true });
    expect(outcome).toMatchObject({ text: fatal("'test'", "CreateInstance/CreateVm/Plugin", "E_ACCESSDENIED") });
    await world.wsl.startVm({ customKernelCommandLine: true });
    const settings = world.calls.flatMap(({ call }) => (call.hook === "OnVMStarted" ? [call.settings] : []));
    expect(settings).toEqual([
      { customKernel: true, customKernelCommandLine: false },
      { customKernel: false, customKernelCommandLine: true },
    ]);
  });

  test("CustomKernelOverriddenByPolicy: a setting that a policy forbids counts as not set", async () => {
    const world = await World.start({ test: {} }, { forbidden: ["customKernel"] });
    await world.wsl.startVm({ customKernel: true, customKernelCommandLine: true });
    expect(world.calls).toMatchObject([{ call: { settings: { customKernel: false, customKernelCommandLine: true } } }]);
  });

  test("a token exists only while the VM runs", async () => {
    const world = await World.start({ test: {} });
    await world.wsl.registerDistribution({ name: "old", wsl: 1 });
    await world.wsl.startVm();
    await world.wsl.stopVm();
    await world.wsl.unregisterDistribution({ name: "old" });
    expect(world.calls.map(({ call }) => [call.hook, call.session.hasToken])).toEqual([
      ["OnDistributionRegistered", false],
      ["OnVMStarted", true],
      ["OnVMStopping", true],
      ["OnDistributionUnregistered", false],
    ]);
  });
});
