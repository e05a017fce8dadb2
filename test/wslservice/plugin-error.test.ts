// The stand-in for wslservice itself, with a plugin in C++: messages for the user.

import { describe, expect, test } from "vitest";
import { NativeService, type Steps } from "../../src/wslservice/native-service.ts";

describe("PluginError", () => {
  test("is accepted once per hook, on the hook's thread", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: ["error-null", "error-elsewhere|x", "error|for the user", "error|too much", "return|0x80004005"],
    }));
    expect(await native.service.startVm()).toMatchObject({
      text: expect.stringContaining("plugin 'native'. Error message: 'for the user'\r\n"),
    });
    expect(native.said).toEqual(["error: 0x80070057", "error: 0x8000000e", "error: 0x00000000", "error: 0x8000000d"]);
  });

  test("with success is itself an error", async () => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["error|but all is well"] }));
    expect(await native.service.startVm()).toMatchObject({ ok: false, hresult: 0x8000000d | 0 });
  });

  test.each<[string, Steps]>([
    ["the entry point", { Load: ["error|forgotten"] }],
    ["a hook that only logs", { OnDistributionRegistered: ["error|forgotten"] }],
  ])("set in %s breaks the next start on that thread, and no other", async (_, steps) => {
    await using native = await NativeService.start(() => steps);
    const { service } = native;
    await service.registerDistribution({ name: "Old", wsl: 1 });
    expect(await service.startVm({ thread: "another" })).toEqual({ ok: true });
    await service.stopVm({ thread: "another" });
    expect(await service.startVm()).toMatchObject({ ok: false, hresult: 0x8000000d | 0 });
    expect(await service.startVm()).toEqual({ ok: true });
  });
});
