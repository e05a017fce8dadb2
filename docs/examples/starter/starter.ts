// Logs the kernel's version, and refuses to start old distributions. Plugins import nothing: the API is global.
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
