// The plugins under docs/examples for typical uses, in the real DLL, with real programs in Linux.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type DllPlugin, plugin, settingsText } from "../../src/wslservice/dll-plugin.ts";
import { winePrefix } from "../../src/wslservice/wine.ts";
import { hostExample } from "../support/hosted.ts";

const debian = { name: "Debian", flavor: "debian", version: "12" };

/** A folder of drive C:. */
function windowsFolder(...path: string[]): string {
  return join(winePrefix, "drive_c", ...path);
}

/** A plugin that runs a script in each starting distribution, and prints the output. */
function inDistributions(script: string): string {
  return plugin(`onDistributionStarted(session, distribution) {
    const args = ["-c", ${JSON.stringify(script)}];
    console.log(run(session, "sh", { distribution, args, stderr: "merge" }).text().trim());
  }`);
}

/** Shell that puts a program into a distribution, before all others of its name. */
function install(name: string, script: string): string {
  return `printf '%s\\n' '#!/bin/sh' '${script}' >/usr/local/sbin/${name} && chmod +x /usr/local/sbin/${name}`;
}

describe("distribution-allow-list", () => {
  test.each([
    [debian, null],
    [{ name: "docker-desktop" }, null],
    [{ ...debian, version: "10" }, '"Debian" is debian 10; allowed is 12 or 13.'],
    [{ name: "Kali", flavor: "kali-linux", version: "2025.1" }, '"Kali" (kali-linux) is not allowed on this machine.'],
    [{ name: "Own" }, '"Own" (of an unknown kind) is not allowed on this machine.'],
  ])("decides about %j", async (distribution, reason) => {
    await using hosted = await hostExample("distribution-allow-list");
    const outcome = await hosted.service.startDistribution(distribution);
    if (reason === null) {
      expect(outcome).toEqual({ ok: true });
      expect(await hosted.printed()).toEqual([]);
    } else {
      const message = `${reason} Ask the help desk for a distribution that is allowed.`;
      expect(outcome).toMatchObject({ hresult: 0x80070005 | 0, text: expect.stringContaining(`'${message}'`) });
      expect(await hosted.printed()).toEqual([`refused to S-1-5-21-0-0-0-1000: ${reason}`]);
    }
  });

  test("decides by its settings, and shows their advice", async () => {
    const settings = { allowed: [{ flavor: "arch" }], allowedNames: [], advice: "Write to wsl@contoso.com." };
    await using hosted = await hostExample("distribution-allow-list", { settings: { settings } });
    const arch = { name: "Arch", flavor: "arch", version: "2026.11" };
    expect(await hosted.service.startDistribution(arch)).toEqual({ ok: true });
    expect(await hosted.service.startDistribution({ name: "docker-desktop", flavor: "alpine" })).toMatchObject({
      text: expect.stringContaining(
        `"docker-desktop" (alpine) is not allowed on this machine. Write to wsl@contoso.com.'`,
      ),
    });
  });

  test("logs that a registered distribution will not start", async () => {
    await using hosted = await hostExample("distribution-allow-list");
    await hosted.service.registerDistribution(debian);
    await hosted.service.registerDistribution({ name: "Own" });
    expect(await hosted.printed()).toEqual([
      'will not start: "Own" (of an unknown kind) is not allowed on this machine.',
    ]);
  });
});

