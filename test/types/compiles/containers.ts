// Hooks of container sessions, and what they get.

/** A plugin that needs no newer WSL. */
export const optional = definePlugin({
  optional: {
    onSessionCreated(session) {
      if (session.supports("WSLCVmHooks")) return;
      const id: WSLCSessionID = session.sessionId;
      console.log(id, session.displayName, session.applicationPid, session.user?.domain);
    },
    onWslcVmStopping: ({ userSid }) => console.log(userSid),
  },
});

export default definePlugin({
  requires: "2.9.5",
  onWslcVmStarted: async ({ sessionId }) => console.log(sessionId),
  onContainerStarted(_session, container) {
    const { Env } = container.Config;
    const health: ContainerHealth | null | undefined = container.State.Health;
    const ports: readonly ContainerPort[] | undefined = container.Ports["80/tcp"];
    console.log(
      Env?.length,
      health?.Status,
      ports?.[0]?.HostPort,
      container.Mounts.map(({ Source }) => Source),
    );
  },
  onContainerStopping: (_session, containerId) => console.log(containerId.slice(0, 12)),
  onImageCreated: (_session, image) => console.log(image.RepoTags?.join(), image.Config?.Labels?.maintainer),
  onImageDeleted: (_session, imageId) => console.log(imageId.length),
});
