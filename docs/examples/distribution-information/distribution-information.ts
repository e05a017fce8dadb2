// Logs what runs: os-release of the VM's own Linux and of each distribution, and all that WSL knows about the latter.
export default definePlugin({
  requires: "ExecuteBinaryInDistribution",
  permissions: { vm: { run: ["/bin/cat"] }, distribution: { run: ["/bin/cat"] } },

  onVmStarted(session) {
    const release = osRelease(ExecuteBinary(session, "/bin/cat", ["/etc/os-release"]));
    console.log(`the VM of ${session.userSid} runs ${release.get("NAME") ?? "an unknown Linux"}`);
  },

  onDistributionStarted(session, distribution) {
    const release = osRelease(ExecuteBinaryInDistribution(session, distribution, "/bin/cat", ["/etc/os-release"]));
    console.log(`${distribution.name} runs ${release.get("PRETTY_NAME") ?? "an unknown Linux"}`);
    console.log(`its init has pid ${distribution.initPid}, its package is ${distribution.packageFamilyName ?? "none"}`);
    // The plugin requires 2.1.2, and 2.4.4 added these two: without this check the code does not compile.
    if (distribution.supports("DistributionFlavor")) {
      console.log(`WSL calls it ${distribution.flavor ?? "unknown"} ${distribution.version ?? ""}`.trimEnd());
    }
  },
});

/** The assignments of os-release(5), without their quotes. */
function osRelease(process: WSLProcess): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of process.lines()) {
    const [, key, value] = /^(\w+)=["']?(.*?)["']?$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  return values;
}
