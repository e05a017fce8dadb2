// A policy: who may use WSL on this machine, by the user's groups in Windows.
const policy = defineSettings({
  allowed: {
    type: "array",
    items: { type: "string", pattern: "^[Ss]-1-[0-9-]+$" },
    default: ["S-1-5-32-545"],
    description: "The groups and users who may, by their security identifiers; whoami /groups shows one's own.",
  },
  denied: {
    type: "array",
    items: { type: "string", pattern: "^[Ss]-1-[0-9-]+$" },
    default: ["S-1-5-32-546"],
    description: "The groups and users who may not, even if a group of theirs may.",
  },
  advice: {
    type: "string",
    default: "Ask the help desk for membership.",
    description: "What a user reads behind the reason for a refusal.",
  },
});

export default definePlugin({
  permissions: { windows: { userGroups: true } },

  // A text that is no identifier is found here, and not at somebody's first start.
  onLoad() {
    [...policy.allowed, ...policy.denied].forEach(SID.parse);
  },

  onVmStarted: decide,
  optional: { onSessionCreated: decide },
});

function decide(session: WSLSessionInformation | WSLCSessionInformation): void {
  const { enabled, denyOnly } = Windows.userGroups(session);
  const rights = [SID.parse(session.userSid), ...enabled];
  // Who is an administrator and has not elevated is one all the same, where that counts against somebody.
  const all = [...rights, ...denyOnly];
  const isAllowed = policy.allowed.some((sid) => SID.parse(sid).isIn(rights));
  const isDenied = policy.denied.some((sid) => SID.parse(sid).isIn(all));
  if (isAllowed && !isDenied) return;
  console.warn(`refused to ${session.userSid}: ${isDenied ? "a group that may not" : "no group that may"}`);
  throw new PluginError(`WSL is not for your account on this machine. ${policy.advice}`, HRESULT.E_ACCESSDENIED);
}
