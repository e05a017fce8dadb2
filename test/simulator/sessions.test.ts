// Sessions in the simulator: each has its own instance of the script; their number is limited, and they end.

import { expect, test } from "vitest";
import { Clock } from "../../src/engine/clock.ts";
import { QuickJsRuntime } from "../../src/engine/quickjs-runtime.ts";
import { Log } from "../../src/host/log.ts";
import { createNatives } from "../../src/host/natives.ts";
import { Plugin } from "../../src/host/plugin.ts";
import { PluginFiles } from "../../src/host/plugin-files.ts";
import { startWsl } from "../../src/simulator/index.ts";
import type { LogLine } from "../../src/wsl/log-line.ts";
import type { HookCall } from "../../src/wsl/plugin-host.ts";
import { plugin as pluginOf } from "../../src/wslservice/dll-plugin.ts";

/** A script whose plugin has these members. */
function plugin(members: string): string {
  return `let count = 0;\n${pluginOf(members)}`;
}

test("two users have their own variables and onLoad, and the log names their sessions", async () => {
  const script = plugin('onLoad() { console.log("made"); }, onVmStarted() { count += 1; console.log(count); }');
  await using wsl = await startWsl({ plugin: { script }, sessions: 2 });
  for (const session of [0, 1, 1]) {
    await wsl.stopVm({ session });
    await wsl.startVm({ session });
  }
  const printed = wsl.log.filter(({ event }) => event === "console");
  expect(printed.map(({ session, message }) => [session, message])).toEqual([
    [undefined, "made"],
    ["0", "1"],
    ["1", "made"],
    ["1", "1"],
    ["1", "2"],
  ]);
});

test("the users of several VMs are different unless a test sets them", async () => {
  const script = plugin("onVmStarted({ userSid }) { console.log(userSid); }");
  await using wsl = await startWsl({ plugin: { script }, sessions: [{}, {}, { sid: "S-1-5-18" }] });
  for (const session of [0, 1, 2]) await wsl.startVm({ session });
  expect(wsl.printed).toEqual(["S-1-5-21-0-0-0-1000", "S-1-5-21-0-0-0-1001", "S-1-5-18"]);
});

test("the sixty-fifth session replaces the one that was idle longest, whose state is kept", async () => {
  const members = "onLoad({ previous = 0 }) { count = previous; }, onReloading: () => count,";
  const script = plugin(`${members} onVmStarted({ sessionId }) { count += 1; console.log(sessionId, count); }`);
  await using wsl = await startWsl({ plugin: { script }, sessions: 65 });
  for (let session = 0; session < 65; session += 1) await wsl.startVm({ session });
  const freed = () => wsl.log.filter(({ message }) => message.startsWith("freed")).map(({ session }) => session);
  expect(freed()).toEqual(["0"]);
  await wsl.stopVm();
  await wsl.startVm();
  expect(wsl.printed.at(-1)).toBe("0 2");
  expect(freed()).toEqual(["0", "1"]);
});

/** A plugin without the simulator's WSL, whose WSL 2 sessions never end. */
function hosted(script: string, mount: (plugin: Plugin) => void = () => {}) {
  const lines: LogLine[] = [];
  const clock = new Clock();
  const hello: Plugin = new Plugin({
    files: new PluginFiles("C:\\plugins\\hello.dll", { script, settings: null }),
    version: [2, 4, 4],
    clock,
    createRuntime: QuickJsRuntime.factory(clock),
    log: new Log("hello", clock, (line) => lines.push(line)),
    natives: (instance) =>
      createNatives({
        api: {
          findFolder: (path) => ({ path, refusal: null }),
          mountFolder() {
            mount(hello);
            return 0;
          },
          execute: () => -1,
          mountForContainers: () => -1,
          unmountForContainers: () => -1,
          startForContainers: () => -1,
        },
        clock,
        log: instance.log,
        permissions: () => instance.permissions,
        onNeeded: () => {},
        reaches: (session) => instance.reaches(session),
        timeLeft: () => instance.timeLeft,
        sourceAround: (line, column) => instance.sourceAround(line, column),
        lookupUser: () => "",
        windows: {},
        user: () => null,
      }),
    pluginError: () => 0,
  });
  hello.start();
  const printed = () => lines.filter(({ event }) => event === "console").map(({ message }) => message);
  return { hello, printed };
}

const session = { id: 3, userSid: "S-1-5-18", hasToken: true };
const started: HookCall = {
  hook: "OnVMStarted",
  session,
  via: {},
  settings: { customKernel: false, customKernelCommandLine: false },
};
const last: HookCall = { hook: "OnVMStopping", session, via: {} };

const ending = plugin(`
  onVmStarted(session) { count += 1; MountFolder(session, "C:\\\\x", "/x"); console.log("started", count); },
  onVmStopping(session) {
    try { MountFolder(session, "C:\\\\x", "/x"); } catch (error) { console.log("ended", error.hresult === HRESULT.RPC_E_DISCONNECTED); }
  },`);

test("a session's last hook runs without WSL, and later hooks have a new instance", () => {
  const { hello, printed } = hosted(ending);
  hello.endSession(3, last);
  hello.run(started);
  hello.endSession(3, last);
  hello.run(started);
  expect(printed()).toEqual(["started 1", "ended true", "started 1"]);
});

test("a session that ends during a hook has its last hook after that", () => {
  const { hello, printed } = hosted(ending, (plugin) => plugin.endSession(3, last));
  hello.run(started);
  expect(printed()).toEqual(["started 1", "ended true"]);
});
