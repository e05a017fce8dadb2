// The hooks of container sessions in the DLL: what they get, when they come, and what their failures do.

import { describe, expect, test } from "vitest";
import { dockerId } from "../../src/wsl/inspection.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import type { WslService } from "../../src/wslservice/driver.ts";

const E_ACCESSDENIED = 0x80070005 | 0;
const E_FAIL = 0x80004005 | 0;
const ERROR_TIMEOUT = 0x800705b4 | 0;

const ofSessions = ["OnSessionCreated", "OnSessionStopping"];
const ofContainers = ["ContainerStarted", "ContainerStopping", "ImageCreated", "ImageDeleted"];
const ofVms = ["WslcVmStarted", "WslcVmStopping"];

/** Prints every hook with what it gets. */
const printsAll = plugin(
  [
    ["onSessionCreated", "{ displayName, applicationPid, userSid }", "displayName, applicationPid, userSid"],
    ["onSessionStopping", "{ displayName }", "displayName"],
    ["onContainerStarted", "_, { Name, Image, State, Config }", "Name, Image, State.Status, Config.Env[0].slice(0, 5)"],
    ["onContainerStopping", "_, id", "id"],
    ["onImageCreated", "_, { RepoTags, Size }", "RepoTags[0], Size"],
    ["onImageDeleted", "_, id", "id"],
    ["onWslcVmStarted", "{ sessionId }", "sessionId"],
    ["onWslcVmStopping", "{ sessionId }", "sessionId"],
  ]
    .map(([name, parameters, printed]) => `${name}(${parameters}) { console.log("${name}", ${printed}); }`)
    .join(", "),
);

/** The life of a session, and another one, at whose creation WSL notices its end. */
async function liveOnce({ wsl: { containers } }: WslService): Promise<void> {
  await containers.createSession({ name: "wslc-cli-ada", applicationPid: 4711 });
  await containers.pullImage({ name: "debian:latest" });
  await containers.start({ name: "web" });
  await containers.stop("web");
  await containers.deleteImage("debian:latest");
  await containers.endSession();
  await containers.createSession({ name: "other" });
}

const lived = [
  "onSessionCreated wslc-cli-ada 4711 S-1-5-21-0-0-0-1000",
  "onWslcVmStarted wslc:1",
  "onImageCreated debian:latest 116538369",
  "onContainerStarted web debian:latest running PATH=",
  `onContainerStopping ${dockerId("wslc:1 web")}`,
  `onImageDeleted sha256:${dockerId("debian:latest")}`,
  "onWslcVmStopping wslc:1",
  "onSessionCreated other 4000 S-1-5-21-0-0-0-1000",
];

test.each([
  ["2.9.0", [...ofSessions, ...ofContainers]],
  ["2.9.4", [...ofSessions, ...ofContainers]],
  ["2.9.5", [...ofSessions, ...ofContainers, ...ofVms]],
  ["3.0.0", [...ofSessions, ...ofContainers, ...ofVms]],
])("on WSL %s every hook of container sessions that it has is called with what it is about", async (version, slots) => {
  await using hosted = await DllPlugin.start({ script: printsAll, version });
  const { service } = hosted;
  expect(service.eventsOf("plugin-loaded")[0]?.hooks).toEqual(["OnVMStarted", ...slots]);
  await liveOnce(service);
  // The last hook does not keep WSL waiting.
  await expect.poll(() => hosted.printed(), { timeout: 20_000 }).toContain("onSessionStopping wslc-cli-ada");
  const hasVmHooks = slots.includes("WslcVmStarted");
  const expected = lived.filter((line) => hasVmHooks || !line.startsWith("onWslcVm"));
  const printed = await hosted.printed();
  expect(printed.filter((line) => !line.startsWith("onSessionStopping"))).toEqual(expected);
  expect(service.eventsOf("crash")).toEqual([]);
});

test.each(["2.8.7", "2.8.11", "2.8.12"])(
  "on WSL %s, whose tables have slots for containers of another shape, none is filled",
  async (version) => {
    await using hosted = await DllPlugin.start({ script: printsAll, version });
    expect(hosted.service.eventsOf("plugin-loaded")[0]?.hooks).toEqual(["OnVMStarted"]);
    const never = (await hosted.log()).filter(({ message }) => message.includes("is never called: it needs WSL 2.9."));
    expect(never).toHaveLength(8);
  },
);

test.each(["2.4.4", "2.8.7", "2.8.11", "2.8.12"])(
  "on WSL %s, calls for containers need a newer one, whatever its table has in their place",
  async (version) => {
    const members = `onVmStarted() {
      for (const call of [
        () => WSLCMountFolder("wslc:1", "C:\\\\windows", "/x"),
        () => WSLCUnmountFolder("wslc:1", "/x"),
        () => WSLCCreateProcess("wslc:1", "/bin/true"),
        () => run("wslc:1", "/bin/true"),
      ]) {
        try { call(); } catch (error) { console.log(error.name, error.requiredVersion.toString()); }
      }
    }`;
    await using hosted = await DllPlugin.start({ script: plugin(members), version });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(Array(4).fill("RequiresUpdateError 2.9.0"));
    expect(hosted.service.eventsOf("call", "crash")).toEqual([]);
  },
);

