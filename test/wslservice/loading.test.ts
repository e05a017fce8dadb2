// The stand-in for wslservice itself, with a plugin in C++: how plugins are loaded.

import { readlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { WslService } from "../../src/wslservice/driver.ts";
import { NativeService } from "../../src/wslservice/native-service.ts";
import { prepareWine } from "../../src/wslservice/wine.ts";

test("Wine is started by its preloader, which keeps the heap off the addresses that Wine needs", async () => {
  await using service = await WslService.start({ version: "2.4.4", plugins: [] });
  expect(readlinkSync(`/proc/${service.standIn.pid}/exe`)).toContain("preloader");
});

describe("loading DLLs", () => {
  test.each([
    ["Z:\\nowhere\\missing.dll", 0x8007007e],
    ["C:\\windows\\system32\\version.dll", 0x8007007f],
  ])("%s fails, and blocks the VM", async (dll, hresult) => {
    await prepareWine();
    await using service = await WslService.start({ version: "2.4.4", plugins: [{ name: "bad", dll }] });
    expect(service.eventsOf("plugin-failed")).toEqual([
      { kind: "plugin-failed", plugin: "bad", path: dll, hresult: hresult | 0 },
    ]);
    expect(await service.startVm()).toMatchObject({ ok: false, hresult: hresult | 0 });
  });

  test("with an entry point that fails leaves the plugin out", async () => {
    await using native = await NativeService.start(() => ({ Load: ["return|0x80004005"] }));
    expect(native.service.wsl.plugins).toEqual([]);
    expect(native.service.wsl.fatalPluginError).toMatchObject({ plugin: "native", hresult: 0x80004005 | 0 });
  });

  test.each([
    ["2.1.1", 4],
    ["2.1.2", 6],
  ])("into WSL %s has %i hooks", async (version, count) => {
    await using native = await NativeService.start(() => ({}), { version });
    expect(native.service.eventsOf("plugin-loaded")[0]?.hooks).toHaveLength(count);
  });
});
