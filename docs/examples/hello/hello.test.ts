import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/hello.ts";
const processes = {
  "/bin/cat /mnt/shared/note.txt": "Greetings from Windows\n",
  "/bin/cat /proc/version": "Linux version 6.6.87\n",
};

test("follows the life of the VM and of a distribution", async () => {
  await using wsl = await startWsl({ plugin, processes });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  await wsl.stopVm();
  expect(wsl.printed.slice(1)).toEqual([
    "the note says: Greetings from Windows",
    "the kernel is: Linux version 6.6.87",
    "Debian has started",
    "Debian is stopping",
    "the VM is stopping",
  ]);
});

test("refuses another kernel", async () => {
  await using wsl = await startWsl({ plugin, processes });
  expect(await wsl.startVm({ customKernel: true })).toMatchObject({ text: expect.stringContaining("Remove kernel=") });
});
