// docs/examples/distribution-allow-list/distribution-allow-list.ts
var allowed = [
  { flavor: "debian", versions: ["12", "13"] },
  { flavor: "ubuntu", versions: ["24.04"] }
];
var allowedNames = ["docker-desktop"];
var distribution_allow_list_default = definePlugin({
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
  }
});
function refusal({ name, flavor, version }) {
  if (allowedNames.includes(name)) return null;
  const rule = allowed.find((each) => each.flavor === flavor);
  if (rule === void 0) return `"${name}" (${flavor ?? "of an unknown kind"}) is not allowed on this machine.`;
  if (rule.versions === void 0 || rule.versions.includes(version ?? "")) return null;
  return `"${name}" is ${flavor} ${version ?? "of an unknown version"}; allowed is ${rule.versions.join(" or ")}.`;
}
export {
  distribution_allow_list_default as default
};
