// Makes each distribution trust the company's certificate authority: once, and again when the certificate changes.
const source = defineSettings({
  folder: {
    type: "string",
    pattern: "^[A-Za-z]:\\\\",
    default: "C:\\Program Files\\Contoso\\Certificates",
    description: "The folder of Windows with the certificate, which only administrators can change.",
  },
  file: {
    type: "string",
    pattern: "^[\\w.-]+$",
    default: "contoso.crt",
    description: "The certificate's file in it, in PEM.",
  },
});
const vmFolder = "/opt/contoso/certificates";

/** Where distributions store certificates, and the programs that install them. The first existing program is used. */
const stores = [
  { program: "update-ca-certificates", args: [], file: "/usr/local/share/ca-certificates/contoso.crt" },
  { program: "update-ca-trust", args: ["extract"], file: "/etc/pki/ca-trust/source/anchors/contoso.pem" },
];

type Session = SessionThatSupports<"ExecuteBinaryInDistribution">;

export default definePlugin({
  requires: "ExecuteBinaryInDistribution",
  permissions: {
    vm: { read: [`${vmFolder}/contoso.crt`], mount: [{ folder: "C:\\Program Files" }] },
    distribution: {
      run: ["sh", "cat", ...stores.map(({ program }) => program)],
      write: stores.map(({ file }) => file),
    },
  },

  onVmStarted(session) {
    MountFolder(session, source.folder, vmFolder);
  },

  onDistributionStarted(session, distribution) {
    try {
      // Distributions do not see mounts in the VM's root namespace, so the plugin writes the text itself.
      const certificate = Linux.readTextFile(session, `${vmFolder}/${source.file}`);
      trust(session, distribution, certificate);
    } catch (error) {
      // A distribution without the certificate is better than no distribution.
      console.error(`${distribution.name} does not trust the company's certificates:`, error);
    }
  },
});

function trust(session: Session, distribution: WSLDistributionInformation, certificate: string): void {
  const store = stores.find(({ program }) => isThere(session, distribution, program));
  if (store === undefined) {
    console.warn(`${distribution.name} has no store of certificates that this plugin knows`);
    return;
  }
  if (textOf(session, distribution, store.file) === certificate) return;
  Linux.writeTextFile(session, store.file, certificate, { distribution, mode: 0o644 });
  run(session, store.program, { distribution, args: store.args, timeout: 20_000 });
  console.log(`${distribution.name} trusts the company's certificates now`);
}

function isThere(session: Session, distribution: WSLDistributionInformation, program: string): boolean {
  return run(session, "sh", { distribution, args: ["-c", 'command -v "$1"', "sh", program], check: false }).ok;
}

/** Null if the file does not exist. */
function textOf(session: Session, distribution: WSLDistributionInformation, file: string): string | null {
  const { ok, stdout } = run(session, "cat", { distribution, args: [file], check: false, stderr: "ignore" });
  return ok ? new TextDecoder().decode(stdout) : null;
}
