export default definePlugin({ permissions: "all",
  onVmStarted(session) {
    for (const ways of ["text", "bytes", "read", "lines"]) {
      try {
        using process = ExecuteBinary(session, "/bin/cat", ["-", "\u00e9"], { arg0: "cat" });
        process.write("in\ud83d\ude00");
        process.closeInput();
        console.log([...process[ways]({ timeout: 5 })]);
      } catch (error) {
        console.warn(error.hresult, error);
      }
    }
  },
  onDistributionStarted(session, distribution) {
    ExecuteBinaryInDistribution(session, distribution, "/bin/true");
    MountFolder(session, "C:\\Shared", "/mnt/shared", true, "share");
  },
});
