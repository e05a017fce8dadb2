// WSL calls hooks as the service. If a thread acts as a user, the host still acts as the service, and restores the
// thread afterwards.

import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { NativeService } from "../../src/wslservice/native-service.ts";

const E_ACCESSDENIED = 0x80070005 | 0;

test("a hook on an impersonating thread acts as the service, and the thread impersonates again afterwards", async () => {
  const script = plugin(`onVmStarted(session) { MountFolder(session, "C:\\\\windows", "/mnt/w"); }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm({ impersonate: true })).toEqual({ ok: true });
  expect(hosted.service.eventsOf("call")).toMatchObject([{ call: "MountFolder", hresult: 0 }]);
});

test("a plugin that ignores impersonation calls WSL as the user", async () => {
  await using native = await NativeService.start(() => ({ OnVMStarted: ["execute||/bin/echo|echo|hi"] }));
  await native.service.startVm({ impersonate: true });
  expect(native.service.eventsOf("call")).toMatchObject([{ call: "ExecuteBinary", hresult: E_ACCESSDENIED }]);
});