describe("a refusal", () => {
  test("of a session reaches the program that wants it, and nothing follows", async () => {
    const members = `onSessionCreated() { throw new PluginError("No containers here.", HRESULT.E_ACCESSDENIED); },
      onSessionStopping() { console.log("stopping"); }`;
    await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.5" });
    const { containers } = hosted.service.wsl;
    expect(await containers.createSession()).toMatchObject({
      ok: false,
      hresult: E_ACCESSDENIED,
      text: "A fatal error was returned by plugin 'hello'. Error message: 'No containers here.'",
    });
    await containers.listSessions();
    await hosted.service.stop();
    expect(await hosted.printed()).toEqual([]);
  });

  test("of a container stops it, with the image in the reason", async () => {
    const members = `onContainerStarted(_, { Image }) {
      if (!Image.startsWith("registry.contoso.com/")) throw new PluginError(Image + " is not ours.");
    }, onContainerStopping() { console.log("stopping"); }`;
    await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.5" });
    const { containers } = hosted.service.wsl;
    await containers.createSession();
    expect(await containers.start({ name: "a", image: "registry.contoso.com/web:1" })).toEqual({ ok: true });
    expect(await containers.start({ name: "b", image: "evil:latest" })).toMatchObject({
      hresult: E_FAIL,
      text: expect.stringContaining("'evil:latest is not ours.'"),
    });
    expect(await hosted.printed()).toEqual([]);
  });
});

test("a script that cannot be loaded refuses sessions and containers until it is mended", async () => {
  await using hosted = await DllPlugin.start({ script: "no script", version: "2.9.5" });
  const { containers } = hosted.service.wsl;
  expect(await containers.createSession()).toMatchObject({ ok: false, text: expect.stringContaining("SyntaxError") });
  await hosted.folder.write("hello.js", plugin("onSessionCreated() {}"));
  expect(await containers.createSession()).toEqual({ ok: true });
  expect(await containers.start({ name: "web" }, { containerSession: 2 })).toEqual({ ok: true });
});

test("with loadFailure allow, sessions and containers go on without a script that cannot be loaded", async () => {
  const settings = { loadFailure: "allow" };
  await using hosted = await DllPlugin.start({ script: "no script", version: "2.9.5", settings });
  const { containers } = hosted.service.wsl;
  expect(await containers.createSession()).toEqual({ ok: true });
  expect(await containers.start({ name: "web" })).toEqual({ ok: true });
});

test("settings that have changed count at the next session", async () => {
  const members = 'onSessionCreated() { console.debug("created"); }';
  await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.5" });
  const { containers } = hosted.service.wsl;
  await containers.createSession();
  const file = hosted.folder.windowsPath("hello.log");
  await hosted.folder.write("hello.json", JSON.stringify({ log: { file, level: "debug" } }));
  await containers.createSession();
  expect(await hosted.printed()).toEqual(["created"]);
});

test("a session is refused when its hook holds up all other users for longer than 5 s", async () => {
  const members =
    "limits: { hookTime: 60_000 }, async onSessionCreated() { await new Promise((go) => setTimeout(go, 50_000)); }";
  await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.5" });
  expect(await hosted.service.wsl.containers.createSession()).toMatchObject({
    hresult: ERROR_TIMEOUT,
    text: expect.stringContaining("onSessionCreated took longer than the 5000 ms that WSL's lock allows"),
  });
});

test("environments are no part of what the console and JSON show of a container", async () => {
  const members = `onContainerStarted(_, container) {
    console.log(container, JSON.stringify(container), { ...container.Config });
    console.log(container.Config.Env.join());
    try { container.Config.Env.push("A=b"); } catch (error) { console.log(error.name); }
  }`;
  await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.5" });
  const { containers } = hosted.service.wsl;
  await containers.createSession();
  await containers.start({ name: "web", inspection: { Config: { Env: ["TOKEN=secret"] } } });
  const [shown, ...others] = await hosted.printed();
  expect(shown).toContain("WorkingDir");
  expect(shown).not.toContain("secret");
  expect(others).toEqual(["TOKEN=secret", "TypeError"]);
});

test("a slow hook of one container keeps no other session waiting", async () => {
  const members = `async onContainerStarted(_, { Name }) {
    if (Name === "slow") await new Promise((go) => setTimeout(go, 3_000));
    console.log(Name);
  }`;
  await using hosted = await DllPlugin.start({ script: plugin(members), version: "2.9.5", sessions: 2 });
  const { containers } = hosted.service.wsl;
  await containers.createSession();
  const slow = containers.start({ name: "slow" }, { thread: "first" });
  const others: object[] = [];
  for (const session of [0, 1]) others.push(await containers.createSession({ session, thread: "second" }));
  others.push(await containers.start({ name: "quick" }, { containerSession: 2, thread: "second" }));
  expect(others).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
  expect(await hosted.printed()).toEqual(["quick"]);
  expect(await slow).toEqual({ ok: true });
});
