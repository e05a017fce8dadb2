// Starts an agent in each VM, from a folder of Windows that Linux cannot change, and tells it when the VM stops.
const windowsFolder = "C:\\Program Files\\Contoso Agent\\linux";
const agent = "/opt/contoso-agent";

export default definePlugin({
  onVmStarted(session) {
    MountFolder(session, windowsFolder, agent, true);
    // The agent goes on in the background. What it says until its start is over is what counts.
    const said = run(session, `${agent}/start`, { args: [session.userSid], timeout: 10_000 }).text();
    console.log("the agent says:", said.trim());
  },

  onVmStopping(session) {
    // Comes also when the start has failed; and the VM goes away whatever becomes of this.
    const { ok, stderr } = run(session, `${agent}/stop`, { timeout: 5_000, check: false });
    console.log(ok ? "the agent has stopped" : `the agent did not stop: ${stderr.trim()}`);
  },
});
