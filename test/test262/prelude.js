// What test262's tests expect of their host: $262 and print. The value is called with the engine's side of it (native, see
// machine.cpp and node-engine.ts) and the realm, 0 for the first; it returns how to describe what was thrown.
(function self(native, realm) {
  const { String: text, Error: Failure } = globalThis;
  const source = `(${self})`;
  const noAgents = () => {
    throw new Failure("There are no agents here.");
  };
  const $262 = {
    global: globalThis,
    createRealm() {
      const other = native(0);
      native(1, other, source)(native, other);
      return native(1, other, "$262");
    },
    evalScript: (script) => native(1, realm, text(script)),
    detachArrayBuffer(buffer) {
      native(5, buffer);
      return null;
    },
    gc: () => native(4),
    IsHTMLDDA: () => null,
    agent: { start: noAgents, broadcast: noAgents, sleep: noAgents, getReport: () => null, monotonicNow: () => 0 },
  };
  native(3, $262.IsHTMLDDA);
  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  define("$262", $262);
  define("print", (line) => native(2, text(line)));
  return (thrown) => {
    try {
      if ((typeof thrown !== "object" || thrown === null) && typeof thrown !== "function")
        return `value: ${text(thrown)}`;
      return `${thrown.constructor.name}: ${thrown.message}\n${thrown.stack}`;
    } catch {
      return "value that cannot be described";
    }
  };
});
