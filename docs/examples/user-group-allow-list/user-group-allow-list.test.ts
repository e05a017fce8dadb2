import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/user-group-allow-list.ts";
const sid = "S-1-5-21-1-2-3-1001";

test.each([
  [{ groups: ["S-1-5-32-544"] }, { allowed: ["S-1-5-32-544"] }, true],
  [{ denyOnlyGroups: ["S-1-5-32-544"] }, { allowed: ["S-1-5-32-544"] }, false],
  [{ groups: ["S-1-5-32-545"], denyOnlyGroups: ["S-1-5-32-544"] }, { denied: ["s-1-5-32-544"] }, false],
  [{ groups: ["S-1-5-32-545", "S-1-5-32-546"] }, {}, false],
  [{ groups: [] }, { allowed: [sid] }, true],
  [{ groups: [] }, { allowed: [] }, false],
])("decides about the user %j with the settings %j", async (user, settings, isAllowed) => {
  await using wsl = await startWsl({ plugin, settings, sessions: [{ sid, ...user }] });
  const refused = { ok: false, text: expect.stringContaining("Ask the help desk for membership.") };
  expect(await wsl.startVm()).toMatchObject(isAllowed ? { ok: true } : refused);
});

test("names the setting that is not a security identifier", async () => {
  await using wsl = await startWsl({ plugin, settings: { allowed: ["S-1-5-"] } });
  expect(await wsl.startVm()).toMatchObject({ text: expect.stringContaining('not "S-1-5-"') });
});
