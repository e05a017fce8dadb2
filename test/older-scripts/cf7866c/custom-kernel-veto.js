// docs/examples/custom-kernel-veto/custom-kernel-veto.ts
var custom_kernel_veto_default = definePlugin({
  onVmStarted({ userSid }, { customConfiguration }) {
    const { kernel, kernelCommandLine } = customConfiguration;
    if (!kernel && !kernelCommandLine) return;
    const keys = [kernel ? "kernel" : "", kernelCommandLine ? "kernelCommandLine" : ""].filter((key) => key !== "");
    console.warn(`refused to ${userSid}: .wslconfig sets ${keys.join(" and ")}`);
    throw new PluginError(
      `This machine runs WSL with Microsoft's kernel only. Remove ${keys.join(" and ")} from %UserProfile%\\.wslconfig, then run: wsl --shutdown`,
      HRESULT.E_ACCESSDENIED
    );
  }
});
export {
  custom_kernel_veto_default as default
};
