// An audit trail: a line of JSON in the plugin's log for each event of VMs, distributions and containers, for a
// program that collects them.
const audit = defineSettings({
  events: {
    type: "array",
    items: { type: "string", enum: ["vm", "distribution", "registration", "container", "image"] },
    default: ["vm", "distribution", "registration", "container", "image"],
    description: "The events to log.",
  },
  roots: {
    type: "boolean",
    default: true,
    description: "Whether to log who is or can become root when a distribution starts.",
  },
});

type AnySession = WSLSessionInformation | WSLCSessionInformation;
type Kind = (typeof audit.events)[number];

export default definePlugin({
  permissions: { windows: { account: true }, distribution: { run: ["getent"] } },

  onVmStarted: (session, { customConfiguration }) => note("vm", "vm-started", session, { customConfiguration }),
  onVmStopping: (session) => note("vm", "vm-stopping", session),
  onDistributionStarted(session, distribution) {
    note("distribution", "distribution-started", session, { distribution, ...rootsOf(session, distribution) });
  },
  onDistributionStopping: (session, distribution) =>
    note("distribution", "distribution-stopping", session, { distribution }),
  optional: {
    onDistributionRegistered: (session, distribution) =>
      note("registration", "distribution-registered", session, { distribution }),
    onDistributionUnregistered: (session, distribution) =>
      note("registration", "distribution-unregistered", session, { distribution }),
    onSessionCreated: (session) => note("container", "session-created", session, { displayName: session.displayName }),
    onSessionStopping: (session) => note("container", "session-stopping", session),
    onContainerStarted: (session, { Id, Name, Image }) =>
      note("container", "container-started", session, { id: Id, name: Name, image: Image }),
    onContainerStopping: (session, id) => note("container", "container-stopping", session, { id }),
    onImageCreated: (session, { Id, RepoTags }) => note("image", "image-created", session, { id: Id, tags: RepoTags }),
    onImageDeleted: (session, id) => note("image", "image-deleted", session, { id }),
  },
});

function note(kind: Kind, event: string, session: AnySession, more: object = {}): void {
  if (!audit.events.includes(kind)) return;
  const { user } = session;
  const account = user === null ? null : `${user.domain}\\${user.name}`;
  console.log(JSON.stringify({ event, session: session.sessionId, user: session.userSid, account, ...more }));
}

/** Accounts with the rights of root, and those that can get them; empty if that is unknown. */
function rootsOf(session: WSLSessionInformation, distribution: WSLDistributionInformation): object {
  if (!audit.roots || !audit.events.includes("distribution")) return {};
  if (!session.supports("ExecuteBinaryInDistribution")) return {};
  const lines = (args: string[], check: boolean) =>
    run(session, "getent", { distribution, args, check, stderr: "ignore", timeout: 5_000 })
      .text()
      .split("\n")
      .map((line) => line.split(":"));
  try {
    const roots = lines(["passwd"], true).flatMap(([name, , id]) => (id === "0" ? [name] : []));
    // A system may lack one of the groups.
    const groups = lines(["group", "sudo", "wheel", "admin"], false);
    return {
      roots,
      sudoers: [...new Set(groups.flatMap(([, , , members = ""]) => members.split(",")))].filter(Boolean),
    };
  } catch (error) {
    return { roots: null, reason: String(error) };
  }
}
