// Logs for whom each VM starts: the session, the user's security identifier, and the account.
export default definePlugin({
  permissions: { windows: { account: true } },

  onVmStarted({ sessionId, userSid, user }) {
    const account = user === null ? "unresolved" : `${user.domain}\\${user.name}`;
    console.log(`session=${sessionId}; sid=${userSid}; account=${account}`);
  },
});
