// Starts a unit of the user's own systemd in each distribution, once the system is up.
const service = defineSettings({
  unit: {
    type: "string",
    pattern: "^[\\w@.-]+\\.service$",
    default: "contoso-secrets.service",
    description: "The unit to start.",
  },
});
/** Who distributions are set up for: the first user that is no system account. */
const firstUser = "1000";

export default definePlugin({
  requires: "ExecuteBinaryInDistribution",
  permissions: { distribution: { run: ["id", "systemctl"] } },
  // systemd takes its time; the user's shell waits meanwhile.
  limits: { hookTime: 45_000 },

  onDistributionStarted(session, distribution) {
    const { name } = distribution;
    try {
      const state = Linux.waitForSystemd(session, { distribution, timeout: 30_000 });
      if (state === "not in use") {
        console.log(`${name} runs without systemd`);
        return;
      }
      // "degraded" is good enough: it is some other unit that has failed.
      const user = run(session, "id", { distribution, args: ["-nu", firstUser] })
        .text()
        .trim();
      run(session, "systemctl", { distribution, args: ["--user", `--machine=${user}@.host`, "start", service.unit] });
      console.log(`${service.unit} runs for ${user} in ${name}, where systemd is ${state}`);
    } catch (error) {
      console.error(`${service.unit} does not run in ${name}:`, error);
    }
  },
});
