// The objects that hooks receive: copies, which outlive WSL's memory, with every value that WSL has.

import { describe, expect, test } from "vitest";
import type { HookCall } from "../../src/wsl/plugin-host.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

const id = "12345678-9abc-4def-8123-456789abcdef";

test("information objects stay valid after their hook", async () => {
  const script = `
    const kept = [];
    const show = (...objects) => { kept.push(objects); console.log(JSON.stringify(objects)); };
    ${plugin(`
      requires: "2.4.4",
      onVmStarted: show,
      onDistributionStarted: show,
      onDistributionRegistered: show,
      onVmStopping() { for (const objects of kept) console.log(JSON.stringify(objects)); },
    `)}`;
  await using hosted = await DllPlugin.start({ script });
  const distribution = { name: "Debian", id, flavor: "debian", version: "12", packageFamilyName: "Debian_x" };
  await hosted.service.registerDistribution(distribution);
  await hosted.service.startDistribution(distribution);
  await hosted.service.stopVm();
  const printed = await hosted.printed();
  expect(printed).toHaveLength(6);
  // The stand-in has since made the memory of the first three inaccessible.
  expect(printed.slice(3)).toEqual(printed.slice(0, 3));
  expect(JSON.parse(printed[2]!)).toMatchObject([{ sessionId: 0, userSid: "S-1-5-21-0-0-0-1000" }, distribution]);
});

describe("a missing text is null, whether WSL passes NULL or an empty text:", () => {
  const show = "(_, { packageFamilyName, flavor, version }) { console.log(packageFamilyName, flavor, version); }";
  const script = plugin(`requires: "2.4.4", onDistributionStarted${show}, onDistributionRegistered${show}`);

  test.each([[null], [""]])("%j", async (text) => {
    await using hosted = await DllPlugin.start({ script });
    const distribution = { name: "Bare", packageFamilyName: text, flavor: text, version: text };
    await hosted.service.registerDistribution(distribution);
    await hosted.service.startDistribution(distribution);
    expect(await hosted.printed()).toEqual(["null null null", "null null null"]);
  });
});

test("the largest numbers and longest texts arrive complete", async () => {
  const script = plugin(`requires: "2.4.4", onDistributionStarted(session, distribution) {
    console.log(JSON.stringify({ session, distribution }));
  }`);
  await using hosted = await DllPlugin.start({ script });
  const session = { id: 4_294_967_295, userSid: "S-1-15-3-1024-4294967295-1-2-3-4-5-6-7", hasToken: false };
  const distribution = {
    id,
    name: "\u00e4\u{1f600}\u2028 'x'",
    packageFamilyName: " ",
    flavor: "f".repeat(30_000),
    version: "0",
    pidNamespace: 18_446_744_073_709_551_615n,
    initPid: 4_294_967_295,
  };
  const call: HookCall = { hook: "OnDistributionStarted", via: {}, session, distribution };
  expect(await hosted.service.standIn.notify("hello", call)).toMatchObject({ hresult: 0 });
  const [line = ""] = await hosted.printed();
  expect(JSON.parse(line)).toEqual({
    session: { sessionId: session.id, userSid: session.userSid },
    distribution: { ...distribution, pidNamespace: "18446744073709551615" },
  });
});
