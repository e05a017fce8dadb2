// What windows-node.test.ts runs on Windows' Node: the harness of the end-to-end tests starts the stand-in natively there.

import { DllPlugin, plugin } from "../../../src/wslservice/dll-plugin.ts";

const script = plugin(`onVmStarted() { console.log("started"); },
  onDistributionStarted(_, { name }) { throw new PluginError(name + " may not start."); }`);
const dll = await DllPlugin.start({ script });
const outcomes = [await dll.service.startVm(), await dll.service.startDistribution({ name: "Debian" })];
console.log(JSON.stringify({ platform: process.platform, outcomes, printed: await dll.printed() }));
await dll.service.stop();
await dll[Symbol.asyncDispose]();
