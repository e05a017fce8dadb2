// WSL's rules: hooks that fail. The cases of microsoft/WSL's PluginTests.cpp are here under its names.

import { describe, expect, test } from "vitest";
import type { HookCall, HookName } from "../../../src/wsl/plugin-host.ts";
import { E_FAIL, E_UNEXPECTED, failing, fatal, World } from "../../support/wsl-world.ts";

describe("starts that fail", () => {
  test("VmStartFailure: the VM stops, and nothing else starts", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_UNEXPECTED) });
    const outcome = await world.wsl.startDistribution({ name: "a" });
    expect(outcome).toEqual({
      ok: false,
      hresult: E_UNEXPECTED,
      plugin: "test",
      text: fatal("'test'", "CreateInstance/CreateVm/Plugin", "E_UNEXPECTED"),
    });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnVMStopping"]);
  });

  test("VmStartFailureWithPluginErrorTwice", async () => {
    const world = await World.start({ test: failing("OnVMStarted", E_UNEXPECTED, "Plugin error message") });
    const text = fatal(
      "'test'. Error message: 'Plugin error message'",
      "CreateInstance/CreateVm/Plugin",
      "E_UNEXPECTED",
    );
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({ text });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({ text });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnVMStopping", "test OnVMStarted", "test OnVMStopping"]);
  });

  test("plugins after the one that failed get no hook for the start, but get one for the stop", async () => {
    const world = await World.start({ first: {}, second: failing("OnVMStarted", E_FAIL), third: {} });
    await world.wsl.startVm();
    expect(world.hooks).toEqual([
      "first OnVMStarted",
      "second OnVMStarted",
      "first OnVMStopping",
      "second OnVMStopping",
      "third OnVMStopping",
    ]);
  });

  test("DistributionStartFailure, ErrorMessageStartDistro: the VM keeps running, and no stopping hook runs", async () => {
    const world = await World.start({ test: failing("OnDistributionStarted", E_FAIL, "no") });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({
      text: fatal("'test'. Error message: 'no'", "CreateInstance/Plugin", "E_FAIL"),
    });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnDistributionStarted"]);
    await world.wsl.shutdown();
    expect(world.hooks.at(-1)).toBe("test OnVMStopping");
  });

  test("a distribution that failed can be started again", async () => {
    let failures = 1;
    const answer = (call: HookCall) =>
      call.hook === "OnDistributionStarted" && failures-- > 0 ? { hresult: E_FAIL } : undefined;
    const world = await World.start({ test: { answer } });
    expect(await world.wsl.startDistribution({ name: "a" })).toMatchObject({ ok: false });
    expect(await world.wsl.startDistribution({ name: "a" })).toEqual({ ok: true });
  });

  test("a message without a failure is itself an error", async () => {
    const world = await World.start({ test: failing("OnVMStarted", 0, "said too much") });
    expect(await world.wsl.startVm()).toMatchObject({
      hresult: 0x8000000d | 0,
      text: expect.stringMatching(
        /\r\nError code: Wsl\/Service\/CreateInstance\/CreateVm\/Plugin\/E_ILLEGAL_STATE_CHANGE$/,
      ),
    });
    expect(world.hooks).toEqual(["test OnVMStarted", "test OnVMStopping"]);
  });

  test("a code without a name is shown as a number", async () => {
    const world = await World.start({ test: failing("OnVMStarted", 0x80311234 | 0) });
    expect(await world.wsl.startVm()).toMatchObject({ text: expect.stringMatching(/\/Plugin\/0x80311234$/) });
  });
});

describe("failures that are only logged", () => {
  test.each<[string, HookName]>([
    ["VmStopFailure", "OnVMStopping"],
    ["DistributionStopFailure", "OnDistributionStopping"],
    ["RegisterUnregisterFail", "OnDistributionRegistered"],
    ["RegisterUnregisterFail", "OnDistributionUnregistered"],
  ])("%s: %s", async (_, hook) => {
    const world = await World.start({ test: failing(hook, E_UNEXPECTED), other: {} });
    expect(await world.wsl.registerDistribution({ name: "a" })).toEqual({ ok: true });
    expect(await world.wsl.startDistribution({ name: "a" })).toEqual({ ok: true });
    expect(await world.wsl.unregisterDistribution({ name: "a" })).toEqual({ ok: true });
    await world.wsl.shutdown();
    expect(world.hooks).toContain(`other ${hook}`);
    const logged = world.events.filter((event) => event.kind === "hook-returned" && event.effect === "logs");
    expect(logged).toMatchObject([{ plugin: "test", hook, hresult: E_UNEXPECTED }]);
  });
});
