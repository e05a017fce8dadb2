// Starts an agent in each VM, from a folder of Windows that Linux cannot change, and stops it with the VM.
const source = defineSettings({
  folder: {
    type: "string",
    pattern: "^[A-Za-z]:\\\\",
    default: "C:\\Program Files\\Contoso Agent\\linux",
    description:
      "The folder of Windows with the agent's programs start and stop, which only administrators can change.",
  },
  startTime: {
    type: "integer",
    minimum: 100,
    maximum: 25_000,
    default: 10_000,
    description: "How long the agent's start may take, in milliseconds. The VM does not start if it takes longer.",
  },
});
const agent = "/opt/contoso-agent";

export default definePlugin({
  permissions: { vm: { run: [`${agent}/start`, `${agent}/stop`], mount: [{ folder: "C:\\Program Files" }] } },

  onVmStarted(session) {
    MountFolder(session, source.folder, agent, true);
    // The agent continues in the background. Its output counts until its start is over.
    const said = run(session, `${agent}/start`, { args: [session.userSid], timeout: source.startTime }).text();
    console.log("the agent says:", said.trim());
  },

  onVmStopping(session) {
    // Called also after a failed start; the VM stops whatever happens here.
    const { ok, stderr } = run(session, `${agent}/stop`, { timeout: 5_000, check: false });
    console.log(ok ? "the agent has stopped" : `the agent did not stop: ${stderr.trim()}`);
  },
});
