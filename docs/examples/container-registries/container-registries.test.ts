import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

test.each([
  ["mcr.microsoft.com/dotnet/sdk:9.0", true],
  ["debian:latest", false],
  ["registry.contoso.com.evil.org/web", false],
])("decides about %s", async (image, ok) => {
  await using wsl = await startWsl({ plugin: "src/container-registries.ts", version: "2.9.5" });
  await wsl.containers.createSession();
  expect(await wsl.containers.start({ name: "web", image })).toMatchObject({ ok });
});
