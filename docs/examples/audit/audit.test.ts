import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("writes a line for each event that its settings name, even if Linux does not answer", async () => {
  const settings = { events: ["distribution"] };
  await using wsl = await startWsl({ plugin: "src/audit.ts", settings, processes: { getent: null } });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  await wsl.stopVm();
  const lines = wsl.printed.map((line) => JSON.parse(line));
  expect(lines.map(({ event }) => event)).toEqual(["distribution-started", "distribution-stopping"]);
  expect(lines[0]).toMatchObject({ account: null, roots: null });
});

test("adds who is root, and who can become root", async () => {
  const processes = {
    "getent passwd": "root:x:0:0::/:/bin/sh\nada:x:1000:1000::/:/bin/sh\n",
    getent: "sudo:x:27:ada\n",
  };
  await using wsl = await startWsl({ plugin: "src/audit.ts", processes });
  await wsl.startDistribution("Debian");
  const lines = wsl.printed.map((line) => JSON.parse(line));
  expect(lines[1]).toMatchObject({ event: "distribution-started", roots: ["root"], sudoers: ["ada"] });
});
