import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/distribution-inventory.ts";

test("adds a line for each start", async () => {
  const lines: string[] = [];
  const processes = {
    sh: ({ args }: { args: readonly string[] }) => (args[1] === "uname -r" ? "6.6.87\n" : "2\n"),
    "cat /etc/os-release": 'PRETTY_NAME="Debian 13"\n',
    tee: ({ input }: { input: string }) => {
      lines.push(input);
      return input;
    },
  };
  await using wsl = await startWsl({ plugin, processes });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(wsl.printed).toEqual([]);
  expect(JSON.parse(lines.join(""))).toMatchObject({
    name: "Debian",
    system: "Debian 13",
    kernel: "6.6.87",
    packages: 2,
    homes: 2,
  });
});

test("lets a distribution start that does not answer", async () => {
  await using wsl = await startWsl({ plugin, processes: { sh: { exitCode: 9 } } });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(wsl.printed).toContainEqual(expect.stringContaining("Debian is missing in the inventory"));
});
