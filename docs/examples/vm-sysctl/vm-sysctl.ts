// Sets parameters of the kernel at the start of each VM. All distributions of the VM share its kernel.
const kernel = defineSettings({
  parameters: {
    type: "array",
    items: {
      type: "object",
      properties: {
        name: {
          type: "string",
          pattern: "^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+$",
          description: "Its name for sysctl, such as vm.max_map_count.",
        },
        value: { type: "string", pattern: "^[^\\n]+$", description: "Its value." },
      },
      required: ["name", "value"],
    },
    default: [{ name: "vm.max_map_count", value: "262144" }],
    description: "The parameters, in the order in which they are set.",
  },
  onFailure: {
    type: "string",
    enum: ["warn", "block"],
    default: "warn",
    description: "If a parameter cannot be set: log a warning, or refuse to start the VM.",
  },
});

export default definePlugin({
  // The shell can run any program: "inspect" reports that.
  permissions: { vm: { run: ["sh"] } },

  onVmStarted(session) {
    for (const { name, value } of kernel.parameters) {
      // The VM's root namespace may lack the program sysctl, so the shell opens the file.
      const args = ["-c", 'printf "%s\\n" "$2" >"$1"', "sh", `/proc/sys/${name.replaceAll(".", "/")}`, value];
      const { ok, stderr } = run(session, "sh", { args, check: false, timeout: 5_000 });
      if (ok) {
        console.log(`${name} is ${value}`);
        continue;
      }
      const reason = `${name} cannot be set to ${value}: ${stderr.trim()}`;
      if (kernel.onFailure === "block") throw new PluginError(reason);
      console.warn(reason);
    }
  },
});
