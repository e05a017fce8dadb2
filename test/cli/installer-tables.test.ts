// The tables of an installer, as Windows Installer reads them. test/e2e/tool/installer.ts runs installers.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeInstaller } from "../../src/cli/package/installer.ts";

const names = ["hello.dll", "hello.js", "hello.json", "wsl-script-host.exe"];

let folder = "";
let installer = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wsl-script-host-tables-"));
  installer = await make();
});

afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;

/** The file of an installer, each of whose files has this content. */
async function make(plugin = "hello", version = "1.2.0", content = "content"): Promise<string> {
  const files = names.map((name) => {
    const bytes = Buffer.from(content);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { name: name.replace("hello", plugin), bytes, sha256 };
  });
  made += 1;
  const file = join(folder, `${made}.msi`);
  writeFileSync(file, await makeInstaller(plugin, version, files));
  return file;
}

function msiinfo(...args: string[]): string {
  return execFileSync("msiinfo", args, { encoding: "utf8" });
}

/** The rows of a table by column. */
function rows(table: string, file = installer): Record<string, string>[] {
  const [columns = [], , , ...values] = msiinfo("export", file, table)
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
  return values.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ""])));
}

function property(name: string, file = installer): string | undefined {
  return rows("Property", file).find((row) => row.Property === name)?.Value;
}

/** All ids of an installer, by what they are of. */
function idsOf(file: string): Record<string, string | undefined> {
  const components = rows("Component", file).map(({ Component, ComponentId }) => [Component, ComponentId]);
  return {
    ...Object.fromEntries(components),
    product: property("ProductCode", file),
    upgrade: property("UpgradeCode", file),
    package: /Revision number \(UUID\): (\S+)/.exec(msiinfo("suminfo", file))?.[1],
  };
}

/** What two installers have in common. */
function sameIds(one: string, other: string): string[] {
  const [ids, others] = [idsOf(one), idsOf(other)];
  return Object.keys(ids).filter((of) => ids[of] === others[of]);
}

test("an installer's ids come from its plugin, version and files", async () => {
  const ids = Object.values(idsOf(installer));
  expect(new Set(ids).size).toBe(5);
  // UUIDs of version 5: derived, not random.
  for (const id of ids) expect(id).toMatch(/^\{[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}\}$/);
  const all = ["Plugin", "Registration", "product", "upgrade", "package"];
  expect(sameIds(installer, await make())).toEqual(all);
  expect(sameIds(installer, await make("hello", "1.2.0", "other"))).toEqual(["Plugin", "Registration", "upgrade"]);
  expect(sameIds(installer, await make("hello", "1.2.1"))).toEqual(["Registration", "upgrade"]);
  expect(sameIds(installer, await make("other"))).toEqual([]);
});

test("an installer removes older versions, and does not install over its own or a newer one", () => {
  const UpgradeCode = property("UpgradeCode");
  const [includesMinimum, onlyDetects] = [256, 2];
  const upgrades = rows("Upgrade").sort((one, other) =>
    (one.ActionProperty ?? "").localeCompare(other.ActionProperty ?? ""),
  );
  const common = { UpgradeCode, Language: "", Remove: "" };
  expect(upgrades).toEqual([
    { ...common, VersionMin: "0.0.0", VersionMax: "1.2.0", Attributes: `${includesMinimum}`, ActionProperty: "OLDER" },
    {
      ...common,
      VersionMin: "1.2.0",
      VersionMax: "",
      Attributes: `${includesMinimum + onlyDetects}`,
      ActionProperty: "SAMEORNEWER",
    },
  ]);
  expect(rows("LaunchCondition").map(({ Condition }) => Condition)).toEqual(["NOT SAMEORNEWER"]);
  expect(property("SecureCustomProperties")).toBe("OLDER;SAMEORNEWER");
});

test("an installer registers the plugin with WSL, and the source of its events", () => {
  const localMachine = "2";
  const registered = rows("Registry").map(({ Root, Key, Name, Value }) => [Root, Key, Name, Value]);
  const source = "SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\wsl-script-host";
  const dll = "[VersionFolder]hello.dll";
  expect(registered).toEqual([
    [localMachine, "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\Plugins", "hello", dll],
    [localMachine, source, "EventMessageFile", dll],
    [localMachine, source, "TypesSupported", "#7"],
  ]);
});

test("an installer's files are in a folder of their version, with the access rights of Program Files", () => {
  const parents = new Map(rows("Directory").map(({ Directory, ...row }) => [Directory, row]));
  const path: string[] = [];
  for (let at = "VersionFolder"; at !== "TARGETDIR"; at = parents.get(at)?.Directory_Parent ?? "TARGETDIR") {
    path.unshift(at.endsWith("64Folder") ? at : (parents.get(at)?.DefaultDir ?? ""));
  }
  expect(path).toEqual(["ProgramFiles64Folder", "wsl-script-host", "hello", "1.2.0"]);
  const [is64Bit, hasRegistryKey] = [256, 4];
  const components = rows("Component").map(({ Component, Directory_, Attributes }) => [
    Component,
    Directory_,
    Attributes,
  ]);
  expect(components).toEqual([
    ["Plugin", "VersionFolder", `${is64Bit}`],
    ["Registration", "VersionFolder", `${is64Bit + hasRegistryKey}`],
  ]);
  expect(property("ALLUSERS")).toBe("1");
  // They would replace the inherited rights.
  expect(msiinfo("tables", installer)).not.toMatch(/LockPermissions/);
});

test("an installer's files have the order of the package", () => {
  const files = rows("File").map(({ FileName, Component_, Sequence }) => [Sequence, FileName, Component_]);
  expect(files).toEqual(names.map((name, at) => [`${at + 1}`, name, "Plugin"]));
});

test("an installer takes settings over before it removes the older version, and leaves WSL's service alone", () => {
  const [runsInstalledFile, isDeferred, asSystem] = [18, 1024, 2048];
  const tool = rows("File").find(({ FileName }) => FileName === "wsl-script-host.exe")?.File;
  const target = 'keep-settings "hello"';
  expect(rows("CustomAction")).toEqual([
    expect.objectContaining({ Type: `${runsInstalledFile + isDeferred + asSystem}`, Source: tool, Target: target }),
  ]);
  const actions = rows("InstallExecuteSequence")
    .sort((one, other) => Number(one.Sequence) - Number(other.Sequence))
    .map(({ Action }) => Action);
  const wanted = [
    "InstallFiles",
    "KeepSettings",
    "WriteRegistryValues",
    "InstallExecute",
    "RemoveExistingProducts",
    "RegisterProduct",
  ];
  expect(actions.filter((action) => wanted.includes(action ?? ""))).toEqual(wanted);
  expect(rows("ServiceControl")).toEqual([]);
});
