import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/corporate-ca-certificate.ts";

test("installs the certificate where it is missing", async () => {
  const written: string[] = [];
  const processes = {
    "cat /opt/contoso/certificates/contoso.crt": "a certificate\n",
    cat: { exitCode: 1 },
    sh: ({ input }: { input: string }) => {
      written.push(input);
      return "";
    },
    "update-ca-certificates": "",
  };
  await using wsl = await startWsl({ plugin, processes });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(written).toContain("a certificate\n");
  expect(wsl.printed).toEqual(["Debian trusts the company's certificates now"]);
});

test("lets a distribution start if the certificate cannot be installed", async () => {
  await using wsl = await startWsl({ plugin, processes: { cat: { exitCode: 1, stderr: "no such file\n" } } });
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(wsl.printed).toEqual([expect.stringContaining("Debian does not trust the company's certificates")]);
});
