/** A hook that hangs in one session while another session's VM starts again and again. */

import { expect } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { eventOf } from "./service-events.ts";

export async function startBesideHangingHook(times: number): Promise<void> {
  const script = plugin(`
    onVmStarted(session) { if (session.sessionId === 0) MountFolder(session, "C:\\\\windows", "/mnt/w"); }`);
  await using hosted = await DllPlugin.start({ script, sessions: 2, patience: 600_000 });
  await hosted.service.injectFault({ call: "MountFolder", block: 600_000 });
  // The hook ends when the service does.
  const hanging = hosted.service.startVm({ session: 0, thread: "hanging" }).catch(() => {});
  await eventOf(hosted.service, { kind: "hook-entered" });
  for (let time = 0; time < times; time += 1) {
    const via = { session: 1, thread: `thread-${time}` };
    expect(await hosted.service.startVm(via)).toEqual({ ok: true });
    await hosted.service.stopVm(via);
  }
  const returned = hosted.service.eventsOf("hook-returned").map((event) => event.session);
  expect(returned.filter((id) => id === 1)).toHaveLength(times);
  expect(returned).not.toContain(0);
  await hosted.service.kill();
  await hanging;
}
