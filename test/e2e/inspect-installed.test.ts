// `wsl-script-host inspect --installed` with Wine's registry, read through Wine's reg.exe.

import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { wineEnvironment } from "../../src/wslservice/wine.ts";
import { cli, cliWith, folder, useCli, write } from "../support/cli.ts";
import { mustRunWine, runWine } from "../support/windows.ts";

useCli();

const plugins = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins";
const name = `installed-${process.pid}`;
const policies = `HKLM\\SOFTWARE\\Policies\\wsl-script-host\\Plugins\\${name}`;

async function add(key: string, value: string, type: string, data: string): Promise<void> {
  await mustRunWine("reg.exe", "add", key, "/v", value, "/t", type, "/d", data, "/f");
}

/** The command finds Wine's reg.exe at the path that Windows uses. */
async function inspect(...args: string[]) {
  write("bin/reg.exe", '#!/bin/sh\nexec wine reg.exe "$@"\n');
  chmodSync(join(folder(), "bin", "reg.exe"), 0o755);
  const environment = wineEnvironment();
  const PATH = `${join(folder(), "bin")}:${environment.PATH}`;
  return cliWith({ ...environment, PATH }, "inspect", "--installed", ...args);
}

afterEach(async () => {
  await runWine("reg.exe", "delete", plugins, "/v", name, "/f");
  await runWine("reg.exe", "delete", policies, "/f");
});

async function install(script: string, settings: object): Promise<void> {
  write(`${name}.js`, script);
  write(`${name}.json`, JSON.stringify(settings));
  await add(plugins, name, "REG_SZ", join(folder(), `${name}.dll`));
}

const script = `defineSettings({
  allowed: { type: "array", items: { type: "string" }, default: [] },
  level: { type: "integer", default: 1 },
  proxy: { type: "object", properties: { host: { type: "string" } }, default: {} },
  site: { type: "string" },
  token: { type: "string", secret: true },
  contact: { type: "string", default: "help desk" },
});
export default definePlugin({ onVmStarted() {} });
`;

test("inspect --installed shows each setting's value, and whether it is the default or comes from file or policy", async () => {
  await install(script, { settings: { level: 2, site: "north", token: "hunter2", allowed: ["Arch"] } });
  await add(`${policies}\\Settings`, "ALLOWED", "REG_MULTI_SZ", "Debian\\0Ubuntu");
  await add(`${policies}\\Settings`, "level", "REG_DWORD", "7");
  await add(`${policies}\\Settings`, "proxy", "REG_SZ", '{ "host": "a\\\\b" }');
  const { code, stdout, stderr } = await inspect();
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const lines = stdout.split("\n");
  const from = lines.findIndex((line) => line.startsWith("settings"));
  const key = `${policies}\\Settings`;
  expect(lines.slice(from, from + 6).map((line) => line.slice(13))).toEqual([
    `allowed  ["Debian","Ubuntu"]  ${key}`,
    `level    7                    ${key}`,
    `proxy    {"host":"a\\\\b"}      ${key}`,
    `site     "north"              ${name}.json`,
    `token    (secret)             ${name}.json`,
    `contact  "help desk"          default`,
  ]);
  expect(JSON.parse((await inspect("--json")).stdout)).toMatchObject({
    dll: join(folder(), `${name}.dll`),
    settingValues: { site: { from: `${name}.json`, value: "north" }, token: { from: `${name}.json` } },
  });
});

test("inspect --installed shows why a plugin cannot be loaded with its policies", async () => {
  await install(script, { settings: { site: "north", token: "hunter2" } });
  await add(`${policies}\\Settings`, "level", "REG_QWORD", "7");
  const type = await inspect();
  expect(type.code).toBe(1);
  expect(type.stderr).toContain(`the policy ${policies}\\Settings\\level must be a REG_SZ, REG_DWORD or REG_MULTI_SZ`);
  await add(`${policies}\\Settings`, "level", "REG_SZ", "seven");
  expect((await inspect()).stderr).toContain(`the policy ${policies}\\Settings\\level must be JSON: `);
});

test("inspect --installed needs the registry", async () => {
  const { code, stderr } = await cli("inspect", "--installed");
  expect(code).toBe(1);
  expect(stderr).toContain("reg.exe does not exist here");
});
