/** A machine that examples find what they look for on: folders, programs and accounts, behind the runtime's natives. */

import { hresults } from "../../src/runtime/generated/hresults.ts";
import type { Natives } from "../../src/runtime/generated/natives.ts";
import { eachSocket } from "./runtime-natives.ts";

const readable = 1;
const writable = 2;

const folders = ["C:\\ProgramData\\Agent"];

/** By argv[0] and what follows: what a program prints. Null stands for its own input. */
const programs: Readonly<Record<string, string | null>> = {
  "/bin/cat": null,
  "/bin/cat /etc/hostname": "penguin\n",
  "/bin/cat /etc/os-release": 'ID=debian\nVERSION_ID="12"\n',
  "/bin/cat /proc/mounts": "rootfs / rootfs rw 0 0\nproc /proc proc rw 0 0\n",
  "/bin/cat /proc/version": "Linux version 6.6.87.2-microsoft-standard-WSL2\n",
  "/opt/agent/start": "",
  "cat /proc/version": "Linux version 6.6.87.2-microsoft-standard-WSL2\n",
  "ls -1": "bin\netc\n",
};

interface RunningProgram {
  readonly echoes: boolean;
  output: Uint8Array;
  inputEnded: boolean;
}

/** Answers of a machine. `account` is that of every security identifier, "" for none. */
export function exampleMachine(account: string): Partial<Natives> {
  const running = new Map<number, RunningProgram>();
  const find = (socket: number): RunningProgram => {
    const program = running.get(socket);
    if (program === undefined) throw new Error(`The runtime uses the socket ${socket}, which is closed`);
    return program;
  };
  const isReadable = ({ echoes, output, inputEnded }: RunningProgram) => output.length > 0 || !echoes || inputEnded;
  return {
    _lookupUser: () => account,
    _mountFolder: (_, windowsPath) => (folders.includes(windowsPath) ? 0 : hresults.ERROR_FILE_NOT_FOUND | 0),
    _executeBinary: (_session, _distribution, _path, argv) => {
      const output = programs[argv.replaceAll("\0", " ")];
      if (output === undefined) return hresults.E_FAIL | 0;
      const socket = running.size;
      running.set(socket, {
        echoes: output === null,
        output: new TextEncoder().encode(output ?? ""),
        inputEnded: false,
      });
      return socket;
    },
    _socketSend: (socket, bytes) => {
      const program = find(socket);
      if (program.echoes) program.output = new Uint8Array(Buffer.concat([program.output, bytes]));
      return bytes.length;
    },
    _socketReceive: (socket, maximum) => {
      const program = find(socket);
      const taken = program.output.slice(0, maximum);
      program.output = program.output.slice(taken.length);
      return taken.length > 0 || isReadable(program) ? taken : 0;
    },
    _socketsWait: eachSocket((socket, events) => events & (writable | (isReadable(find(socket)) ? readable : 0))),
    _socketShutdown: (socket) => {
      find(socket).inputEnded = true;
      return 0;
    },
    _socketClose: (socket) => {
      find(socket);
    },
  };
}
