export default definePlugin({
  requires: "2.0.5",
  limits: { memory: 16777216, scriptTime: 10 },
  onLoad({ name, scriptPath, version }) {
    console.log(name, scriptPath, String(version), ApiV1.capabilities);
  },
  onVmStarted(session, settings) {
    console.log(session, settings, session.user);
  },
  onVmStopping(session) {
    return session.userSid;
  },
  async onDistributionStarted(session, distribution) {
    await null;
    console.log({ ...distribution });
  },
  onDistributionStopping(session, { id, name, pidNamespace }) {
    console.error(id, name, pidNamespace);
  },
  optional: {
    onDistributionRegistered(session, distribution) {
      console.log(JSON.stringify(distribution));
    },
    onDistributionUnregistered(session, { flavor, version }) {
      throw new PluginError(`${flavor} ${version}`);
    },
  },
});
