import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { startWsl } from "wsl-script-host/testing";

const plugin = "src/windows-root-certificates.ts";
const debian = "/usr/local/share/ca-certificates";
const fedora = "/etc/pki/ca-trust/source/anchors";
/** What Windows trusts. */
const Root = rootCertificates.slice(0, 2);
const thumbprints = Root.map((pem) => new X509Certificate(pem).fingerprint.replaceAll(":", "").toLowerCase());

async function startIn(release: string, settings: object) {
  const ran: string[] = [];
  const answer = ({ path, args }: { path: string; args: readonly string[] }) => {
    ran.push([path, ...args].join(" "));
    return "";
  };
  await using wsl = await startWsl({
    plugin,
    settings: { ...settings },
    windows: { certificates: { Root } },
    processes: {
      "cat /etc/os-release": release,
      mkdir: answer,
      ls: answer,
      "update-ca-trust": answer,
      "update-ca-certificates": answer,
    },
  });
  const outcome = await wsl.startDistribution("Some");
  return { outcome, ran, printed: wsl.printed };
}

test.each([
  ["ID=fedora\n", fedora, "update-ca-trust"],
  ['ID="almalinux"\nID_LIKE="rhel centos fedora"\n', fedora, "update-ca-trust"],
  ['ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', "/etc/pki/trust/anchors", "update-ca-certificates"],
  ["ID=arch\n", "/etc/ca-certificates/trust-source/anchors", "update-ca-trust"],
  ["ID=alpine\n", debian, "update-ca-certificates"],
  ["ID=linuxmint\nID_LIKE=ubuntu\n", debian, "update-ca-certificates"],
])("knows where each family of distributions stores certificates: %j", async (release, folder, program) => {
  expect(await startIn(release, { onFailure: "block", only: thumbprints.slice(1) })).toEqual({
    outcome: { ok: true },
    ran: [`mkdir -p ${folder}`, `ls -1 ${folder}`, program],
    printed: ["Some: 1 certificates added, 0 removed"],
  });
});

test("refuses an unknown family if its settings require it", async () => {
  const { outcome, printed } = await startIn("ID=haiku\n", { onFailure: "block" });
  expect(outcome).toMatchObject({ ok: false, text: expect.stringContaining("does not trust what Windows trusts") });
  expect(printed).toEqual([expect.stringContaining('"haiku" is none of the systems that this plugin knows')]);
});
