// A policy: who may use WSL on this machine, by the user's groups in Windows.
const policy = defineSettings({
  allowed: {
    type: "array",
    items: { type: "string", pattern: "^[Ss]-1-[0-9-]+$" },
    default: ["S-1-5-32-545"],
    description: "The groups and users who may use WSL, by security identifier; whoami /groups shows yours.",
  },
  denied: {
    type: "array",
    items: { type: "string", pattern: "^[Ss]-1-[0-9-]+$" },
    default: ["S-1-5-32-546"],
    description: "The groups and users who may not use WSL, even if they are in an allowed group.",
  },
  advice: {
    type: "string",
    default: "Ask the help desk for membership.",
    description: "The text for the user after the reason for a refusal.",
  },
});

export default definePlugin({
  permissions: { windows: { userGroups: true } },

  // Finds an invalid identifier at load, and not when a user starts WSL.
  onLoad() {
    [...policy.allowed, ...policy.denied].forEach(SID.parse);
  },

  onVmStarted: decide,
  optional: { onSessionCreated: decide },
});

function decide(session: WSLSessionInformation | WSLCSessionInformation): void {
  const { enabled, denyOnly } = Windows.userGroups(session);
  const rights = [SID.parse(session.userSid), ...enabled];
  // For a refusal, an administrator who has not elevated counts as an administrator.
  const all = [...rights, ...denyOnly];
  const isAllowed = policy.allowed.some((sid) => SID.parse(sid).isIn(rights));
  const isDenied = policy.denied.some((sid) => SID.parse(sid).isIn(all));
  if (isAllowed && !isDenied) return;
  console.warn(`refused to ${session.userSid}: ${isDenied ? "a group that may not" : "no group that may"}`);
  throw new PluginError(`WSL is not for your account on this machine. ${policy.advice}`, HRESULT.E_ACCESSDENIED);
}