describe("vm-sysctl", () => {
  /** A plugin that replaces the kernel's files, and one that shows them. */
  const inVm = (script: string) =>
    plugin(`onVmStarted(session) {
      console.log(run(session, "sh", { args: ["-c", ${JSON.stringify(script)}] }).text().trim());
    }`);
  const first = { prepare: inVm("mount -t tmpfs none /proc/sys/vm && echo 65530 >/proc/sys/vm/max_map_count") };
  const others = { look: inVm("cat /proc/sys/vm/max_map_count /proc/sys/vm/swappiness 2>/dev/null || true") };

  test("sets its parameters at the start of each VM", async () => {
    await using hosted = await hostExample("vm-sysctl", { first, others });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await hosted.service.stopVm();
    const parameters = ["max_map_count", "swappiness"].map((name) => ({ name: `vm.${name}`, value: "10" }));
    await hosted.folder.write("vm-sysctl.json", settingsOf({ parameters }, hosted));
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([
      "vm.max_map_count is 262144",
      "vm.max_map_count is 10",
      "vm.swappiness is 10",
    ]);
    expect(await hosted.printed("look")).toEqual(["262144", "10\n10"]);
  });

  test("warns of what the kernel refuses, or refuses to start the VM", async () => {
    const parameters = [
      { name: "vm.no.such", value: "1" },
      { name: "vm.max_map_count", value: "2" },
    ];
    await using hosted = await hostExample("vm-sysctl", { first, settings: { settings: { parameters } } });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    const reason = expect.stringMatching(/^vm\.no\.such cannot be set to 1: .*\/proc\/sys\/vm\/no\/such/);
    expect(await hosted.printed()).toEqual([reason, "vm.max_map_count is 2"]);
    await hosted.service.stopVm();
    await hosted.folder.write("vm-sysctl.json", settingsOf({ parameters, onFailure: "block" }, hosted));
    expect(await hosted.service.startVm()).toMatchObject({
      ok: false,
      text: expect.stringContaining("vm.no.such cannot be set to 1: "),
    });
  });
});

/** The settings file of a running plugin, with its log where it was. */
function settingsOf(settings: object, { folder }: DllPlugin): string {
  return settingsText({ settings }, folder.windowsPath("vm-sysctl.log"));
}

describe("custom-kernel-veto", () => {
  test.each([
    [{ customKernel: true }, "kernel"],
    [{ customKernelCommandLine: true }, "kernelCommandLine"],
    [{ customKernel: true, customKernelCommandLine: true }, "kernel and kernelCommandLine"],
  ])("refuses %j", async (settings, keys) => {
    await using hosted = await hostExample("custom-kernel-veto");
    expect(await hosted.service.startVm(settings)).toMatchObject({
      hresult: 0x80070005 | 0,
      text: expect.stringContaining(`Remove ${keys} from %UserProfile%\\.wslconfig, then run: wsl --shutdown'`),
    });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
  });
});

describe("agent-at-vm-start", () => {
  const folder = windowsFolder("Program Files", "Contoso Agent", "linux");
  const programs = {
    start:
      'sleep 600 & echo $! >/run/agent.pid; touch "$(dirname "$0")/x" 2>/dev/null && echo changed; echo "ready for $1"',
    stop: 'if kill "$(cat /run/agent.pid)"; then rm /run/agent.pid; else echo "no agent" >&2; exit 1; fi',
  };

  beforeEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
  });

  test("starts the agent in the background, from a folder that it cannot change, and stops it", async () => {
    await using hosted = await hostExample("agent-at-vm-start");
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await hosted.service.stopVm();
    expect(await hosted.printed()).toEqual(["the agent says: ready for S-1-5-21-0-0-0-1000", "the agent has stopped"]);
  });

  test("refuses to start the VM without the agent", async () => {
    await writeFile(join(folder, "start"), "#!/bin/sh\necho 'no licence' >&2\nexit 3\n");
    await using hosted = await hostExample("agent-at-vm-start");
    expect(await hosted.service.startVm()).toMatchObject({
      text: expect.stringContaining(
        "run(/opt/contoso-agent/start S-1-5-21-0-0-0-1000) failed with exit code 3: no licence'",
      ),
    });
    expect(await hosted.printed()).toEqual([expect.stringMatching(/^the agent did not stop: .*no agent$/s)]);
  });
});

