// Keeps an inventory: a line of JSON for each start of a distribution, in a file on Windows.
const inventory = defineSettings({
  folder: {
    type: "string",
    pattern: "^[A-Za-z]:\\\\",
    default: "C:\\ProgramData\\Contoso\\Inventory",
    description: "The folder of Windows for distributions.jsonl.",
  },
});
const vmFolder = "/mnt/contoso-inventory";

/** How to count packages, by program. */
const packageCounts = {
  "dpkg-query": "dpkg-query -f '.\\n' -W | wc -l",
  rpm: "rpm -qa | wc -l",
  apk: "apk info | wc -l",
} as const;

type Session = SessionThatSupports<"ExecuteBinaryInDistribution">;

export default definePlugin({
  requires: ["ExecuteBinaryInDistribution", "DistributionVersion"],
  permissions: {
    vm: { run: ["tee"], mount: [{ folder: "C:\\ProgramData", write: true }] },
    // A shell can run any program: "inspect" reports that.
    distribution: { run: ["sh"], read: ["/etc/os-release"] },
  },

  onVmStarted(session) {
    MountFolder(session, inventory.folder, vmFolder, false);
  },

  async onDistributionStarted(session, distribution) {
    const { id, name, flavor, version, packageFamilyName } = distribution;
    try {
      // The three commands run at the same time.
      const [kernel, packages, homes] = await Promise.all([
        ask(session, distribution, "uname -r"),
        countPackages(session, distribution),
        ask(session, distribution, "ls /home | wc -l"),
      ]);
      const { PRETTY_NAME: system } = Linux.osRelease(session, { distribution });
      const seen = { id, name, flavor, version, packageFamilyName, system, kernel, packages, homes: Number(homes) };
      append(session, { time: new Date().toISOString(), user: session.userSid, ...seen });
    } catch (error) {
      // A start never fails because of the inventory.
      console.error(`${name} is missing in the inventory:`, error);
    }
  },
});

/** The output of a line of shell. */
async function ask(session: Session, distribution: WSLDistributionInformation, script: string): Promise<string> {
  const result = await runAsync(session, "sh", { distribution, args: ["-c", script], timeout: 10_000 });
  return result.text().trim();
}

/** Null if no known package manager exists. */
async function countPackages(session: Session, distribution: WSLDistributionInformation): Promise<number | null> {
  for (const [program, script] of Object.entries(packageCounts)) {
    const found = await ask(session, distribution, `command -v ${program} || true`);
    if (found !== "") return Number(await ask(session, distribution, script));
  }
  return null;
}

function append(session: Session, entry: object): void {
  run(session, "tee", { args: ["-a", `${vmFolder}/distributions.jsonl`], input: `${JSON.stringify(entry)}\n` });
}
