import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/container-vm-sysctl.ts";
const parameters = [
  { name: "vm.swappiness", value: "10" },
  { name: "vm.nonsense", value: "1" },
];
const processes = {
  "/sbin/sysctl -w vm.swappiness=10": "vm.swappiness = 10\n",
  "/sbin/sysctl -w vm.nonsense=1": { exitCode: 255, stderr: "sysctl: cannot stat /proc/sys/vm/nonsense\n" },
};
const lines = ["vm.swappiness is 10", "vm.nonsense cannot be set to 1: sysctl: cannot stat /proc/sys/vm/nonsense"];

test("sets the parameters at each start of the VM", async () => {
  await using wsl = await startWsl({ plugin, version: "2.9.5", settings: { parameters }, processes });
  await wsl.containers.createSession();
  expect(wsl.printed).toEqual([]);
  await wsl.containers.pullImage({ name: "debian:latest" });
  await wsl.containers.idle();
  await wsl.containers.pullImage({ name: "debian:latest" });
  expect(wsl.printed).toEqual([...lines, ...lines]);
});

test("sets the parameters once where the VM starts with its session", async () => {
  await using wsl = await startWsl({ plugin, version: "2.9.4", settings: { parameters }, processes });
  await wsl.containers.createSession();
  await wsl.containers.pullImage({ name: "debian:latest" });
  expect(wsl.printed).toEqual(lines);
});

test("says so if the VM has no sysctl", async () => {
  await using wsl = await startWsl({ plugin, version: "2.9.5", processes: { "/sbin/sysctl": null } });
  await wsl.containers.createSession();
  await wsl.containers.pullImage({ name: "debian:latest" });
  expect(wsl.printed).toEqual(["vm.max_map_count cannot be set to 262144: /sbin/sysctl does not run"]);
});
