/** Steps of the plugin in C++, and a service that plays them. */

import { NativeService } from "../../src/wslservice/native-service.ts";

export const debian = { name: "Debian", flavor: "debian", version: "12" };
export const sh = (script: string) => `execute||/bin/sh|sh|-c|${script}`;

/** Starts the VM of a plugin with these steps, and returns the plugin's output. */
export async function saidAtVmStart(...steps: string[]): Promise<string[]> {
  await using native = await NativeService.start(() => ({ OnVMStarted: steps }));
  await native.service.startVm();
  return native.said;
}
