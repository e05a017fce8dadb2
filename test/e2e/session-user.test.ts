import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

const script = plugin("onVmStarted(session) { console.log(JSON.stringify(session.user)); }");

test.each([
  ["S-1-5-18", { name: "SYSTEM", domain: "NT AUTHORITY" }],
  ["S-1-1-0", { name: "Everyone", domain: "" }],
  ["S-1-5-21-1004336348-1177238915-682003330-4711", null],
])("the user of a session whose security identifier is %s", async (userSid, user) => {
  await using hosted = await DllPlugin.start({ script, sessions: [{ sid: userSid }] });

  expect(await hosted.service.startVm()).toEqual({ ok: true });
  expect(await hosted.printed()).toEqual([JSON.stringify(user)]);
});
