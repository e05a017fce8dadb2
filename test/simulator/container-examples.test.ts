// The example about folders for accounts that the machine under Wine does not have.

import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { startWsl } from "../../src/simulator/index.ts";

test("container-folders gives a user's own folders to that user alone", async () => {
  const sessions = [
    { sid: "S-1-5-21-1-2-3-1001", account: "CONTOSO\\ada" },
    { sid: "S-1-5-21-1-2-3-1002", account: "CONTOSO\\bob" },
    { sid: "S-1-5-21-1-2-3-1003" },
  ];
  const plugin = join(paths.root, "docs", "examples", "container-folders", "container-folders.ts");
  await using wsl = await startWsl({ plugin, version: "2.9.5", sessions });
  const inspection = { Mounts: [{ Type: "bind", Source: "C:\\source\\web", Destination: "/src", ReadWrite: true }] };
  const outcomes: boolean[] = [];
  for (const session of [0, 1, 2]) {
    await wsl.containers.createSession({ session });
    outcomes.push((await wsl.containers.start({ name: "web", inspection }, { containerSession: session + 1 })).ok);
  }
  expect(outcomes).toEqual([true, false, false]);
});
