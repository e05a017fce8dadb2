const started = [];
export default definePlugin({ permissions: "all",
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
