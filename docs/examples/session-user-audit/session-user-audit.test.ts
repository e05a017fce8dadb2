import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("logs the account of each user whose VM starts", async () => {
  const sessions = [{ sid: "S-1-5-21-1-2-3-1001", account: "CONTOSO\\ada" }, { sid: "S-1-5-21-1-2-3-1002" }];
  await using wsl = await startWsl({ plugin: "src/session-user-audit.ts", sessions });
  await wsl.startVm();
  await wsl.startVm({ session: 1 });
  expect(wsl.printed).toEqual([
    "session=0; sid=S-1-5-21-1-2-3-1001; account=CONTOSO\\ada",
    "session=1; sid=S-1-5-21-1-2-3-1002; account=unresolved",
  ]);
});
