// The plugins under docs/examples in the real DLL: their output, what the user sees, and what WSL does next.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { winePrefix } from "../../src/wslservice/wine.ts";
import { expectLines } from "../support/golden-lines.ts";
import { hostExample } from "../support/hosted.ts";

const debian = {
  name: "Debian",
  flavor: "debian",
  version: "12",
  packageFamilyName: "TheDebianProject.DebianGNULinux",
};
const imported = { name: "Imported" };

/** A distribution's whole life, until the service ends. */
async function playLife({ service }: DllPlugin): Promise<void> {
  await service.registerDistribution(debian);
  expect(await service.startDistribution(debian)).toEqual({ ok: true });
  await service.unregisterDistribution(debian);
  await service.stop();
}

function updateText(name: string): string {
  return (
    `The plugin '${name}' requires a newer version of WSL. Please run: wsl.exe --update\r\n` +
    "Error code: Wsl/Service/CreateInstance/CreateVm/Plugin/WSL_E_PLUGIN_REQUIRES_UPDATE"
  );
}

describe("minimal", () => {
  const started = "Debian started, package TheDebianProject.DebianGNULinux, PID namespace *, init *";

  test("follows VM and distributions", async () => {
    await using hosted = await hostExample("minimal");
    await playLife(hosted);
    expectLines(
      await hosted.printed(),
      `plugin loaded, WSL 2.4.4
       VM started, session 0, flags 0
       kernel: Linux version *
       Debian registered
       ${started}
       Debian stopping
       Debian unregistered
       VM stopping, session 0`,
    );
  });

  test("works without the hooks that WSL 2.0.5 lacks", async () => {
    await using hosted = await hostExample("minimal", { version: "2.0.5" });
    await playLife(hosted);
    expectLines(
      await hosted.printed(),
      `plugin loaded, WSL 2.0.5
       VM started, session 0, flags 0
       kernel: Linux version *
       ${started}
       Debian stopping
       VM stopping, session 0`,
    );
  });

  test("asks for an update of WSL 2.0.4", async () => {
    await using hosted = await hostExample("minimal", { version: "2.0.4" });
    expect(await hosted.service.startVm()).toMatchObject({ text: updateText("minimal") });
    expect(await hosted.printed()).toEqual([]);
  });
});

describe("distribution-information", () => {
  const required = `
    the VM of S-1-5-21-0-0-0-1000 runs *
    Debian runs Debian GNU/Linux 12
    its init has pid *, its package is TheDebianProject.DebianGNULinux`;

  test.each([
    ["2.4.4", `${required}\nWSL calls it debian 12`],
    ["2.4.3", required],
    ["2.1.2", required],
  ])("logs on WSL %s what that version reports", async (version, lines) => {
    await using hosted = await hostExample("distribution-information", { version });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expectLines(await hosted.printed(), lines);
  });

  test("logs what WSL does not report", async () => {
    await using hosted = await hostExample("distribution-information");
    expect(await hosted.service.startDistribution(imported)).toEqual({ ok: true });
    expectLines(
      (await hosted.printed()).slice(1),
      `Imported runs linux
       its init has pid *, its package is none
       WSL calls it unknown`,
    );
  });

  test("asks for an update of WSL 2.1.1", async () => {
    await using hosted = await hostExample("distribution-information", { version: "2.1.1" });
    expect(await hosted.service.startVm()).toMatchObject({ text: updateText("distribution-information") });
  });
});

describe("panic-and-errors", () => {
  test.each([
    ["bug", "E_FAIL", /^panic-and-errors\.js:\d+:\d+: TypeError: cannot read property 'check' of undefined$/],
    ["refusal", "E_ACCESSDENIED", "Ask the help desk for this distribution."],
    ["code", "E_ABORT", null],
    ["call", "ERROR_FILE_NOT_FOUND", /: WSLApiError: MountFolder\("C:\\\\does-not-exist" -> \/mnt\/nothing\) failed: /],
    ["loop", "ERROR_TIMEOUT", /: onDistributionStarted took longer than its scriptTime of 500 ms$/],
    ["memory", "E_OUTOFMEMORY", /onDistributionStarted needs more memory than its limit of 16777216 bytes$/],
    ["recursion", "E_FAIL", /^panic-and-errors\.js:\d+:\d+: RangeError: Maximum call stack size exceeded$/],
  ])("%s fails one distribution but no other", async (name, code, message) => {
    await using hosted = await hostExample("panic-and-errors");
    const outcome = await hosted.service.startDistribution({ name });
    const { text } = outcome as Extract<typeof outcome, { ok: false }>;
    const [, shown = null] =
      /^A fatal error was returned by plugin 'panic-and-errors'(?:\. Error message: '(.*)')?\r\n/.exec(text)!;
    expect(shown).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
    expect(text).toMatch(new RegExp(`\r\nError code: Wsl/Service/CreateInstance/Plugin/${code}$`));
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
  });

  test("an error that the script catches fails nothing", async () => {
    await using hosted = await hostExample("panic-and-errors");
    expect(await hosted.service.startDistribution({ name: "caught" })).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([
      'nothing to mount: MountFolder("C:\\\\does-not-exist" -> /mnt/nothing) failed: 0x80070002 (ERROR_FILE_NOT_FOUND)',
    ]);
  });
});

