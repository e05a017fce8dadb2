// A policy: only distributions that a Windows package has installed may start. It is not a security boundary: the package's
// name is in the user's own registry key.
export default definePlugin({
  onDistributionStarted(_session, { name, packageFamilyName }) {
    if (packageFamilyName === null) {
      throw new PluginError(
        `The WSL distribution "${name}" is not allowed by your organization because it is not packaged.`,
        HRESULT.E_ACCESSDENIED,
      );
    }
    console.log(`${name} comes from ${packageFamilyName}`);
  },

  optional: {
    // A registration cannot be refused, but the log has the name before the first start.
    onDistributionRegistered(session, { name, packageFamilyName }) {
      if (packageFamilyName === null) {
        console.warn(`${session.userSid} has registered ${name}, which will not start`);
      }
    },
  },
});
