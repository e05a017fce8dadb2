import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("refuses to start a VM with another kernel", async () => {
  await using wsl = await startWsl({ plugin: "src/custom-kernel-veto.ts" });
  expect(await wsl.startVm({ customKernel: true })).toMatchObject({
    ok: false,
    text: expect.stringContaining("Remove kernel from %UserProfile%\\.wslconfig"),
  });
  expect(await wsl.startVm()).toEqual({ ok: true });
});
