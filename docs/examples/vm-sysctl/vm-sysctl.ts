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
          description: "As sysctl has it: vm.max_map_count.",
        },
        value: { type: "string", pattern: "^[^\\n]+$", description: "What is written to it." },
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
    description: "What becomes of a parameter that cannot be set: a line in the log, or no VM.",
  },
});

export default definePlugin({
  // The shell may run everything: "inspect" says so.
  permissions: { vm: { run: ["sh"] } },

  onVmStarted(session) {
    for (const { name, value } of kernel.parameters) {
      // The system's root namespace need not have a program for it; the shell opens the file.
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
