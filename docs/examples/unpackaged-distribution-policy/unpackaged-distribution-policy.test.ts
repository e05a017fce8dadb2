import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("starts only distributions that a package installed", async () => {
  await using wsl = await startWsl({ plugin: "src/unpackaged-distribution-policy.ts" });
  const debian = { name: "Debian", packageFamilyName: "TheDebianProject.DebianGNULinux" };
  expect(await wsl.startDistribution(debian)).toEqual({ ok: true });
  expect(await wsl.startDistribution("Imported")).toMatchObject({
    ok: false,
    text: expect.stringContaining('"Imported" is not allowed by your organization'),
  });
});
