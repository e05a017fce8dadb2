// docs/examples/minimal/minimal.ts
var minimal_default = definePlugin({
  requires: "DistributionInitPid",
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
  // WSL has these hooks since 2.1.2. An older one never calls them, and the rest works there.
  optional: {
    onDistributionRegistered(_session, { name }) {
      console.log(`${name} registered`);
    },
    onDistributionUnregistered(_session, { name }) {
      console.log(`${name} unregistered`);
    }
  }
});
export {
  minimal_default as default
};
