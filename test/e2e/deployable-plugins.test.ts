// Plugins under docs/examples that administrators deploy unchanged, in the real DLL, with real programs in Linux.

import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { hostExample } from "../support/hosted.ts";
import { certificateKey, certificateLines, importRegistry, thumbprintOf } from "../support/wine-registry.ts";

/** A plugin that runs a script in each starting distribution, by its name, and prints the output. */
function inDistributions(scripts: Readonly<Record<string, string>>): string {
  return plugin(`onDistributionStarted(session, distribution) {
    const args = ["-c", ${JSON.stringify(scripts)}[distribution.name]];
    console.log(run(session, "sh", { distribution, args, stderr: "merge" }).text().trim());
  }`);
}

describe("windows-root-certificates", () => {
  const certificates = rootCertificates.slice(0, 3).map((pem) => new X509Certificate(pem));
  const [trusted, other, distrusted] = certificates as [X509Certificate, X509Certificate, X509Certificate];
  const fileOf = (certificate: X509Certificate) => `windows-${thumbprintOf(certificate).toLowerCase()}.crt`;
  const folder = "/usr/local/share/ca-certificates";

  beforeAll(() =>
    importRegistry(
      ...certificates.flatMap((each) => certificateLines("CA", each)),
      ...certificateLines("Disallowed", distrusted),
    ),
  );
  afterAll(() =>
    importRegistry(
      ...certificates.map((each) => `[-${certificateKey("CA", each)}]`),
      `[-${certificateKey("Disallowed", distrusted)}]`,
    ),
  );

  test("passes on certificates that the machine trusts where they are missing, and removes distrusted ones", async () => {
    const program = "/usr/local/sbin/update-ca-certificates";
    const update = (line: string) =>
      `rm -f /etc/os-release; echo ID=debian >/etc/os-release; rm -rf ${folder}; printf '#!/bin/sh\\n${line}\\n' >${program}; chmod +x ${program}`;
    const counting = update("echo updated >>/var/tmp/updates");
    const files = (...names: string[]) => `mkdir -p ${folder}; cd ${folder}; touch ${names.join(" ")}`;
    const prepare = inDistributions({
      Fresh: counting,
      Stale: `${counting}; ${files(fileOf(trusted), fileOf(distrusted), "windows-mine.crt")}`,
      Same: `${counting}; ${files(fileOf(trusted), fileOf(other))}`,
      Failing: update("exit 7"),
    });
    const show = `ls ${folder}; cat /var/tmp/updates 2>/dev/null || true`;
    const look = inDistributions({
      Fresh: `${show}; cat ${folder}/${fileOf(trusted)} || true`,
      Stale: show,
      Same: show,
      Failing: show,
    });
    await using hosted = await hostExample("windows-root-certificates", {
      settings: { settings: { stores: ["CA"] } },
      first: { prepare },
      others: { look },
    });
    for (const name of ["Fresh", "Stale", "Same", "Failing"]) {
      expect(await hosted.service.startDistribution({ name })).toEqual({ ok: true });
    }
    expect(await hosted.printed()).toEqual([
      "Fresh: 2 certificates added, 0 removed",
      "Stale: 1 certificates added, 1 removed",
      expect.stringMatching(
        /^Failing does not trust what Windows trusts: .*update-ca-certificates.* failed with exit code 7/,
      ),
    ]);
    const both = [fileOf(trusted), fileOf(other)].sort().join("\n");
    expect(await hosted.printed("look")).toEqual([
      `${both}\nupdated\n${trusted.toString().trim()}`,
      `${both}\nwindows-mine.crt\nupdated`,
      both,
      "",
    ]);
  });
});

describe("user-group-allow-list", () => {
  const refused = (text: string) => ({
    ok: false,
    hresult: 0x80070005 | 0,
    text: expect.stringContaining(`WSL is not for your account on this machine. ${text}`),
  });

  test("allows the machine's users, by the token that WSL passes to the hook", async () => {
    await using hosted = await hostExample("user-group-allow-list");
    expect(await hosted.service.startVm()).toEqual({ ok: true });
  });

  test("refuses a user and a user's containers by the groups in the token", async () => {
    const settings = { allowed: ["S-1-5-21-1-2-3-4711"], advice: "Write to wsl@contoso.com." };
    await using hosted = await hostExample("user-group-allow-list", { version: "2.9.5", settings: { settings } });
    expect(await hosted.service.startVm()).toMatchObject(refused("Write to wsl@contoso.com."));
    expect(await hosted.service.wsl.containers.createSession()).toMatchObject({ ok: false, hresult: 0x80070005 | 0 });
  });
});

describe("wsl-conf-hardening", () => {
  const begin = "# Kept by the administrator of this machine; changes are undone.";
  const kept = `${begin}\n[automount]\nenabled=false\n[interop]\nenabled=false\n# Until here.`;
  const other = "[boot]\nsystemd=true\n[Automount]\n\n[network]\nhostname=pen";

  test("corrects the file, refuses that start, and leaves a correct file alone", async () => {
    const write = (text: string) => `printf '%s\\n' '${text}' >/etc/wsl.conf`;
    const files = {
      None: "rm -f /etc/wsl.conf",
      Right: write(`${kept}\n${other}`),
      Wrong: write(`[boot]\nsystemd=true\n[Automount]\n Enabled = true\n\n[network]\nhostname=pen`),
      Appended: write(`${kept}\n${other}\n[interop]\nenabled=true`),
    };
    const show = inDistributions(Object.fromEntries(Object.keys(files).map((name) => [name, "cat /etc/wsl.conf"])));
    await using hosted = await hostExample("wsl-conf-hardening", {
      settings: { settings: { onChange: "warn" } },
      first: { prepare: inDistributions(files) },
      others: { show },
    });
    for (const name of Object.keys(files)) {
      expect(await hosted.service.startDistribution({ name })).toEqual({ ok: true });
    }
    expect(await hosted.printed("show")).toEqual([
      kept,
      `${kept}\n${other}`,
      `${kept}\n${other}`,
      `${kept}\n${other}\n[interop]`,
    ]);
    expect(await hosted.printed()).toEqual(
      ["None", "Wrong", "Appended"].map((name) => `/etc/wsl.conf of ${name} has been mended`),
    );
  });
});

describe("audit", () => {
  const lines = async (hosted: DllPlugin) => (await hosted.printed()).map((line) => JSON.parse(line));
  const system = { user: "S-1-5-18", account: "NT AUTHORITY\\SYSTEM" };

  test("writes a line for each event", async () => {
    await using hosted = await hostExample("audit", { version: "2.9.5", sessions: [{ sid: "S-1-5-18" }] });
    const { service } = hosted;
    await service.startDistribution({ name: "Debian", flavor: "debian" });
    await service.stopDistribution("Debian");
    await service.wsl.containers.createSession();
    await service.wsl.containers.start({ name: "web", image: "nginx" });
    await service.stopVm();
    expect(await lines(hosted)).toMatchObject([
      { event: "vm-started", session: 0, ...system },
      { event: "distribution-started", ...system, distribution: { name: "Debian", flavor: "debian" }, roots: ["root"] },
      { event: "distribution-stopping", ...system },
      { event: "session-created", session: "wslc:1", ...system },
      { event: "container-started", name: expect.stringContaining("web"), image: "nginx" },
      { event: "vm-stopping", session: 0 },
    ]);
  });
});
