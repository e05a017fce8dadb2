// A policy: which distributions may start on this machine, and in which versions. It keeps honest users honest: the user
// chooses names, and whoever is root in a distribution says what it is.
interface Rule {
  /** What /etc/os-release calls it: ID. */
  readonly flavor: string;
  /** The versions that are looked after; absent: any. */
  readonly versions?: readonly string[];
}

const allowed: readonly Rule[] = [
  { flavor: "debian", versions: ["12", "13"] },
  { flavor: "ubuntu", versions: ["24.04"] },
];

/** What other plugins and tools bring along for themselves. */
const allowedNames: readonly string[] = ["docker-desktop"];

export default definePlugin({
  requires: ["DistributionFlavor", "DistributionVersion"],

  onDistributionStarted(session, distribution) {
    const reason = refusal(distribution);
    if (reason === null) return;
    console.warn(`refused to ${session.userSid}:`, reason);
    throw new PluginError(`${reason} Ask the help desk for a distribution that is allowed.`, HRESULT.E_ACCESSDENIED);
  },

  // Nothing can be refused here; who looks at the log knows before the first start is tried.
  onDistributionRegistered(_session, distribution) {
    const reason = refusal(distribution);
    if (reason !== null) console.warn("will not start:", reason);
  },
});

/** Why it may not start, as the user is told; null if it may. */
function refusal({ name, flavor, version }: Distribution): string | null {
  if (allowedNames.includes(name)) return null;
  const rule = allowed.find((each) => each.flavor === flavor);
  if (rule === undefined) return `"${name}" (${flavor ?? "of an unknown kind"}) is not allowed on this machine.`;
  if (rule.versions === undefined || rule.versions.includes(version ?? "")) return null;
  return `"${name}" is ${flavor} ${version ?? "of an unknown version"}; allowed is ${rule.versions.join(" or ")}.`;
}

/** What hooks for a start and for a registration have in common. */
interface Distribution {
  readonly name: string;
  readonly flavor: string | null;
  readonly version: string | null;
}