describe("corporate-ca-certificate", () => {
  const folder = windowsFolder("Program Files", "Contoso", "Certificates");
  const file = "/usr/local/share/ca-certificates/contoso.crt";
  const certificate = "-----BEGIN CERTIFICATE-----\nbmV3\n-----END CERTIFICATE-----\n";
  const update = install("update-ca-certificates", "echo updated >>/var/tmp/updates");
  const look = `cat ${file} /var/tmp/updates`;
  const done = "Debian trusts the company's certificates now";

  beforeEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "contoso.crt"), certificate);
  });

  test.each([
    ["for the first time", "rm -f", `${certificate}updated`, [done]],
    ["again after a change", "echo old >", `${certificate}updated`, [done]],
    ["no more than once", `printf %b '${certificate.replaceAll("\n", "\\n")}' >`, certificate, []],
  ])("installs the certificate: %s", async (_, prepare, left, printed) => {
    const first = { prepare: inDistributions(`${update}; mkdir -p ${file.replace(/[^/]*$/, "")}; ${prepare} ${file}`) };
    await using hosted = await hostExample("corporate-ca-certificate", {
      first,
      others: { look: inDistributions(`${look} 2>/dev/null || true`) },
    });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(printed);
    expect(await hosted.printed("look")).toEqual([left.trim()]);
  });

  test("skips an unknown distribution", async () => {
    const remove = "rm -f /usr/sbin/update-ca-certificates /usr/bin/update-ca-trust";
    await using hosted = await hostExample("corporate-ca-certificate", { first: { prepare: inDistributions(remove) } });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual(["Debian has no store of certificates that this plugin knows"]);
  });

  test("continues if there is no certificate", async () => {
    await rm(join(folder, "contoso.crt"));
    await using hosted = await hostExample("corporate-ca-certificate");
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([
      expect.stringMatching(
        /^Debian does not trust the company's certificates: CommandError: .* failed with exit code 1: cat: /,
      ),
    ]);
  });
});

describe("distribution-inventory", () => {
  const folder = windowsFolder("ProgramData", "Contoso", "Inventory");

  beforeEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  });

  test("adds a line for each start", async () => {
    const prepare = inDistributions("rm -rf /home; mkdir -p /home/ada /home/bob");
    await using hosted = await hostExample("distribution-inventory", { first: { prepare } });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expect(await hosted.service.startDistribution({ name: "Own" })).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([]);
    const lines = (await readFile(join(folder, "distributions.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        user: "S-1-5-21-0-0-0-1000",
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...debian,
        packageFamilyName: null,
        kernel: expect.stringMatching(/^\d+\.\d+/),
        packages: expect.any(Number),
        homes: 2,
      },
      { name: "Own", flavor: null, version: null },
    ]);
  });

  test("continues if Linux does not answer", async () => {
    const prepare = inDistributions(install("uname", "exit 9"));
    await using hosted = await hostExample("distribution-inventory", { first: { prepare } });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    // The other questions may still run then, as the log shows.
    expect(await hosted.printed()).toContainEqual(
      expect.stringMatching(/^Debian is missing in the inventory: CommandError: .* failed with exit code 9/),
    );
  });
});

describe("user-service", () => {
  const systemd = [
    "mkdir -p /run/systemd/system",
    "printf 'root:x:0:0::/root:/bin/sh\\nada:x:1000:1000::/home/ada:/bin/sh\\n' >/etc/passwd",
    install("systemctl", 'echo "$*" >>/var/tmp/calls; case $1 in is-system-running) echo degraded; exit 1;; esac'),
  ].join("; ");

  test("starts the unit for the first user, once systemd has started", async () => {
    await using hosted = await hostExample("user-service", {
      first: { prepare: inDistributions(systemd) },
      others: { look: inDistributions("cat /var/tmp/calls") },
    });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([
      "contoso-secrets.service runs for ada in Debian, where systemd is degraded",
    ]);
    expect(await hosted.printed("look")).toEqual([
      "is-system-running --wait\n--user --machine=ada@.host start contoso-secrets.service",
    ]);
  });

  test("continues if the unit does not start", async () => {
    const broken = systemd.replace("esac", "*) echo no such unit >&2; exit 5;; esac");
    await using hosted = await hostExample("user-service", { first: { prepare: inDistributions(broken) } });
    expect(await hosted.service.startDistribution(debian)).toEqual({ ok: true });
    expect(await hosted.printed()).toEqual([
      expect.stringMatching(
        /^contoso-secrets\.service does not run in Debian: CommandError: .* exit code 5: no such unit/,
      ),
    ]);
  });
});
