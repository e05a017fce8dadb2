export default definePlugin({
  onVmStarted() {
    for (;;);
  },
  onVmStopping() {
    try {
      for (;;);
    } finally {
      for (;;);
    }
  },
  onDistributionStarted() {
    const all = [];
    for (;;) all.push(new Uint8Array(65536));
  },
  onDistributionStopping() {
    (function again() {
      again();
    })();
  },
});
