import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test.each([
  ["bug", "TypeError"],
  ["refusal", "Ask the help desk"],
  ["code", "E_ABORT"],
  ["call", "ERROR_FILE_NOT_FOUND"],
  ["loop", "ERROR_TIMEOUT"],
  ["memory", "E_OUTOFMEMORY"],
  ["recursion", "RangeError"],
])("%s fails one distribution but no other", async (name, text) => {
  await using wsl = await startWsl({ plugin: "src/panic-and-errors.ts", folders: {} });
  expect(await wsl.startDistribution(name)).toMatchObject({ ok: false, text: expect.stringContaining(text) });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
});

test("an error that the script catches fails nothing", async () => {
  await using wsl = await startWsl({ plugin: "src/panic-and-errors.ts", folders: {} });
  expect(await wsl.startDistribution("caught")).toEqual({ ok: true });
  expect(wsl.printed).toEqual([expect.stringContaining("nothing to mount")]);
});
