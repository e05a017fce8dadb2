// MountFolder of real folders: WSL opens them again by name and as SYSTEM, so which ones users can change matters. Other
// users' files are the anonymous account's under Wine. test/permissions has the rules for paths.

import { chmod, chown, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";
import { prepareWine, windowsPath, winePrefix } from "../../src/wslservice/wine.ts";

const parent = join(winePrefix, "drive_c", `tools-${process.pid}`);
const shown = windowsPath(parent);

beforeAll(async () => {
  await prepareWine();
  for (const name of ["safe", "written", "owned", "replaceable"]) await mkdir(join(parent, name), { recursive: true });
  await mkdir(join(parent, "replaceable", "inner"));
  await chmod(join(parent, "written"), 0o757);
  await chmod(join(parent, "replaceable"), 0o757);
  await chown(join(parent, "owned"), 12345, 12345);
  await symlink(join(winePrefix, "drive_c", "windows"), join(parent, "link"));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

/** What the user reads when a plugin that declares this mounts the folder; empty if it may. */
async function outcomeOf(permissions: unknown, folder: string, granted?: object): Promise<string> {
  const script = `export default definePlugin({
    permissions: ${JSON.stringify(permissions)},
    onVmStarted(session) { MountFolder(session, ${JSON.stringify(`${shown}\\${folder}`)}, "/mnt/tools", true); },
  });`;
  const settings = granted === undefined ? {} : { permissions: granted };
  await using hosted = await DllPlugin.start({ script, settings });
  const outcome = await hosted.service.startVm();
  return outcome.ok ? "" : outcome.text;
}

const mount = (entry: object = {}) => ({ vm: { mount: [{ folder: shown, ...entry }] } });

test("a folder that only administrators can change is mounted by an entry for it or one above it, and by all", async () => {
  expect(await outcomeOf(mount(), "safe")).toBe("");
  expect(await outcomeOf("all", "safe")).toBe("");
});

test.each([
  ["written", /tools-\d+\\written: Everyone \(S-1-1-0\) may add files to it/],
  ["owned", /tools-\d+\\owned belongs to .*\(S-1-5-7\)/],
  ["replaceable\\inner", /tools-\d+\\replaceable: Everyone \(S-1-1-0\) may add files to it/],
])(
  "a folder that others can change (%s) is mounted only by an entry that says userWritable",
  async (folder, reason) => {
    for (const permissions of [mount(), "all"]) {
      const text = await outcomeOf(permissions, folder);
      expect(text).toContain("PermissionDeniedError");
      expect(text).toContain("userWritable: true");
      expect(text).toMatch(reason);
    }
    expect(await outcomeOf(mount({ userWritable: true }), folder)).toBe("");
  },
);

test("the settings have to grant userWritable, too", async () => {
  const declared = mount({ userWritable: true });
  expect(await outcomeOf(declared, "written", mount({ userWritable: true }))).toBe("");
  expect(await outcomeOf(declared, "written", mount())).toContain("hello.json does not grant this");
});

test.each(["link", "link\\\\system32"])(
  "a folder behind a link is not mounted, and no permission is asked for (%s)",
  async (folder) => {
    for (const permissions of [mount(), mount({ userWritable: true }), "all"]) {
      const text = await outcomeOf(permissions, folder);
      expect(text).toMatch(/PermissionDeniedError: MountFolder\(.*\): .*\\link.* leads to C:\\windows/);
      expect(text).not.toContain("definePlugin:");
    }
  },
);

test("a script learns of a folder that it may not mount neither whether it exists, nor who can change it", async () => {
  const other = { vm: { mount: [{ folder: `${shown}\\safe`, userWritable: true }] } };
  const [missing, written, link] = await Promise.all(
    ["missing", "written", "link"].map((folder) => outcomeOf(other, folder)),
  );
  expect(missing).toMatch(/PermissionDeniedError: .*missing" \}\] \} \}'/);
  expect(written).toBe(missing?.replaceAll("missing", "written"));
  expect(link).toBe(missing?.replaceAll("missing", "link"));
});

test("a folder for containers behind a link is not mounted, one that is missing is reported by WSL", async () => {
  const script = `export default definePlugin({
    requires: "WSLCVmHooks",
    permissions: { container: { mount: [{ folder: ${JSON.stringify(shown)} }] } },
    onWslcVmStarted(session) {
      for (const name of ["safe", "written", "missing", "link", "link\\\\system32"]) {
        try { WSLCMountFolder(session, ${JSON.stringify(`${shown}\\`)} + name, "/mnt/" + name); console.log("mounted"); }
        catch (error) { console.log(error.message); }
      }
    },
  });`;
  await using hosted = await DllPlugin.start({ script, version: "2.9.5" });
  const { containers } = hosted.service.wsl;
  expect(await containers.createSession()).toEqual({ ok: true });
  expect(await containers.start({ name: "web", image: "debian" })).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual([
    "mounted",
    "mounted",
    expect.stringContaining("ERROR_PATH_NOT_FOUND"),
    expect.stringMatching(/\\link leads to C:\\windows/),
    expect.stringMatching(/\\link\\system32 leads to C:\\windows/),
  ]);
});
