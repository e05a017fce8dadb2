// WSL's lock of all container sessions and the host's locks never deadlock.

import { expect, test } from "vitest";
import type { ContainerSessionInformation } from "../../src/wsl/information.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

function sessionOf(number: number, userSid = "S-1-5-18"): ContainerSessionInformation {
  return { id: `wslc:${number}`, displayName: `session-${number}`, applicationPid: 4, userSid, hasToken: true };
}

test("a session's end that WSL notices within another session's call runs its hook, and the call goes on", async () => {
  const members = `onContainerStarted(session) { WSLCMountFolder(session, "C:\\\\windows", "/mnt/x"); console.log("mounted"); },
    onSessionCreated() {}, onSessionStopping({ sessionId }) { console.log("ended", sessionId); }`;
  await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.4" });
  const { service } = hosted;
  await service.wsl.containers.createSession();
  await service.wsl.containers.createSession();
  const call = { hook: "OnSessionStopping", via: {}, session: sessionOf(1) } as const;
  await service.injectFault({ call: "WSLCMountFolder", hook: { plugin: "hello", call } });
  expect(await service.wsl.containers.start({ name: "web" }, { containerSession: 2 })).toEqual({ ok: true });
  await expect
    .poll(async () => (await hosted.printed()).sort(), { timeout: 20_000 })
    .toEqual(["ended wslc:1", "mounted"]);
  expect(service.eventsOf("deadlock")).toEqual([]);
});

test("a session's own end within its call waits for the hook that makes the call, and WSL for neither", async () => {
  const members = `onContainerStarted(session) { WSLCMountFolder(session, "C:\\\\windows", "/mnt/x"); console.log("mounted"); },
    onSessionStopping({ sessionId }) { console.log("ended", sessionId); }`;
  await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.4" });
  const { service } = hosted;
  await service.wsl.containers.createSession();
  const call = { hook: "OnSessionStopping", via: {}, session: sessionOf(1) } as const;
  await service.injectFault({ call: "WSLCMountFolder", hook: { plugin: "hello", call } });
  expect(await service.wsl.containers.start({ name: "web" })).toEqual({ ok: true });
  await expect.poll(() => hosted.printed(), { timeout: 20_000 }).toEqual(["mounted", "ended wslc:1"]);
});

test("calls within a container's hook and new sessions of other users keep each other waiting for a moment only", async () => {
  const members = `onContainerStarted(session) {
      for (let at = 0; at < 50; at++) {
        try { WSLCMountFolder(session, "C:\\\\windows", "/mnt/x"); } catch (error) { if (error.hresult !== HRESULT.WSLC_E_SESSION_NOT_FOUND) throw error; }
      }
    }, onSessionCreated() {}, onSessionStopping() {}`;
  await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.5" });
  const { standIn } = hosted.service;
  const outcomes: { hresult: number }[] = [];
  const containers = async () => {
    for (let round = 0; round < 10; round += 1) {
      const call = {
        hook: "ContainerStarted",
        via: { thread: "rpc-1" },
        session: sessionOf(1000),
        container: "{}",
      } as const;
      outcomes.push(await standIn.notify("hello", call));
    }
  };
  const sessions = async () => {
    for (let number = 1; number <= 20; number += 1) {
      for (const hook of ["OnSessionCreated", "OnSessionStopping"] as const) {
        const session = sessionOf(number, `S-1-5-21-0-0-0-${number}`);
        outcomes.push(await standIn.notify("hello", { hook, via: { thread: "rpc-2" }, session }));
      }
    }
  };
  await Promise.all([containers(), sessions()]);
  expect(outcomes.filter(({ hresult }) => hresult !== 0)).toEqual([]);
  expect(outcomes).toHaveLength(50);
  expect(hosted.service.eventsOf("call")).toHaveLength(500);
  expect(hosted.service.eventsOf("deadlock")).toEqual([]);
});
