// Mounts a Windows folder in Linux, logs the Linux version, and logs the life of the VM and of distributions.
export default definePlugin({
  permissions: { vm: { run: ["/bin/cat"], mount: [{ folder: "C:\\Shared" }] } },

  onLoad({ name }) {
    console.log(`${name} runs on WSL ${ApiV1.version}`);
  },

  onVmStarted(session, settings) {
    if (settings.customConfiguration.kernel) {
      throw new PluginError("This machine's WSL must use Microsoft's kernel. Remove kernel= from .wslconfig.");
    }
    MountFolder(session, "C:\\Shared", "/mnt/shared", true);
    console.log("the note says:", outputOf(session, "/bin/cat", ["/mnt/shared/note.txt"]));
    console.log("the kernel is:", outputOf(session, "/bin/cat", ["/proc/version"]).slice(0, 20));
  },

  onDistributionStarted(_session, distribution) {
    console.log(`${distribution.name} has started`);
  },

  onDistributionStopping(_session, distribution) {
    console.log(`${distribution.name} is stopping`);
  },

  onVmStopping() {
    console.log("the VM is stopping");
  },
});

function outputOf(session: WSLSessionInformation, path: string, args: string[]): string {
  using process = ExecuteBinary(session, path, args);
  return process.text().trim();
}
