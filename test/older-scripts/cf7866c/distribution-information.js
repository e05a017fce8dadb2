// docs/examples/distribution-information/distribution-information.ts
var distribution_information_default = definePlugin({
  requires: "ExecuteBinaryInDistribution",
  onVmStarted(session) {
    const release = osRelease(ExecuteBinary(session, "/bin/cat", ["/etc/os-release"]));
    console.log(`the VM of ${session.userSid} runs ${release.get("NAME") ?? "an unknown Linux"}`);
  },
  onDistributionStarted(session, distribution) {
    const release = osRelease(ExecuteBinaryInDistribution(session, distribution, "/bin/cat", ["/etc/os-release"]));
    console.log(`${distribution.name} runs ${release.get("PRETTY_NAME") ?? "an unknown Linux"}`);
    console.log(`its init has pid ${distribution.initPid}, its package is ${distribution.packageFamilyName ?? "none"}`);
    if (distribution.supports("DistributionFlavor")) {
      console.log(`WSL calls it ${distribution.flavor ?? "unknown"} ${distribution.version ?? ""}`.trimEnd());
    }
  }
});
function osRelease(process) {
  const values = /* @__PURE__ */ new Map();
  for (const line of process.lines()) {
    const [, key, value] = /^(\w+)=["']?(.*?)["']?$/.exec(line) ?? [];
    if (key !== void 0 && value !== void 0) values.set(key, value);
  }
  return values;
}
export {
  distribution_information_default as default
};
