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
  permissions: { container: { run: ["/usr/bin/id"] } },
  onWslcVmStarted: async (session) => {
    const place: InContainerSession = { stderr: "ignore" };
    const id = ApiV1.prepare("/usr/bin/id", { args: ["-u"] });
    console.log(run(session.sessionId, "/usr/bin/id", { ...place, input: "", env: { SITE: "x" } }).text());
    console.log((await runAsync(session, "/usr/bin/id", { timeout: 1_000 })).ok, id.run(session, { check: false }).ok);
  },
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
