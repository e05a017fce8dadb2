import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/agent-at-vm-start.ts";
const folder = "/opt/contoso-agent";

test("starts the agent with the VM, and stops it with the VM", async () => {
  const processes = { [`${folder}/start`]: "ready\n", [`${folder}/stop`]: "" };
  await using wsl = await startWsl({ plugin, processes });
  expect(await wsl.startVm()).toEqual({ ok: true });
  await wsl.stopVm();
  expect(wsl.printed).toEqual(["the agent says: ready", "the agent has stopped"]);
  expect(wsl.mounts).toMatchObject([{ windowsPath: "C:\\Program Files\\Contoso Agent\\linux", readOnly: true }]);
});

test("refuses to start the VM without the agent", async () => {
  const failing = { exitCode: 3, stderr: "no licence\n" };
  await using wsl = await startWsl({ plugin, processes: { [`${folder}/start`]: failing, [`${folder}/stop`]: "" } });
  expect(await wsl.startVm()).toMatchObject({ ok: false, text: expect.stringContaining("exit code 3: no licence") });
});
