// A policy: containers use images from these registries only. It is not a security boundary: users choose the names, and can
// tag any image with any name.
const registries: readonly string[] = ["registry.contoso.com", "mcr.microsoft.com"];

export default definePlugin({
  requires: "WSLC",

  onContainerStarted(session, { Name, Image }) {
    const registry = registryOf(Image);
    if (registries.includes(registry)) return;
    console.warn(`stopped for ${session.userSid}: ${Name} runs ${Image}`);
    throw new PluginError(
      `${Image} is from ${registry}. Containers may use ${registries.join(" and ")}.`,
      HRESULT.WSLC_E_REGISTRY_BLOCKED_BY_POLICY,
    );
  },
});

/** The part before the first slash, if it has a dot, a port or is "localhost"; else Docker's own registry. */
function registryOf(image: string): string {
  const slash = image.indexOf("/");
  const first = image.slice(0, slash).toLowerCase();
  return slash !== -1 && (/[.:]/.test(first) || first === "localhost") ? first : "docker.io";
}
