// The stand-in for wslservice itself, with a plugin in C++: the threads of hooks.

import { describe, expect, test } from "vitest";
import { NativeService } from "../../src/wslservice/native-service.ts";
import { sh } from "../support/native-plugin.ts";
import { eventOf } from "../support/service-events.ts";

describe("the stand-in's threads", () => {
  test("run two sessions' hooks at the same time", async () => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [
          `mount|${folder.windowsPath()}|/shared|ro|x`,
          sh("until [ -e /shared/go ]; do sleep 0.01; done; echo gone"),
        ],
      }),
      { sessions: 2 },
    );
    const { service } = native;
    const waiting = service.startVm({ thread: "one" });
    await eventOf(service, { kind: "call", call: "ExecuteBinary" });
    await service.registerDistribution({ name: "Old", wsl: 1 }, { session: 1, thread: "two" });
    expect(native.said).toEqual(["mount: 0x00000000"]);
    await native.folder.write("go", "");
    expect(await waiting).toEqual({ ok: true });
    expect(native.said.at(-1)).toBe("output: gone\n");
  });

  test("report a call on a thread that the hook waits for as a deadlock", async () => {
    const steps = { OnVMStarted: ["execute-elsewhere||/bin/true|true", "execute||/bin/echo|echo|still here"] };
    await using native = await NativeService.start(() => steps, { deadlockTime: 300 });
    expect(await native.service.startVm()).toEqual({ ok: true });
    expect(native.service.eventsOf("deadlock")).toEqual([{ kind: "deadlock", call: "ExecuteBinary", session: 0 }]);
    expect(native.said).toEqual(["execute: 0x8007046b", "output: still here\n"]);
  });

  test.each([256 * 1024, 8 * 1024 * 1024])("have the requested stack: %i bytes", async (stack) => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["stack"], OnVMStopping: ["recurse"] }));
    await native.service.startVm({ thread: "sized", stack });
    const left = Number(native.said[0]?.replace("stack: ", ""));
    expect(left).toBeLessThanOrEqual(stack);
    expect(left).toBeGreaterThan(stack * 0.9);
    await expect(native.service.stopVm({ thread: "sized", stack })).rejects.toThrow(
      /crash (?:thread-ended|0xc00000fd)/,
    );
  });
});
