/** Bodies of onDistributionStarted that never end by themselves: their effect, and their code. */
export const runaways = [
  ["loops for ever", "for (;;);"],
  ["loops for ever and catches everything", "for (;;) try { for (;;); } catch {}"],
  ["joins four billion elements", 'Array.prototype.join.call({ length: 4294967295 }, "");'],
  ["turns a billion elements into text", 'new Array(1e9) + "";'],
  [
    "concatenates what has four billion elements",
    "[].concat.call({ length: 2 ** 32 - 1, [Symbol.isConcatSpreadable]: true });",
  ],
  ["backtracks for ever", '/(a+)+b/.test("a".repeat(40));'],
  ["chains promises for ever", "return (function again() { return Promise.resolve().then(again); })();"],
  [
    "sorts with a slow comparator",
    "Array.from({ length: 1e4 }, (_, i) => i).sort(() => { for (let i = 0; i < 1e6; i++); return 0; });",
  ],
  ["sets timers for ever", "return new Promise(() => setInterval(() => {}, 1));"],
  ["waits for a process that never answers", 'ExecuteBinary(session, "/bin/sleep", ["600"]).text();'],
  ["awaits a process that never answers", 'return ExecuteBinary(session, "/bin/sleep", ["600"]).textAsync();'],
  ["runs a command that never ends", 'run(session, "/bin/sleep", { args: ["600"] });'],
  ["reads a process that never ends", 'ExecuteBinary(session, "/usr/bin/yes").text();'],
  ["writes to a process that never reads", 'ExecuteBinary(session, "/bin/sleep", ["600"]).write(new Uint8Array(8e6));'],
] as const;
