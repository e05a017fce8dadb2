import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/wsl-conf-hardening.ts";

test("refuses the start at which it corrects the file, and allows the next one", async () => {
  await using wsl = await startWsl({ plugin });
  expect(await wsl.startDistribution("Debian")).toMatchObject({
    ok: false,
    text: expect.stringContaining(
      `/etc/wsl.conf of "Debian" was not as this machine's administrator wants it. Start it`,
    ),
  });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
});
