// docs/examples/session-user-audit/session-user-audit.ts
var session_user_audit_default = definePlugin({
  onVmStarted({ sessionId, userSid, user }) {
    const account = user === null ? "unresolved" : `${user.domain}\\${user.name}`;
    console.log(`session=${sessionId}; sid=${userSid}; account=${account}`);
  }
});
export {
  session_user_audit_default as default
};
