/** A machine that examples find what they look for on: folders, programs and accounts, behind the runtime's natives. */

import { Clock } from "../../src/engine/clock.ts";
import { Log, SessionLog } from "../../src/host/log.ts";
import { createNatives } from "../../src/host/natives.ts";
import { Permissions } from "../../src/host/permissions.ts";
import { type ProcessSteps, processFunction } from "../../src/machine/process.ts";
import { ProcessTable } from "../../src/machine/process-table.ts";
import { hresults } from "../../src/runtime/generated/hresults.ts";
import type { Natives } from "../../src/runtime/generated/natives.ts";

const folders = ["C:\\ProgramData\\Agent"];

function* echo(): ProcessSteps {
  for (let input = yield; input !== null; input = yield) yield input;
}

const programs = processFunction({
  "/bin/cat": echo,
  "/bin/cat /etc/hostname": "penguin\n",
  "/bin/cat /etc/os-release": 'ID=debian\nVERSION_ID="12"\n',
  "/bin/cat /proc/mounts": "rootfs / rootfs rw 0 0\nproc /proc proc rw 0 0\n",
  "/bin/cat /proc/self/mounts": "rootfs / rootfs rw 0 0\nproc /proc proc rw 0 0\n",
  "/bin/cat /proc/version": "Linux version 6.6.87.2-microsoft-standard-WSL2\n",
  "/bin/date": "Sat Nov 28 00:00:00 UTC 2026\n",
  "/bin/hostname": "penguin\n",
  "/bin/ls -1": "bin\netc\n",
  "/bin/ls /": "bin\netc\n",
  "/bin/ls /nowhere": { stderr: "ls: cannot access '/nowhere': No such file or directory\n", exitCode: 2 },
  "/bin/lsblk --json": '{"blockdevices": []}',
  "/bin/sh": "running\n",
  "/bin/test -e /etc/wsl.conf": { exitCode: 1 },
  "/bin/true": "",
  "/bin/uname": "Linux\n",
  "/bin/uname -r": "6.6.87.2-microsoft-standard-WSL2\n",
  "/opt/agent/start": "",
  "/usr/bin/id -un": ({ user }) => `${user ?? "root"}\n`,
  "cat /proc/version": "Linux version 6.6.87.2-microsoft-standard-WSL2\n",
  "ls -1": "bin\netc\n",
});

/** Answers of a machine. `permissions` is what the script declares that runs. `account` is that of every security identifier, "" for none. */
export function exampleMachine(account: string, permissions: () => string): Partial<Natives> {
  const clock = new Clock();
  const processes = new ProcessTable(programs, () => {});
  const natives = createNatives({
    api: {
      findFolder: (path) => (folders.includes(path) ? { path, refusal: null } : hresults.ERROR_FILE_NOT_FOUND | 0),
      mountFolder: ({ windowsPath }) => (folders.includes(windowsPath) ? 0 : hresults.ERROR_FILE_NOT_FOUND | 0),
      mountForContainers: ({ windowsPath }) => (folders.includes(windowsPath) ? 0 : hresults.ERROR_PATH_NOT_FOUND | 0),
      unmountForContainers: () => 0,
      startForContainers({ session, path, argv: [arg0 = path, ...args] }) {
        const start = { session, distribution: null, path, args, arg0, hostPath: () => null };
        return processes.startForContainers({ session, distribution: null }, start);
      },
      execute({ session, distribution, path, argv: [arg0 = path, ...args] }) {
        const start = { session, distribution, path, args, arg0, hostPath: () => null };
        return processes.start({ session, distribution }, start) ?? hresults.E_FAIL | 0;
      },
    },
    clock,
    log: new SessionLog(new Log("hello", clock, () => {})),
    permissions: () => new Permissions(permissions(), "all", { scriptFile: "hello.js", settingsFile: "hello.json" }),
    onNeeded: () => {},
    reaches: () => true,
    timeLeft: () => 1_000,
    lookupUser: () => account,
    windows: {},
    user: () => ({ groups: ["S-1-5-32-545"] }),
    sourceAround: () => "\n",
  }) as unknown as Natives;
  // The test's own `_log` receives what the runtime logs.
  const { _log, ...others } = natives;
  return others;
}
