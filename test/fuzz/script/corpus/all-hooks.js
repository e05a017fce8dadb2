export default definePlugin({ permissions: "all",
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
    onSessionCreated(session) {
      console.log(session.sessionId, session.user);
    },
    onSessionStopping(session) {
      console.log(session);
    },
    onContainerStarted(session, container) {
      console.log(container, container.Config.Env);
    },
    onContainerStopping(session, containerId) {
      console.log(containerId);
    },
    onImageCreated(session, image) {
      throw new PluginError(JSON.stringify(image));
    },
    onImageDeleted(session, imageId) {
      console.log(imageId);
    },
    onWslcVmStarted(session) {
      WSLCMountFolder(session, "C:\\Tools", "/opt/tools");
    },
    onWslcVmStopping(session) {
      WSLCUnmountFolder(session, "/opt/tools");
    },
  },
});
