// An administrator's policies in Wine's registry, and what Wine prints of the events. test/linux has each policy's cases.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { description } from "../../bindings/index.ts";
import { paths } from "../../src/paths.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { prepareWine, spawnWine } from "../../src/wslservice/wine.ts";

const key = (name: string) => `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;

async function registry(...args: string[]): Promise<void> {
  await prepareWine();
  const child = spawnWine("reg.exe", args);
  child.stdin?.end();
  expect((await once(child, "exit"))[0]).toBe(0);
}

async function reported(hosted: DllPlugin, text: string): Promise<void> {
  await expect.poll(() => hosted.service.standIn.stderr, { timeout: 10_000 }).toContain(text);
}

test("a script whose hash the registry does not have is refused until it has it, and both are events", async () => {
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

test("the DLL has a text for each event", async () => {
  const dll = await readFile(paths.dll);
  for (const { text } of description.events) {
    expect(dll.includes(Buffer.from(text, "utf16le"))).toBe(true);
  }
});
