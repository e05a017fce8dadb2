import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("mounts a user's own folders for that user only", async () => {
  const sessions = [
    { sid: "S-1-5-21-1-2-3-1001", account: "CONTOSO\\ada" },
    { sid: "S-1-5-21-1-2-3-1002", account: "CONTOSO\\bob" },
    { sid: "S-1-5-21-1-2-3-1003" },
  ];
  await using wsl = await startWsl({ plugin: "src/container-folders.ts", version: "2.9.5", sessions });
  const inspection = { Mounts: [{ Type: "bind", Source: "C:\\source\\web", Destination: "/src", ReadWrite: true }] };
  const outcomes: boolean[] = [];
  for (const session of [0, 1, 2]) {
    await wsl.containers.createSession({ session });
    outcomes.push((await wsl.containers.start({ name: "web", inspection }, { containerSession: session + 1 })).ok);
  }
  expect(outcomes).toEqual([true, false, false]);
});
