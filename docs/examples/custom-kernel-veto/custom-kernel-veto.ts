// A policy: VMs run Microsoft's kernel with its default command line. WSL itself reads the setting, so users cannot bypass it.
export default definePlugin({
  onVmStarted({ userSid }, { customConfiguration }) {
    const { kernel, kernelCommandLine } = customConfiguration;
    if (!kernel && !kernelCommandLine) return;
    const keys = [kernel ? "kernel" : "", kernelCommandLine ? "kernelCommandLine" : ""].filter((key) => key !== "");
    console.warn(`refused to ${userSid}: .wslconfig sets ${keys.join(" and ")}`);
    throw new PluginError(
      `This machine runs WSL with Microsoft's kernel only. Remove ${keys.join(" and ")} from %UserProfile%\\.wslconfig, ` +
        "then run: wsl --shutdown",
      HRESULT.E_ACCESSDENIED,
    );
  },
});
