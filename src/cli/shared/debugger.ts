import { open, url, waitForDebugger } from "node:inspector";

/** Listens on this port of the loopback address, and waits until a debugger lets the program run. One that is there already is enough. */
export function attachDebugger(port: number): void {
  if (url() !== undefined) return;
  open(port, "127.0.0.1");
  waitForDebugger();
}
