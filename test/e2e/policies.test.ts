// An administrator's policies in Wine's registry, and the events that Wine prints. test/linux covers each policy.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { description } from "../../bindings/index.ts";
import { paths } from "../../src/paths.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { mustRunWine, runWine } from "../support/windows.ts";

const allPolicies = "HKLM\\SOFTWARE\\Policies\\wsl-script-host";
const key = (name: string) => `${allPolicies}\\Plugins\\${name}`;

const registry = (...args: string[]) => mustRunWine("reg.exe", ...args);

async function reported(hosted: DllPlugin, text: string): Promise<void> {
  await expect.poll(() => hosted.service.standIn.stderr, { timeout: 10_000 }).toContain(text);
}

test("a script whose hash is not in the registry is refused until it is, and both are events", async () => {
  const name = `pinned-${process.pid}`;
  const script = plugin("");
  const hash = createHash("sha256").update(script).digest("hex");
  const pin = (value: string) =>
    registry("add", key(name), "/v", "ScriptSha256", "/t", "REG_MULTI_SZ", "/d", value, "/f");
  await pin("0".repeat(64));
  try {
    await using hosted = await DllPlugin.start({ name, script });
    expect(await hosted.service.startVm()).toMatchObject({ ok: false, plugin: name, hresult: 0x800b0004 | 0 });
    await reported(hosted, `${name}.js has the SHA-256 hash ${hash}, and the policy ScriptSha256 has another`);
    await pin(hash);
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await reported(hosted, hash);
  } finally {
    await registry("delete", key(name), "/f");
  }
});

test("the next hook sees a policy's key created, its value changed, and the key deleted", async () => {
  const name = `watched-${process.pid}`;
  const disable = (value: 0 | 1) =>
    registry("add", key(name), "/v", "Disabled", "/t", "REG_DWORD", "/d", `${value}`, "/f");
  await runWine("reg.exe", "delete", allPolicies, "/f"); // it may not be there
  const script = plugin(`onVmStarted() { throw new Error("it runs"); }`);
  await using hosted = await DllPlugin.start({ name, script });
  const runs = async () => {
    const { ok } = await hosted.service.startVm();
    if (ok) await hosted.service.stopVm();
    return !ok;
  };
  try {
    expect(await runs()).toBe(true);
    for (const round of ["created", "created anew"]) {
      await disable(1);
      expect(await runs(), round).toBe(false);
      await disable(0);
      expect(await runs(), round).toBe(true);
      await disable(1);
      expect(await runs(), round).toBe(false);
      await registry("delete", allPolicies, "/f");
      expect(await runs(), round).toBe(true);
    }
  } finally {
    await runWine("reg.exe", "delete", allPolicies, "/f");
  }
});

test("a policy for a plugin's setting takes effect at the next start, and not in running sessions", async () => {
  const name = `setting-${process.pid}`;
  const settings = `${key(name)}\\Settings`;
  const allow = (...names: string[]) =>
    registry("add", settings, "/v", "Allowed", "/t", "REG_MULTI_SZ", "/d", names.join("\\0"), "/f");
  const script = `const policy = defineSettings({
    allowed: { type: "array", items: { type: "string" }, default: [] },
    site: { type: "string" },
  });
  ${plugin(`onDistributionStarted(session, { name }) {
    if (!policy.allowed.includes(name)) throw new PluginError(name + " is not allowed at " + policy.site);
  }, onDistributionStopping(session, { name }) { console.log(name + " stops"); }`)}`;
  const given = { settings: { site: "north", allowed: ["Arch"] } };
  await using hosted = await DllPlugin.start({ name, script, settings: given });
  const start = (distribution: string) => hosted.service.startDistribution({ name: distribution });
  const refused = (distribution: string) => ({
    ok: false,
    text: expect.stringContaining(`${distribution} is not allowed at north`),
  });
  try {
    expect(await start("Arch")).toEqual({ ok: true });
    expect(await start("Debian")).toMatchObject(refused("Debian"));
    await allow("Debian", "Ubuntu");
    expect(await start("Debian")).toEqual({ ok: true });
    expect(await start("Ubuntu")).toEqual({ ok: true });
    await registry("add", settings, "/v", "Allowed", "/t", "REG_DWORD", "/d", "1", "/f");
    expect(await start("Fedora")).toMatchObject(refused("Fedora"));
    const wrong = `the policy ${settings}\\Allowed must be an array, not 1`;
    expect(await hosted.failures()).toContainEqual(expect.objectContaining({ event: "reload", message: wrong }));
    await allow("Fedora");
    expect(await start("Fedora")).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([]);
    expect((await hosted.log()).filter(({ message }) => message === "loaded")).toHaveLength(3);
  } finally {
    await registry("delete", key(name), "/f");
  }
  expect(await start("Debian 12")).toMatchObject(refused("Debian 12"));
  expect(await start("Arch 2")).toMatchObject(refused("Arch 2"));
});

test("the DLL has a text for each event", async () => {
  const dll = await readFile(paths.dll);
  for (const { text } of description.events) {
    expect(dll.includes(Buffer.from(text, "utf16le"))).toBe(true);
  }
});
