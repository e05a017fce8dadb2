import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test("logs an image that is created and deleted", async () => {
  await using wsl = await startWsl({ plugin: "src/image-inventory.ts", version: "2.9.5" });
  await wsl.containers.createSession();
  await wsl.containers.pullImage({ name: "debian:latest" });
  await wsl.containers.deleteImage("debian:latest");
  expect(wsl.printed.map((line) => JSON.parse(line))).toMatchObject([
    { event: "created", tags: ["debian:latest"] },
    { event: "deleted" },
  ]);
});
