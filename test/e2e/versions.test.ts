// Every version that extended the API, and the versions just below and above: the stand-in gives tables and structs the
// version's exact size, with inaccessible memory after them, so that an access beyond the end ends the process.

import { describe, expect, test } from "vitest";
import { capabilities, oldestVersion } from "../../bindings/wsl/versions.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

/** Uses everything, and prints what exists. */
const script = plugin(`
  onVmStarted(session, settings) {
    report("session", session, ["sessionId", "userSid"]);
    report("settings", settings, ["customConfiguration"]);
    MountFolder(session, "C:\\\\windows", "/mnt/windows");
    attempt("ExecuteBinary", () => ExecuteBinary(session, "/bin/echo", ["root"]).text());
    console.log("capabilities", ApiV1.capabilities.join());
  },
  onVmStopping(session) { report("session", session, ["sessionId"]); },
  onDistributionStarted(session, distribution) {
    report("started", distribution, ["id", "name", "pidNamespace", "packageFamilyName", "initPid", "flavor", "version"]);
    attempt("ExecuteBinaryInDistribution",
      () => ExecuteBinaryInDistribution(session, distribution, "/bin/echo", ["inside"]).text());
  },
  onDistributionStopping(_, distribution) { report("stopping", distribution, ["initPid", "flavor", "version"]); },
  optional: {
    onDistributionRegistered(_, distribution) { report("registered", distribution, offline); },
    onDistributionUnregistered(_, distribution) { report("unregistered", distribution, offline); },
  },
`).concat(`
  const offline = ["id", "name", "packageFamilyName", "flavor", "version"];
  function report(what, object, properties) {
    for (const property of properties) attempt(what + "." + property, () => object[property]);
  }
  function attempt(what, action) {
    try { const value = action(); console.log(what, typeof value === "bigint" ? "bigint" : typeof value === "object" && value !== null ? "object" : value); }
    catch (error) { console.log(what, error.name); }
  }
`);

const id = "12345678-9abc-4def-8123-456789abcdef";

const versions = [...new Set([oldestVersion, "2.9.9", "3.0.0", ...capabilities.flatMap(({ since }) => around(since))])];

describe("on WSL", () => {
  test.each(versions)("%s every hook, field and call works or names the version that it needs", async (version) => {
    await using hosted = await DllPlugin.start({ script, version });
    const { service } = hosted;
    const distribution = { name: "Debian", id, flavor: "debian", version: "12", packageFamilyName: "Debian_x" };
    await service.registerDistribution(distribution);
    expect(await service.startDistribution(distribution)).toEqual({ ok: true });
    await service.stopDistribution("Debian");
    await service.unregisterDistribution(distribution);
    await service.stop();

    const has = (capability: (typeof capabilities)[number]["name"]) =>
      compare(version, capabilities.find(({ name }) => name === capability)!.since) >= 0;
    const gated = (capability: Parameters<typeof has>[0], value: string) =>
      has(capability) ? value : "RequiresUpdateError";
    const registered = (what: string, flavor: string) =>
      has("DistributionRegisteredHook")
        ? [
            `${what}.id ${id}`,
            `${what}.name Debian`,
            `${what}.packageFamilyName Debian_x`,
            `${what}.flavor ${gated("DistributionFlavor", flavor)}`,
            `${what}.version ${gated("DistributionVersion", "12")}`,
          ]
        : [];
    expect(await hosted.printed()).toEqual([
      "session.sessionId 0",
      "session.userSid S-1-5-21-0-0-0-1000",
      "settings.customConfiguration object",
      "ExecuteBinary root\n",
      `capabilities ${capabilities
        .map(({ name }) => name)
        .filter(has)
        .join()}`,
      ...registered("registered", "debian"),
      `started.id ${id}`,
      "started.name Debian",
      "started.pidNamespace bigint",
      "started.packageFamilyName Debian_x",
      expect.stringMatching(
        has("DistributionInitPid") ? /^started\.initPid \d+$/ : /^started\.initPid RequiresUpdateError$/,
      ),
      `started.flavor ${gated("DistributionFlavor", "debian")}`,
      `started.version ${gated("DistributionVersion", "12")}`,
      `ExecuteBinaryInDistribution ${gated("ExecuteBinaryInDistribution", "inside\n")}`,
      expect.stringMatching(has("DistributionInitPid") ? /^stopping\.initPid \d+$/ : /RequiresUpdateError$/),
      `stopping.flavor ${gated("DistributionFlavor", "debian")}`,
      `stopping.version ${gated("DistributionVersion", "12")}`,
      ...registered("unregistered", "debian"),
      "session.sessionId 0",
    ]);

    const [loaded] = service.eventsOf("plugin-loaded");
    const slots = ["OnVMStarted", "OnVMStopping", "OnDistributionStarted", "OnDistributionStopping"];
    const newer = has("DistributionRegisteredHook") ? ["OnDistributionRegistered", "OnDistributionUnregistered"] : [];
    const always = has("WSLC") ? ["OnSessionCreated", "OnSessionStopping", "ContainerStarted"] : [];
    expect(loaded?.hooks).toEqual([...slots, ...newer, ...always]);
    const unreachable = (await hosted.log()).filter(({ message }) => message.includes("is never called"));
    expect(unreachable.map(({ message }) => message)).toEqual(
      newer.length > 0
        ? []
        : ["onDistributionRegistered", "onDistributionUnregistered"].map(
            (method) => `${method} is never called: it needs WSL 2.1.2`,
          ),
    );
    expect(service.eventsOf("crash")).toEqual([]);
  });
});

/** The version itself, and the nearest below and above. */
function around(version: string): string[] {
  const [major = 0, minor = 0, revision = 0] = version.split(".").map(Number);
  const below = revision > 0 ? [major, minor, revision - 1] : [major, minor - 1, 99];
  return [below, [major, minor, revision], [major, minor, revision + 1]].map((parts) => parts.join("."));
}

function compare(one: string, other: string): number {
  const parts = (version: string) => version.split(".").map(Number);
  const [a, b] = [parts(one), parts(other)];
  return a.map((part, at) => part - b[at]!).find((difference) => difference !== 0) ?? 0;
}
