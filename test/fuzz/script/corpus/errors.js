const errors = [
  () => {
    throw new PluginError("refused", HRESULT.E_ACCESSDENIED);
  },
  () => {
    throw new RequiresUpdateError("x", new WSLVersion(9, 9, 9));
  },
  () => {
    throw new AggregateError([1, new Error("a", { cause: "b" })], "many");
  },
  () => null.member,
  () => {
    throw {
      message: {
        toString() {
          throw 1;
        },
      },
    };
  },
  () => {
    throw new Proxy(new Error("x"), {
      get() {
        throw new Error("y");
      },
    });
  },
  () => {
    throw Symbol("s");
  },
];
let next = 0;
const fail = () => errors[next++ % errors.length]();
export default definePlugin({ onVmStarted: fail, onVmStopping: fail, onDistributionStarted: fail });
