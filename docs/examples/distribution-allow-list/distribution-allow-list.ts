// A policy: which distributions may start on this machine, and in which versions. It is not a security boundary: the user
// chooses names, and root in a distribution chooses its kind and version.
const policy = defineSettings({
  allowed: {
    type: "array",
    items: {
      type: "object",
      properties: {
        flavor: { type: "string", minLength: 1, description: "Its ID in /etc/os-release." },
        versions: {
          type: "array",
          items: { type: "string" },
          description: "The supported versions; any if absent.",
        },
      },
      required: ["flavor"],
    },
    default: [
      { flavor: "debian", versions: ["12", "13"] },
      { flavor: "ubuntu", versions: ["24.04"] },
    ],
    description: "The distributions that may start.",
  },
  allowedNames: {
    type: "array",
    items: { type: "string", minLength: 1 },
    default: ["docker-desktop"],
    description: "Distributions that may always start, such as those that other tools install.",
  },
  advice: {
    type: "string",
    default: "Ask the help desk for a distribution that is allowed.",
    description: "The text for the user after the reason for a refusal.",
  },
});

export default definePlugin({
  requires: ["DistributionFlavor", "DistributionVersion"],

  onDistributionStarted(session, distribution) {
    const reason = refusal(distribution);
    if (reason === null) return;
    console.warn(`refused to ${session.userSid}:`, reason);
    throw new PluginError(`${reason} ${policy.advice}`, HRESULT.E_ACCESSDENIED);
  },

  // A registration cannot be refused; the log shows the problem before the first start.
  onDistributionRegistered(_session, distribution) {
    const reason = refusal(distribution);
    if (reason !== null) console.warn("will not start:", reason);
  },
});

/** The reason why it may not start, for the user; null if it may. */
function refusal({ name, flavor, version }: Distribution): string | null {
  if (policy.allowedNames.includes(name)) return null;
  const rule = policy.allowed.find((each) => each.flavor === flavor);
  if (rule === undefined) return `"${name}" (${flavor ?? "of an unknown kind"}) is not allowed on this machine.`;
  if (rule.versions === undefined || rule.versions.includes(version ?? "")) return null;
  return `"${name}" is ${flavor} ${version ?? "of an unknown version"}; allowed is ${rule.versions.join(" or ")}.`;
}

/** What the hooks for a start and for a registration share. */
interface Distribution {
  readonly name: string;
  readonly flavor: string | null;
  readonly version: string | null;
}
