import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("decides by the kind and the version of a distribution", async () => {
  const settings = { allowed: [{ flavor: "arch" }, { flavor: "debian", versions: ["13"] }], advice: "Ask Ada." };
  await using wsl = await startWsl({ plugin: "src/distribution-allow-list.ts", settings });
  expect(await wsl.startDistribution({ name: "Arch", flavor: "arch" })).toEqual({ ok: true });
  expect(await wsl.startDistribution({ name: "Debian", flavor: "debian", version: "12" })).toMatchObject({
    ok: false,
    text: expect.stringContaining('"Debian" is debian 12; allowed is 13. Ask Ada.'),
  });
  expect(await wsl.startDistribution("Own")).toMatchObject({
    text: expect.stringContaining('"Own" (of an unknown kind) is not allowed on this machine. Ask Ada.'),
  });
});
