export default definePlugin({
  async onVmStarted() {
    await Promise.all([Promise.reject(1), Promise.reject(2)]);
  },
  onVmStopping() {
    return new Promise(() => {});
  },
  onDistributionStarted() {
    Promise.reject(new Error("nobody handles it"));
  },
  onDistributionStopping() {
    return {
      then(a, b) {
        b({
          then(c) {
            c(1);
          },
        });
      },
    };
  },
});
