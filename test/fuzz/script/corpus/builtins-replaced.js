Object.prototype.hresult = {
  valueOf() {
    throw 1;
  },
};
Array.prototype[Symbol.iterator] = function* () {
  for (;;) yield this;
};
Object.defineProperty(Object.prototype, "message", {
  get() {
    return this;
  },
  set() {
    throw this;
  },
});
Promise.prototype.then = Map.prototype.get = JSON.parse = () => globalThis;
String.prototype.split = RegExp.prototype.exec = () => {
  throw new Error("mine");
};
export default definePlugin({ permissions: "all",
  onVmStarted(session) {
    throw ExecuteBinary(session, "/bin/cat").text();
  },
});
