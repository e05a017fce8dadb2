// Container sessions in the simulator, as tests of plugins use them.

import { expect, test } from "vitest";
import { startWsl } from "../../src/simulator/index.ts";

/** A script that prints the hooks that it is called in. */
const script = `const named = (name) => [name, ({ sessionId }) => console.log(name, sessionId)];
export default definePlugin(Object.fromEntries([
  "onSessionCreated", "onSessionStopping", "onContainerStarted", "onContainerStopping",
  "onImageCreated", "onImageDeleted", "onWslcVmStarted", "onWslcVmStopping",
].map(named)));`;

test("a VM starts when a container needs it, and stops when none runs", async () => {
  await using wsl = await startWsl({ plugin: { script }, version: "2.9.5" });
  const { containers } = wsl;
  await containers.createSession();
  await containers.start({ name: "web" });
  await containers.idle();
  await containers.stop("web");
  await containers.idle();
  await containers.idle();
  await containers.start({ name: "web" });
  expect(wsl.printed).toEqual([
    "onSessionCreated wslc:1",
    "onWslcVmStarted wslc:1",
    "onContainerStarted wslc:1",
    "onContainerStopping wslc:1",
    "onWslcVmStopping wslc:1",
    "onWslcVmStarted wslc:1",
    "onContainerStarted wslc:1",
  ]);
});

test("a session's end reaches plugins when WSL looks through its sessions, once", async () => {
  await using wsl = await startWsl({ plugin: { script }, version: "2.9.5" });
  await wsl.containers.createSession();
  await wsl.containers.endSession();
  expect(wsl.printed).toEqual(["onSessionCreated wslc:1"]);
  await wsl.containers.listSessions();
  await wsl.containers.listSessions();
  expect(wsl.printed).toEqual(["onSessionCreated wslc:1", "onSessionStopping wslc:1"]);
});

test("the service's end reaches sessions before their VMs, and a container that is deleted no hook at all", async () => {
  await using wsl = await startWsl({ plugin: { script }, version: "2.9.5" });
  await wsl.containers.createSession();
  await wsl.containers.start({ name: "web" });
  await wsl.containers.delete("web");
  await wsl.stop();
  const order = wsl.eventsOf("hook-entered").map(({ hook }) => hook);
  expect(order.slice(-2)).toEqual(["OnSessionStopping", "WslcVmStopping"]);
  expect(order).not.toContain("ContainerStopping");
});

test.each([
  ["2.9.0", false, undefined],
  ["2.9.4", false, null],
  ["2.9.5", true, null],
])("WSL %s has the members of a container that it knows", async (version, hasLabels, health) => {
  const reads = `export default definePlugin({ onContainerStarted(_, { State, Config }) {
    console.log(JSON.stringify(["Labels" in Config, State.Health]), Config.Env.join());
  } });`;
  await using wsl = await startWsl({ plugin: { script: reads }, version });
  await wsl.containers.createSession();
  await wsl.containers.start({ name: "web", inspection: { Config: { Env: ["A=b"] } } });
  expect(wsl.printed).toEqual([`[${hasLabels},${JSON.stringify(health ?? null)}] A=b`]);
});

test("a script's state in one container session is not in another's, nor in its user's session with distributions", async () => {
  const counts = `let count = 0;
    const counted = ({ sessionId }) => console.log(sessionId, ++count);
    export default definePlugin({ onVmStarted: counted, optional: { onSessionCreated: counted, onContainerStarted: counted } });`;
  await using wsl = await startWsl({ plugin: { script: counts }, version: "2.9.5" });
  await wsl.startVm();
  for (const containerSession of [1, 2]) {
    await wsl.containers.createSession();
    await wsl.containers.start({ name: "web" }, { containerSession });
  }
  expect(wsl.printed).toEqual(["0 1", "wslc:1 1", "wslc:1 2", "wslc:2 1", "wslc:2 2"]);
});

test("calls of sessions with distributions refuse a container session as a mistake of the script", async () => {
  const calls = `export default definePlugin({ onSessionCreated(session) {
    for (const call of [() => MountFolder(session, "C:\\\\x", "/x"), () => ExecuteBinary(session.sessionId, "/bin/true"), () => Linux.osRelease(session)]) {
      try { call(); } catch (error) { console.log(error.name, error.message); }
    }
  } });`;
  await using wsl = await startWsl({ plugin: { script: calls }, version: "2.9.5" });
  await wsl.containers.createSession();
  expect(wsl.printed).toEqual([
    "TypeError MountFolder: session must be a session with distributions, not the container session wslc:1",
    "TypeError ExecuteBinary: session must be a session with distributions, not the container session wslc:1",
    "TypeError Linux.osRelease: session must be a session with distributions, not the container session wslc:1",
  ]);
  expect(wsl.calls).toEqual([]);
});

test.each([
  ["2.8.11", "WSL 2.8.11 has no containers."],
  ["2.9.5", "There is no container session 1."],
])("WSL %s without a container session says so", async (version, message) => {
  await using wsl = await startWsl({ plugin: { script: "export default definePlugin({})" }, version });
  await expect(wsl.containers.start({ name: "web" })).rejects.toThrow(message);
});