describe("read-only-host-mount", () => {
  const shared = join(winePrefix, "drive_c", "WSL", "Shared");
  /** A plugin loaded after the example's, which checks what the example mounted. */
  const probe = plugin(`onVmStarted(session) {
    const sh = (command) => ExecuteBinary(session, "/bin/sh", ["-c", "cd /mnt/wsl-plugin-shared; " + command]).text();
    console.log(sh("cat note.txt").trim());
    console.log(sh("echo >note.txt && echo changed || echo refused").trim());
    console.log(sh("touch new && echo made || echo refused").trim());
  }`);

  test.each(["2.0.0", "2.4.4"])("mounts a folder that Linux can read but not write, on WSL %s", async (version) => {
    await mkdir(shared, { recursive: true });
    await writeFile(join(shared, "note.txt"), "from Windows\n");
    await using hosted = await hostExample("read-only-host-mount", { version, others: { probe } });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(["C:\\WSL\\Shared is at /mnt/wsl-plugin-shared"]);
    expect(await hosted.printed("probe")).toEqual(["from Windows", "refused", "refused"]);
  });

  test("stops the VM if the folder does not exist", async () => {
    await rm(shared, { recursive: true, force: true });
    await using hosted = await hostExample("read-only-host-mount", { others: { probe } });
    expect(await hosted.service.startVm()).toMatchObject({
      text: expect.stringMatching(
        /failed: 0x80070002 \(ERROR_FILE_NOT_FOUND\)'\r\nError code: .*\/CreateVm\/Plugin\/ERROR_FILE_NOT_FOUND$/,
      ),
    });
    await hosted.service.stop();
    // WSL calls no plugin after the one that fails.
    expect(hosted.service.eventsOf("hook-entered").map(({ plugin, hook }) => `${plugin} ${hook}`)).toEqual([
      "read-only-host-mount OnVMStarted",
    ]);
  });
});

describe("session-user-audit", () => {
  test.each([
    ["S-1-5-18", "NT AUTHORITY\\SYSTEM", "2.0.0"],
    ["S-1-5-21-1004336348-1177238915-682003330-4711", "unresolved", "2.4.4"],
  ])("logs that a VM starts for %s", async (userSid, account, version) => {
    await using hosted = await hostExample("session-user-audit", {
      version,
      sessions: [{ sid: userSid }, { sid: userSid }],
    });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    expect(await hosted.service.startVm({ session: 1 })).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([
      `session=0; sid=${userSid}; account=${account}`,
      `session=1; sid=${userSid}; account=${account}`,
    ]);
  });
});

describe("unpackaged-distribution-policy", () => {
  const warning = "S-1-5-21-0-0-0-1000 has registered Imported, which will not start";

  test.each([
    ["2.1.2", [warning]],
    ["2.1.1", []],
  ])("starts only packaged distributions, on WSL %s", async (version, warnings) => {
    await using hosted = await hostExample("unpackaged-distribution-policy", { version });
    for (const distribution of [debian, imported]) await hosted.service.registerDistribution(distribution);
    expect(await hosted.service.startDistribution(imported)).toMatchObject({
      text:
        "A fatal error was returned by plugin 'unpackaged-distribution-policy'. Error message: 'The WSL distribution " +
        '"Imported" is not allowed by your organization because it is not packaged.\'\r\n' +
        "Error code: Wsl/Service/CreateInstance/Plugin/E_ACCESSDENIED",
    });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([...warnings, "Debian comes from TheDebianProject.DebianGNULinux"]);
  });

  test("treats an empty package name as none", async () => {
    await using hosted = await hostExample("unpackaged-distribution-policy");
    expect(await hosted.service.startDistribution({ ...imported, packageFamilyName: "" })).toMatchObject({ ok: false });
    expect(await hosted.service.startDistribution({ ...imported, packageFamilyName: null })).toMatchObject({
      ok: false,
    });
  });
});
