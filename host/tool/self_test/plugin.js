// The plugin of the self-test: a distribution's name says what its start does. The line before this one, which the tool
// writes, declares `generation`: 1, and another one for the reload.
const size = 256 * 1024;
let remembered = "nothing";

function endlessly() {
  return endlessly() + 1;
}

function pattern() {
  const words = new Uint32Array(size / 4);
  for (let i = 0; i < words.length; i++) words[i] = i * 0x9e3779b1;
  return words;
}

const starts = {
  nothing() {},
  fields(session, distribution) {
    if (session.userSid !== "S-1-5-21-1-2-3-1001" || distribution.id !== "0c0e1c4a-0000-4000-8000-000000000001") {
      throw new Error(`got ${session.userSid}, ${distribution.id}`);
    }
  },
  veto() {
    throw new PluginError("not on this machine", HRESULT.E_ACCESSDENIED);
  },
  mistake() {
    null.length;
  },
  loop() {
    for (;;);
  },
  builtin() {
    Array.prototype.join.call({ length: 4294967295 }, "");
  },
  backtracking() {
    /^(a+)+$/.test(`${"a".repeat(64)}b`);
  },
  recursion() {
    try {
      endlessly();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  },
  stack() {
    JSON.parse("[".repeat(100_000));
  },
  memory() {
    const all = [];
    for (;;) all.push(new Uint8Array(1_000_000));
  },
  echo(session) {
    const sent = pattern();
    using process = ExecuteBinary(session, "/echo");
    process.write(sent);
    process.closeInput();
    const got = process.bytes();
    if (got.length !== size) throw new Error(`got ${got.length} bytes`);
    const words = new Uint32Array(got.buffer, got.byteOffset);
    for (let i = 0; i < words.length; i++) if (words[i] !== sent[i]) throw new Error(`byte ${4 * i} differs`);
  },
  silence(session) {
    ExecuteBinary(session, "/silent").text();
  },
  remember() {
    remembered = `generation ${generation}`;
  },
  recall() {
    throw new PluginError(`generation ${generation} remembers ${remembered}`);
  },
};

export default definePlugin({
  permissions: { vm: { run: ["/echo", "/silent"] } },
  limits: { scriptTime: 1000, hookTime: 2000, memory: 16 * 1024 * 1024 },
  onLoad({ previous }) {
    remembered = previous ?? remembered;
  },
  onReloading() {
    return remembered;
  },
  onDistributionStarted(session, distribution) {
    starts[distribution.name](session, distribution);
  },
});
