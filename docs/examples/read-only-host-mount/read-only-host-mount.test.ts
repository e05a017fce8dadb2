import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/read-only-host-mount.ts";

test("mounts the folder read-only", async () => {
  await using wsl = await startWsl({ plugin });
  expect(await wsl.startVm()).toEqual({ ok: true });
  expect(wsl.mounts).toMatchObject([
    { windowsPath: "C:\\WSL\\Shared", linuxPath: "/mnt/wsl-plugin-shared", readOnly: true },
  ]);
});

test("refuses to start the VM without the folder", async () => {
  await using wsl = await startWsl({ plugin, folders: {} });
  expect(await wsl.startVm()).toMatchObject({ ok: false, text: expect.stringContaining("ERROR_FILE_NOT_FOUND") });
});
