// Logs which kernel runs, and keeps old distributions from starting. Nothing is imported: what a plugin can use is global.
export default definePlugin({
  permissions: { vm: { run: ["/bin/cat"] } },

  onVmStarted(session) {
    using process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);
    console.log("the kernel is", process.text().trim());
  },

  onDistributionStarted(_session, distribution) {
    if (distribution.name.startsWith("legacy-")) {
      throw new PluginError(`${distribution.name} is too old to be used on this machine.`);
    }
    console.log(distribution.name, "has started");
  },
});
