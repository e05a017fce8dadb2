// The plugins under docs/examples that are about containers, in the real DLL.

import { expect, test } from "vitest";
import { dockerId } from "../../src/wsl/inspection.ts";
import { type DllPlugin, type DllPluginOptions, plugin } from "../../src/wslservice/dll-plugin.ts";
import { hostExample } from "../support/hosted.ts";

async function host(name: string, options: Partial<DllPluginOptions> = {}): Promise<DllPlugin> {
  const hosted = await hostExample(name, { version: "2.9.5", ...options });
  expect(await hosted.service.wsl.containers.createSession()).toEqual({ ok: true });
  return hosted;
}

const refused = (message: string) => ({ ok: false, text: expect.stringContaining(`Error message: '${message}'`) });

test.each([
  ["mcr.microsoft.com/dotnet/sdk:9.0", { ok: true }],
  ["REGISTRY.contoso.com/web", { ok: true }],
  [
    "debian:latest",
    refused("debian:latest is from docker.io. Containers may use registry.contoso.com and mcr.microsoft.com."),
  ],
  [
    "library/debian",
    refused("library/debian is from docker.io. Containers may use registry.contoso.com and mcr.microsoft.com."),
  ],
  [
    "localhost:5000/web",
    refused(
      "localhost:5000/web is from localhost:5000. Containers may use registry.contoso.com and mcr.microsoft.com.",
    ),
  ],
  ["registry.contoso.com.evil.org/web", { ok: false }],
])("container-registries decides about %s", async (image, outcome) => {
  await using hosted = await host("container-registries");
  expect(await hosted.service.wsl.containers.start({ name: "web", image })).toMatchObject(outcome);
});

test("container-folders lets a container have what everyone may have", async () => {
  await using hosted = await host("container-folders");
  const { containers } = hosted.service.wsl;
  const start = (Source: string, ReadWrite: boolean, Type = "bind") => {
    const inspection = { Mounts: [{ Type, Source, Destination: "/data", ReadWrite }] };
    return containers.start({ name: "web", inspection });
  };
  expect(await start("c:\\data\\Reports", false)).toEqual({ ok: true });
  expect(await start("", true, "tmpfs")).toEqual({ ok: true });
  expect(await start("C:\\Data", true)).toMatchObject(refused("web: C:\\Data must not be writable in containers."));
  expect(await start("C:\\Database", false)).toMatchObject({ ok: false });
  expect(await start("C:\\Data\\..\\Users", false)).toMatchObject({ ok: false });
  expect(await start("C:\\Source", false)).toMatchObject(
    refused("web: C:\\Source must not be readable in containers."),
  );
});

test("image-inventory logs images as lines of JSON", async () => {
  await using hosted = await host("image-inventory");
  const { containers } = hosted.service.wsl;
  await containers.pullImage({ name: "debian:latest" });
  await containers.deleteImage("debian:latest");
  const id = `sha256:${dockerId("debian:latest")}`;
  const user = "S-1-5-21-0-0-0-1000";
  expect((await hosted.printed()).map((line) => JSON.parse(line))).toEqual([
    {
      event: "created",
      user,
      id,
      tags: ["debian:latest"],
      digests: [],
      size: 116_538_369,
      built: "2026-10-20T00:00:00Z",
      architecture: "amd64",
    },
    { event: "deleted", user, id },
  ]);
});

test("container-vm-sysctl sets parameters at each start of the VM", async () => {
  const inVm = (script: string) =>
    plugin(`requires: "WSLCVmHooks", onWslcVmStarted(session) {
      console.log(run(session, "/bin/sh", { args: ["-c", ${JSON.stringify(script)}] }).text().trim());
    }`);
  const sysctl = '#!/bin/sh\necho "$*" >/run/parameter\n';
  const first = { prepare: inVm(`printf %s '${sysctl}' >/sbin/sysctl && chmod 755 /sbin/sysctl`) };
  await using hosted = await host("container-vm-sysctl", { first, others: { look: inVm("cat /run/parameter") } });
  const { containers } = hosted.service.wsl;
  await containers.pullImage({ name: "debian:latest" });
  await containers.idle();
  await containers.deleteImage("debian:latest");
  expect(await hosted.printed()).toEqual(["vm.max_map_count is 262144", "vm.max_map_count is 262144"]);
  expect(await hosted.printed("look")).toEqual(["-w vm.max_map_count=262144", "-w vm.max_map_count=262144"]);
});
