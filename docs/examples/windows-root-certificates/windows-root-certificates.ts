// Makes every distribution trust the roots that this machine trusts, including later changes to Windows' stores.
const trust = defineSettings({
  stores: {
    type: "array",
    items: { type: "string", enum: ["Root", "CA"] },
    default: ["Root"],
    description: "The machine's stores to use; CA contains intermediate authorities.",
  },
  only: {
    type: "array",
    items: { type: "string", pattern: "^[0-9A-Fa-f]{40}$" },
    default: [],
    description: "Thumbprints of the certificates to install; an empty list means all.",
  },
  onFailure: {
    type: "string",
    enum: ["warn", "block"],
    default: "warn",
    description: "If they cannot be installed: log a warning, or refuse to start the distribution.",
  },
});

/** Where each family of distributions stores certificates, and how to install them. The order matters: SUSE is like many. */
const families = [
  { ids: ["suse", "opensuse", "sles"], folder: "/etc/pki/trust/anchors", update: "update-ca-certificates" },
  { ids: ["arch"], folder: "/etc/ca-certificates/trust-source/anchors", update: "update-ca-trust" },
  { ids: ["fedora", "rhel", "centos"], folder: "/etc/pki/ca-trust/source/anchors", update: "update-ca-trust" },
  { ids: ["debian", "ubuntu", "alpine"], folder: "/usr/local/share/ca-certificates", update: "update-ca-certificates" },
];
/** The prefix of this plugin's files. */
const ours = /^windows-[0-9a-f]{40}\.crt$/;

type Session = SessionThatSupports<"ExecuteBinaryInDistribution">;

export default definePlugin({
  requires: "ExecuteBinaryInDistribution",
  permissions: {
    windows: { certificates: ["Root", "CA", "Disallowed"] },
    distribution: {
      run: ["ls", "mkdir", "rm", "update-ca-certificates", "update-ca-trust"],
      read: ["/etc/os-release"],
      write: families.map(({ folder }) => `${folder}/`),
    },
  },
  // The first time there can be a hundred of them; the user's shell waits meanwhile.
  limits: { hookTime: 60_000 },

  onDistributionStarted(session, distribution) {
    try {
      handOver(session, distribution);
    } catch (error) {
      const reason = `${distribution.name} does not trust what Windows trusts`;
      console.error(`${reason}:`, error);
      if (trust.onFailure === "block") throw new PluginError(`${reason}; the log says why.`);
    }
  },
});

function handOver(session: Session, distribution: WSLDistributionInformation): void {
  const { ID = "", ID_LIKE = "" } = Linux.osRelease(session, { distribution });
  const names = [ID, ...ID_LIKE.split(" ")];
  const family = families.find(({ ids }) => ids.some((id) => names.some((name) => name.split("-")[0] === id)));
  if (family === undefined) throw new Error(`"${ID}" is none of the systems that this plugin knows`);
  const { folder, update } = family;

  const wanted = wantedFiles();
  run(session, "mkdir", { distribution, args: ["-p", folder] });
  const there = run(session, "ls", { distribution, args: ["-1", folder] })
    .text()
    .split("\n")
    .filter((file) => ours.test(file));
  const added = [...wanted.keys()].filter((file) => !there.includes(file));
  const removed = there.filter((file) => !wanted.has(file));
  if (added.length + removed.length === 0) return;

  const remove = (files: string[]) =>
    files.length > 0 && run(session, "rm", { distribution, args: ["-f", ...files.map((file) => `${folder}/${file}`)] });
  try {
    for (const file of added)
      Linux.writeTextFile(session, `${folder}/${file}`, wanted.get(file) ?? "", { distribution });
    remove(removed);
    run(session, update, { distribution, timeout: 30_000 });
  } catch (error) {
    // The next start finds them missing, and tries again.
    remove(added);
    throw error;
  }
  console.log(`${distribution.name}: ${added.length} certificates added, ${removed.length} removed`);
}

/** The certificates by the names of their files. */
function wantedFiles(): Map<string, string> {
  const distrusted = new Set(Windows.certificates("Disallowed").map(({ thumbprint }) => thumbprint));
  const only = trust.only.map((thumbprint) => thumbprint.toUpperCase());
  const certificates = trust.stores
    .flatMap((store) => Windows.certificates(store))
    .filter(({ thumbprint }) => !distrusted.has(thumbprint) && (only.length === 0 || only.includes(thumbprint)));
  return new Map(certificates.map(({ thumbprint, pem }) => [`windows-${thumbprint.toLowerCase()}.crt`, pem]));
}
