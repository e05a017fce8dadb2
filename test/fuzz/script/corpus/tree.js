const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000));
class Mine extends WSLVersion {
  #secret = 1;
  static {
    console.log(new Mine(1, 2, 3));
  }
}
export default definePlugin({
  onVmStarted(session) {
    console.log(deep, new Map([[session, new Set([Mine])]]));
  },
});
