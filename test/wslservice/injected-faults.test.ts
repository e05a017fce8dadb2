// The stand-in for wslservice itself, with a plugin in C++: calls that fail as a test orders.

import { describe, expect, test } from "vitest";
import { NativeService } from "../../src/wslservice/native-service.ts";

describe("injected faults", () => {
  test("fail as many calls as requested", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: Array(3).fill("execute||/bin/echo|echo|hi"),
    }));
    await native.service.injectFault({ call: "ExecuteBinary", times: 2, hresult: 0x80070005 | 0 });
    await native.service.startVm();
    expect(native.said).toEqual(["execute: 0x80070005", "execute: 0x80070005", "output: hi\n"]);
  });

  test("fail PluginError, too", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: ["error|a", "error|b", "return|0x80004005"],
    }));
    await native.service.injectFault({ call: "PluginError", hresult: 0x8007000e | 0 });
    expect(await native.service.startVm()).toMatchObject({ text: expect.stringContaining("message: 'b'") });
    expect(native.said).toEqual(["error: 0x8007000e", "error: 0x00000000"]);
  });

  test.each([
    "invalid",
    "zero",
    "garbage",
    "closed",
    "unconnected",
    "event",
    "untouched",
    "synchronous",
    "taken",
  ] as const)("return success with a socket that is %s", async (socket) => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["execute|x|/bin/cat|cat"] }));
    await native.service.injectFault({ call: "ExecuteBinary", socket });
    expect(await native.service.startVm()).toEqual({ ok: true });
    expect(native.said).toEqual(["output: "]);
    expect(native.service.eventsOf("process-started")).toEqual([]);
  });

  test("block a call, or call another hook from within it on the same thread", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: ["execute||/bin/echo|echo|outer"],
      OnVMStopping: ["fields", "execute||/bin/echo|echo|inner"],
    }));
    const session = { id: 0, userSid: "S-1-5-18", hasToken: false };
    await native.service.injectFault({
      call: "ExecuteBinary",
      block: 1,
      hook: { plugin: "native", call: { hook: "OnVMStopping", session, via: {} } },
    });
    await native.service.startVm();
    expect(native.said).toEqual(["OnVMStopping: session=0 token=NULL sid=1", "output: inner\n", "output: outer\n"]);
  });
});
