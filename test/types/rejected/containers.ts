// What the compiler finds wrong about container sessions.

export const withoutRequirement = definePlugin({
  // @ts-expect-error RequiresCapability<"WSLC", "2.9.0">
  onContainerStarted(session: WSLCSessionInformation) {
    console.log(session.sessionId);
  },
});

export const tooOld = definePlugin({
  requires: "2.9.4",
  // @ts-expect-error RequiresCapability<"WSLCVmHooks", "2.9.5">
  onWslcVmStarted(session: WSLCSessionInformation) {
    console.log(session.sessionId);
  },
});

export default definePlugin({
  requires: "WSLC",
  onContainerStarted(session, container) {
    // @ts-expect-error Argument of type 'WSLCSessionInformation
    ExecuteBinary(session, "/bin/true");
    // @ts-expect-error Argument of type 'WSLCSessionID
    MountFolder(session.sessionId, "C:\\Tools", "/opt/tools");
    // @ts-expect-error Type 'string' is not assignable to type 'undefined'
    run(session, "/usr/bin/id", { user: "nobody" });
    // @ts-expect-error Type '"merge"' is not assignable to type '
    run(session.sessionId, "/usr/bin/id", { stderr: "merge" });
    // @ts-expect-error Property 'Privileged' does not exist on type 'ContainerHostConfig'
    console.log(container.HostConfig.Privileged);
    // @ts-expect-error Cannot assign to 'Image' because it is a read-only property
    container.Image = "other";
    // @ts-expect-error Property 'push' does not exist on type 'readonly string[]'
    container.Config.Env?.push("A=b");
    // @ts-expect-error 'container.State.Health' is possibly 'null' or 'undefined'
    console.log(container.State.Health.Status);
  },
});
