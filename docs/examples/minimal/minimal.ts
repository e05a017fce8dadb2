// Does the same as Microsoft's sample: logs the events of VMs and distributions, and the version of the kernel.
export default definePlugin({
  requires: "DistributionInitPid",
  permissions: { vm: { run: ["/bin/cat"] } },

  onLoad() {
    console.log(`plugin loaded, WSL ${ApiV1.version}`);
  },

  onVmStarted(session, settings) {
    console.log(`VM started, session ${session.sessionId}, flags ${settings.customConfiguration.flags}`);
    console.log("kernel:", ExecuteBinary(session, "/bin/cat", ["/proc/version"]).text().trim());
  },

  onVmStopping(session) {
    console.log(`VM stopping, session ${session.sessionId}`);
  },

  onDistributionStarted(_session, { name, packageFamilyName, pidNamespace, initPid }) {
    const from = packageFamilyName ?? "none";
    console.log(`${name} started, package ${from}, PID namespace ${pidNamespace}, init ${initPid}`);
  },

  onDistributionStopping(_session, { name }) {
    console.log(`${name} stopping`);
  },

  // WSL has these hooks since 2.1.2. An older WSL never calls them; the rest works there.
  optional: {
    onDistributionRegistered(_session, { name }) {
      console.log(`${name} registered`);
    },

    onDistributionUnregistered(_session, { name }) {
      console.log(`${name} unregistered`);
    },
  },
});
