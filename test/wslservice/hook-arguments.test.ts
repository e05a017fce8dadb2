// The stand-in for wslservice itself, with a plugin in C++: what hooks get, and what is not theirs.

import { describe, expect, test } from "vitest";
import { NativeService, type Steps } from "../../src/wslservice/native-service.ts";
import { debian } from "../support/native-plugin.ts";

describe("hook arguments in the stand-in", () => {
  test("contain every field of every struct", async () => {
    const hooks = ["OnVMStarted", "OnDistributionStarted", "OnDistributionRegistered", "OnDistributionUnregistered"];
    const steps: Steps = Object.fromEntries(hooks.map((hook) => [hook, ["fields"]]));
    await using native = await NativeService.start(() => steps, { sessions: 2 });
    const { service } = native;
    const id = "0badcafe-0000-0000-0000-000000000001";
    await service.startVm({ session: 1, customKernel: true, customKernelCommandLine: true });
    await service.startDistribution({ ...debian, id, packageFamilyName: "Päckage" }, { session: 1 });
    await service.registerDistribution({ name: "New", wsl: 1, id });
    await service.unregisterDistribution({ name: "New", id, packageFamilyName: null });
    expect(native.said).toEqual([
      "OnVMStarted: session=1 token=set sid=5 flags=3",
      expect.stringMatching(
        /^OnDistributionStarted: session=1 token=set sid=5 name=Debian package=Päckage id=0badcafe pidns=[1-9]\d+ pid=[1-9]\d* flavor=debian version=12$/,
      ),
      "OnDistributionRegistered: session=0 token=NULL sid=5 name=New package= id=0badcafe flavor= version=",
      "OnDistributionUnregistered: session=0 token=NULL sid=5 name=New package=NULL id=0badcafe flavor=NULL version=NULL",
    ]);
  });

  const sizes: [version: string, what: string, struct: string, size: number][] = [
    ["2.0.0", "distribution", "WSLDistributionInformation", 40],
    ["2.0.5", "distribution", "WSLDistributionInformation", 48],
    ["2.4.4", "distribution", "WSLDistributionInformation", 64],
    ["2.0.0", "session", "WSLSessionInformation", 24],
    ["2.0.0", "settings", "WSLVmCreationSettings", 4],
    ["2.1.1", "api", "WSLPluginAPIV1", 40],
    ["2.1.2", "api", "WSLPluginAPIV1", 48],
    ["2.9.0", "api", "WSLPluginAPIV1", 104],
    ["2.1.1", "hooks", "WSLPluginHooksV1", 32],
    ["2.1.2", "hooks", "WSLPluginHooksV1", 48],
    ["2.9.0", "hooks", "WSLPluginHooksV1", 96],
    ["2.9.5", "hooks", "WSLPluginHooksV1", 112],
  ];
  test.each(sizes)("WSL %s: a read beyond the %s ends the process", async (version, what, struct, size) => {
    const hook = what === "distribution" ? "OnDistributionStarted" : "OnVMStarted";
    await using native = await NativeService.start(() => ({ [hook]: [`overread|${what}`] }), { version });
    await expect(native.service.startDistribution(debian)).rejects.toMatchObject({
      name: "StandInDied",
      message: expect.stringContaining(`read of ${struct} + ${size} of ${size} bytes`),
    });
    expect(native.said).toEqual([`the last byte of ${what} is there`]);
    expect(native.service.eventsOf("crash")).toMatchObject([
      { plugin: "native", code: "0xc0000005", operation: "read" },
    ]);
  });

  test("a write beyond the hook table, or a read of a finished hook's arguments, ends the process", async () => {
    await using writer = await NativeService.start(() => ({ OnVMStarted: ["overwrite-hooks"] }), { version: "2.0.0" });
    await expect(writer.service.startVm()).rejects.toThrow("write of WSLPluginHooksV1 + 32 of 32 bytes");

    const steps = { OnVMStarted: ["keep"], OnVMStopping: ["use-kept"] };
    await using keeper = await NativeService.start(() => steps);
    await keeper.service.startVm();
    await expect(keeper.service.stopVm()).rejects.toThrow("WSLSessionInformation + 0 of 24 bytes, after its hook had");
  });

  test("structs that WSL would always pass can be left out", async () => {
    await using native = await NativeService.start(() => ({ OnVMStopping: ["fields"] }));
    await expect(native.service.standIn.hook({ plugin: "native", hook: "OnVMStopping" })).rejects.toThrow(
      "crash 0xc0000005",
    );
  });
});
