// Starts a unit of the user's own systemd in each distribution, once the system is up.
const service = defineSettings({
  unit: {
    type: "string",
    pattern: "^[\\w@.-]+\\.service$",
    default: "contoso-secrets.service",
    description: "The unit to start.",
  },
});
/** The user of a distribution: the first one that is not a system account. */
const firstUser = "1000";

export default definePlugin({
  requires: "ExecuteBinaryInDistribution",
  permissions: { distribution: { run: ["id", "systemctl"] } },
  // systemd needs time to start; the user's shell waits meanwhile.
  limits: { hookTime: 45_000 },

  onDistributionStarted(session, distribution) {
    const { name } = distribution;
    try {
      const state = Linux.waitForSystemd(session, { distribution, timeout: 30_000 });
      if (state === "not in use") {
        console.log(`${name} runs without systemd`);
        return;
      }
      // "degraded" is good enough: another unit has failed.
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
