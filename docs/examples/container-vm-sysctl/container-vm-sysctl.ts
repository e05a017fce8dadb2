// Sets parameters of the kernel at each start of a container session's VM. All containers of the session share its kernel.
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
});

function setParameters(session: WSLCSessionInformation): void {
  for (const { name, value } of kernel.parameters) {
    const { ok, stderr } = run(session, "/sbin/sysctl", {
      args: ["-w", `${name}=${value}`],
      check: false,
      timeout: 5_000,
    });
    if (ok) console.log(`${name} is ${value}`);
    else console.warn(`${name} cannot be set to ${value}: ${stderr.trim() || "/sbin/sysctl does not run"}`);
  }
}

export default definePlugin({
  permissions: { container: { run: ["/sbin/sysctl"] } },
  optional: {
    // Before WSL 2.9.5 the VM starts with the session, and has no hook of its own.
    onSessionCreated(session) {
      if (!session.supports("WSLCVmHooks")) setParameters(session);
    },
    onWslcVmStarted: setParameters,
  },
});
