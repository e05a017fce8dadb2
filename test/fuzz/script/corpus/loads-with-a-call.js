const started = [];
export default definePlugin({
  onLoad() {
    MountFolder(1, "C:\\x", "/x");
  },
  get onVmStarted() {
    started.push(this);
    return () => {
      throw started;
    };
  },
});
