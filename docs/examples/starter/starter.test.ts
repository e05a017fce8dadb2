import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const wslWithPlugin = () => startWsl({ plugin: "src/starter.ts", processes: { "/bin/cat": "Linux version 6.6.87\n" } });

test("logs the version of the kernel", async () => {
  await using wsl = await wslWithPlugin();
  expect(await wsl.startVm()).toEqual({ ok: true });
  expect(wsl.printed).toEqual(["the kernel is Linux version 6.6.87"]);
});

test("refuses to start old distributions, and names the reason", async () => {
  await using wsl = await wslWithPlugin();
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(await wsl.startDistribution("legacy-1")).toMatchObject({
    ok: false,
    text: expect.stringContaining("legacy-1 is too old"),
  });
});
