export default definePlugin({ permissions: "all",
  async onVmStarted(session) {
    const all = await Promise.allSettled([
      runAsync(session, "ls", { args: ["-l"], env: { A: "b" }, cwd: "/", user: "nobody", stderr: "merge" }),
      runAsync(session, "cat", { input: "in", timeout: 3, check: false }),
    ]);
    console.log(all);
    console.log(run(session, "/bin/true").ok);
  },
  onDistributionStarted(session, distribution) {
    try {
      console.log(run(session, "id", { distribution, stderr: "ignore" }).lines());
    } catch (error) {
      console.log(error.exitCode, error.signal, error.stderr, error);
    }
  },
});
