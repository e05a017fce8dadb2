// The stand-in for wslservice itself, with a plugin in C++: its process, and how that ends.

import { describe, expect, test } from "vitest";
import { NativeService } from "../../src/wslservice/native-service.ts";
import { debian, sh } from "../support/native-plugin.ts";

describe("the stand-in's process", () => {
  test("counts its resources", async () => {
    await using native = await NativeService.start(() => ({ OnVMStopping: ["read-fields"] }));
    const { service } = native;
    const call = { hook: "OnVMStopping", session: { id: 0, userSid: "S-1-5-18", hasToken: true }, via: {} } as const;
    await service.repeatHook("native", call, 1000, true);
    const before = await service.counters();
    const times = await service.repeatHook("native", call, 1000, true);
    const after = await service.counters();
    expect(before.handles).toBeGreaterThan(0);
    // A thousand hooks got ten thousand blocks and handles; the runtime of C++ makes one now and then.
    expect(after.handles - before.handles).toBeLessThan(100);
    expect(after.reserved - before.reserved).toBeLessThan(1024 * 1024);
    expect(times.failed).toBe(0);
    expect(times.lowest).toBeLessThanOrEqual(times.p50);
  });

  test("that ends by itself is reported with its last request", async () => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["abort"] }));
    await expect(native.service.startVm()).rejects.toMatchObject({
      name: "StandInDied",
      exitCode: 3,
      message: expect.stringContaining("hook=OnVMStarted"),
    });
    await expect(native.service.stopVm()).rejects.toThrow("hook=OnVMStarted");
  });

  test("that does not answer is ended", async () => {
    const steps = { OnVMStarted: [sh("exec sleep 1000")] };
    await using native = await NativeService.start(() => steps, { patience: 1000 });
    await expect(native.service.startVm()).rejects.toThrow(/did not answer within 1000 ms: .*OnVMStarted/);
  });

  test("stops as Windows stops a service, and leaves nothing behind", async () => {
    await using native = await NativeService.start(() => ({ OnVMStopping: [sh("echo still there")] }));
    await native.service.startDistribution(debian);
    await native.service.stop();
    expect(native.said).toEqual(["output: still there\n"]);
    expect(native.service.events.at(-1)).toEqual({ kind: "service-stopped" });
    expect(native.service.eventsOf("crash")).toEqual([]);
    expect(() => native.service.startVm()).toThrow("The service has been stopped.");
  });
});
