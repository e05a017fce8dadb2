// Scripts that earlier versions of this package have built, in today's DLL. CHANGELOG.md says what has changed for them.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";

const debian = { name: "Debian", flavor: "debian", version: "12" };

/** What goes wrong with them from the start of the VM to the end of the service, each message once. */
async function failuresOf(name: string): Promise<string[]> {
  const script = readFileSync(new URL(`../older-scripts/cf7866c/${name}.js`, import.meta.url));
  await using hosted = await DllPlugin.start({ name, script });
  await hosted.service.registerDistribution(debian);
  await hosted.service.startDistribution(debian);
  await hosted.service.unregisterDistribution(debian);
  await hosted.service.stop();
  expect((await hosted.log()).map(({ message }) => message)).toContain("loaded");
  return [...new Set((await hosted.failures()).map(({ message }) => message))];
}

describe("scripts of 0.1.0 before permissions (cf7866c)", () => {
  test.each(["custom-kernel-veto", "distribution-allow-list", "panic-and-errors"])(
    "%s works as it did, since it calls nothing",
    async (name) => {
      expect(await failuresOf(name)).toEqual([]);
    },
  );

  test.each([
    ["corporate-ca-certificate", 'vm: { mount: [{ folder: "C:\\\\Program Files\\\\Contoso\\\\Certificates" }] }'],
    ["distribution-information", 'vm: { run: ["/bin/cat"] }'],
    ["hello", 'vm: { mount: [{ folder: "C:\\\\Shared" }] }'],
    ["minimal", 'vm: { run: ["/bin/cat"] }'],
    ["session-user-audit", "windows: { account: true }"],
  ])("%s is loaded, and its log names the permission to declare", async (name, permission) => {
    expect(await failuresOf(name)).toEqual([
      expect.stringContaining(
        `${name}.js does not declare that it needs this. Add to definePlugin: permissions: { ${permission} }`,
      ),
    ]);
  });
});
