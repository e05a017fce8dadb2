import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/vm-sysctl.ts";
const parameters = [{ name: "vm.swappiness", value: "10" }];

test("sets the parameters in the VM", async () => {
  await using wsl = await startWsl({ plugin, settings: { parameters }, processes: { sh: "" } });
  expect(await wsl.startVm()).toEqual({ ok: true });
  expect(wsl.printed).toEqual(["vm.swappiness is 10"]);
});

test("refuses to start the VM if its settings require it", async () => {
  const processes = { sh: { exitCode: 1, stderr: "no such parameter\n" } };
  await using wsl = await startWsl({ plugin, settings: { parameters, onFailure: "block" }, processes });
  expect(await wsl.startVm()).toMatchObject({
    ok: false,
    text: expect.stringContaining("vm.swappiness cannot be set to 10: no such parameter"),
  });
});

test.each(["../kernel.hostname", "vm", "vm..max_map_count", "vm/max_map_count"])(
  "refuses a parameter with the name %s",
  async (name) => {
    await using wsl = await startWsl({ plugin, settings: { parameters: [{ name, value: "1" }] } });
    expect(await wsl.startVm()).toMatchObject({ text: expect.stringContaining("settings.parameters[0].name must be") });
  },
);
