// The cases of microsoft/WSL's PluginTests.cpp, by their names, except those about containers
// (container-plugin-tests.test.ts): the output of a plugin in TypeScript, line by line, and what `wsl` shows the user.

import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { buildScript } from "../../scripts/build-plugin.ts";
import { paths } from "../../src/paths.ts";
import { DllPlugin, type DllPluginOptions } from "../../src/wslservice/dll-plugin.ts";
import type { WslService } from "../../src/wslservice/driver.ts";
import { expectLines } from "../support/golden-lines.ts";

let script: string;

beforeAll(async () => {
  script = await buildScript(join(paths.root, "test", "plugins", "plugin-tests.ts"));
});

interface Case {
  /** Microsoft's name of the case, and how it intentionally differs here. */
  readonly name: string;
  /** What the plugin does: Success by default. */
  readonly type?: string;
  readonly options?: Partial<DllPluginOptions>;
  /** What the user does: `wsl` by default. Returns the error messages. */
  readonly play?: (service: WslService) => Promise<string[]>;
  readonly prints: string;
  /** The user's message; nothing by default. */
  readonly user?: readonly string[];
}

const distribution = { name: "test_distro", flavor: "debian", version: "13" };
const imported = { ...distribution, name: "plugin-test-distro" };
const importedDisk = { ...distribution, name: "plugin-test-distro-vhd" };

type StartOptions = NonNullable<Parameters<WslService["startDistribution"]>[1]>;

/** `wsl`, which starts the default distribution. */
async function startWsl(service: WslService, options: StartOptions & { readonly wsl?: 1 | 2 } = {}): Promise<string[]> {
  const { wsl = 2, ...start } = options;
  const outcome = await service.startDistribution({ ...distribution, wsl }, start);
  return outcome.ok ? [] : [outcome.text];
}

/** `wsl --import` and `wsl --unregister`. */
async function importAndUnregister(service: WslService): Promise<string[]> {
  expect(await service.registerDistribution(imported)).toEqual({ ok: true });
  expect(await service.unregisterDistribution(imported)).toEqual({ ok: true });
  return [];
}

function fatal(contexts: string, code: string, message?: string): string {
  const shown = message === undefined ? "" : `. Error message: '${message}'`;
  return `A fatal error was returned by plugin 'TestPlugin'${shown}\r\nError code: Wsl/Service/${contexts}/${code}`;
}

const vmContexts = "CreateInstance/CreateVm/Plugin";

const vmCreated = "VM created (settings->CustomConfigurationFlags=0)";
const mounted = "Folder mounted (C:\\plugins\\* -> /test-plugin)\nProcess created";
const started = "Distribution started, name=test_distro, package=, PidNs=*, InitPid=*, Flavor=debian, Version=13";
const stopping = "Distribution Stopping, name=test_distro, package=, PidNs=*, Flavor=debian, Version=13";
const registered = "Distribution registered, name=plugin-test-distro, package=, Flavor=debian, Version=13";
const unregistered = "Distribution unregistered, name=plugin-test-distro, package=, Flavor=debian, Version=13";

const success = `
  Plugin loaded. TestMode=Success
  ${vmCreated}
  ${mounted}
  ${started}
  ${stopping}
  VM Stopping`;

const cases: Case[] = [
  { name: "Success", prints: success },
  {
    name: "CustomKernelOverriddenByPolicy",
    options: { forbidden: ["customKernel"] },
    play: (service) => startWsl(service, { customKernel: true }),
    prints: success,
  },
  { name: "DuplicatedPlugin", options: { aliases: ["TestPlugin-duplicated"] }, prints: success },
  {
    name: "CustomKernel",
    play: (service) => startWsl(service, { customKernel: true }),
    prints: `
      Plugin loaded. TestMode=Success
      VM created (settings->CustomConfigurationFlags=1)
      OnVmStarted: E_ACCESSDENIED
      VM Stopping`,
    user: [fatal(vmContexts, "E_ACCESSDENIED")],
  },
  {
    name: "CustomKernelCommandLine",
    play: (service) => startWsl(service, { customKernelCommandLine: true }),
    prints: success.replace("Flags=0", "Flags=2"),
  },
  {
    name: "DistroIdStaysTheSame",
    type: "SameDistroId",
    play: async (service) => {
      const first = await startWsl(service);
      await service.stopVm();
      return [...first, ...(await startWsl(service))];
    },
    prints: `
      Plugin loaded. TestMode=SameDistroId
      ${vmCreated}
      ${started}
      ${stopping}
      VM Stopping
      ${vmCreated}
      ${started}
      OnDistroStarted: received same GUID
      ${stopping}
      VM Stopping`,
  },
  {
    name: "InitPidIsDifferent",
    type: "InitPidIsDifferent",
    play: async (service) => {
      const first = await startWsl(service);
      await service.stopDistribution(distribution.name);
      return [...first, ...(await startWsl(service))];
    },
    prints: `
      Plugin loaded. TestMode=InitPidIsDifferent
      ${vmCreated}
      ${started}
      ${stopping}
      ${started}
      Init's pid is different (* ! = *)
      ${stopping}
      VM Stopping`,
  },
  {
    name: "PluginUpdateRequired, which is reported before onLoad",
    type: "PluginRequiresUpdate",
    prints: "",
    user: [
      "The plugin 'TestPlugin' requires a newer version of WSL. Please run: wsl.exe --update\r\n" +
        `Error code: Wsl/Service/${vmContexts}/WSL_E_PLUGIN_REQUIRES_UPDATE`,
    ],
  },
  {
    name: "APIErrors, without PluginError from a thread, as scripts have no threads",
    type: "ApiErrors",
    prints: `
      Plugin loaded. TestMode=ApiErrors
      ${vmCreated}
      API error tests passed
      ${started}
      ${stopping}
      VM Stopping`,
  },
  {
    name: "SuccessWSL1",
    play: (service) => startWsl(service, { wsl: 1 }),
    prints: "Plugin loaded. TestMode=Success",
  },
  {
    name: "LoadFailureFatalWSL2, where each start of a VM loads the script again",
    type: "FailToLoad",
    play: async (service) => [...(await startWsl(service)), ...(await startWsl(service))],
    prints: "Plugin loaded. TestMode=FailToLoad\nOnLoad: E_UNEXPECTED\n".repeat(3),
    user: [fatal(vmContexts, "E_UNEXPECTED"), fatal(vmContexts, "E_UNEXPECTED")],
  },
  {
    name: "LoadFailureNonFatalWSL1",
    type: "FailToLoad",
    play: (service) => startWsl(service, { wsl: 1 }),
    prints: `
      Plugin loaded. TestMode=FailToLoad
      OnLoad: E_UNEXPECTED`,
  },
  {
    name: "VmStartFailure",
    type: "FailToStartVm",
    prints: `
      Plugin loaded. TestMode=FailToStartVm
      ${vmCreated}
      OnVmStarted: E_UNEXPECTED
      VM Stopping`,
    user: [fatal(vmContexts, "E_UNEXPECTED")],
  },
  {
    name: "VmStartFailureWithPluginErrorTwice",
    type: "FailToStartVmWithPluginErrorMessage",
    play: async (service) => [...(await startWsl(service)), ...(await startWsl(service))],
    prints: `
      Plugin loaded. TestMode=FailToStartVmWithPluginErrorMessage
      ${vmCreated}
      OnVmStarted: E_UNEXPECTED
      VM Stopping
      ${vmCreated}
      OnVmStarted: E_UNEXPECTED
      VM Stopping`,
    user: [
      fatal(vmContexts, "E_UNEXPECTED", "Plugin error message"),
      fatal(vmContexts, "E_UNEXPECTED", "Plugin error message"),
    ],
  },
  {
    name: "VmStopFailure",
    type: "FailToStopVm",
    prints: `
      Plugin loaded. TestMode=FailToStopVm
      ${vmCreated}
      ${started}
      ${stopping}
      VM Stopping
      OnVmStopping: E_UNEXPECTED`,
  },
  {
    name: "DistributionStartFailure",
    type: "FailToStartDistro",
    prints: `
      Plugin loaded. TestMode=FailToStartDistro
      ${vmCreated}
      ${started}
      OnDistroStarted: E_UNEXPECTED
      VM Stopping`,
    user: [fatal("CreateInstance/Plugin", "E_UNEXPECTED")],
  },
  {
    name: "DistributionStopFailure",
    type: "FailToStopDistro",
    prints: `
      Plugin loaded. TestMode=FailToStopDistro
      ${vmCreated}
      ${started}
      ${stopping}
      OnDistroStopping: E_UNEXPECTED
      VM Stopping`,
  },
  {
    name: "ErrorMessageStartVm",
    type: "ErrorMessageStartVm",
    prints: `
      Plugin loaded. TestMode=ErrorMessageStartVm
      ${vmCreated}
      OnVmStarted: E_FAIL
      VM Stopping`,
    user: [fatal(vmContexts, "E_FAIL", "StartVm plugin error message")],
  },
  {
    name: "ErrorMessageStartDistro",
    type: "ErrorMessageStartDistro",
    prints: `
      Plugin loaded. TestMode=ErrorMessageStartDistro
      ${vmCreated}
      ${started}
      OnDistroStarted: E_FAIL
      VM Stopping`,
    user: [fatal("CreateInstance/Plugin", "E_FAIL", "StartDistro plugin error message")],
  },
  {
    name: "RegisterSuccess",
    play: importAndUnregister,
    prints: `
      Plugin loaded. TestMode=Success
      ${vmCreated}
      ${mounted}
      ${registered}
      ${unregistered}
      VM Stopping`,
  },
  {
    name: "ImportInplaceSuccess, without the export between",
    play: async (service) => {
      const outcomes = [
        await service.registerDistribution(imported),
        await service.stopVm(),
        await service.unregisterDistribution(imported),
        await service.registerDistribution(importedDisk),
        await service.unregisterDistribution(importedDisk),
      ];
      expect(outcomes).toEqual(outcomes.map(() => ({ ok: true })));
      return [];
    },
    prints: `
      Plugin loaded. TestMode=Success
      ${vmCreated}
      ${mounted}
      ${registered}
      VM Stopping
      ${unregistered}
      ${vmCreated}
      ${mounted}
      ${registered.replace("distro,", "distro-vhd,")}
      ${unregistered.replace("distro,", "distro-vhd,")}
      VM Stopping`,
  },
  {
    name: "RegisterUnregisterFail",
    type: "FailToRegisterUnregisterDistro",
    play: importAndUnregister,
    prints: `
      Plugin loaded. TestMode=FailToRegisterUnregisterDistro
      ${vmCreated}
      ${registered}
      OnDistributionRegistered: E_UNEXPECTED
      ${unregistered}
      OnDistributionUnregistered: E_UNEXPECTED
      VM Stopping`,
  },
  {
    name: "ExecuteDistroCommand",
    type: "RunDistroCommand",
    prints: `
      Plugin loaded. TestMode=RunDistroCommand
      ${vmCreated}
      ${started}
      Process created
      Failed process launch returned: 0x80004005 (E_FAIL)
      Invalid distro launch returned: 0x80040313 (WSL_E_VM_MODE_INVALID_STATE)
      ${stopping}
      VM Stopping`,
  },
  {
    name: "PluginToken, whose user a script finds at the session",
    type: "GetUsername",
    options: { sessions: [{ sid: "S-1-5-18" }] },
    prints: `
      Plugin loaded. TestMode=GetUsername
      ${vmCreated}
      Username: NT AUTHORITY\\SYSTEM
      ${started}
      ${stopping}
      VM Stopping`,
  },
];

describe("PluginTests.cpp", () => {
  test.each(cases)("$name", async ({ type = "Success", options = {}, play = startWsl, prints, user = [] }) => {
    await using hosted = await DllPlugin.start({
      name: "TestPlugin",
      script: `const testType = "${type}"; ${script}`,
      ...options,
    });
    // Microsoft's plugin writes it itself; scripts cannot write files.
    await hosted.folder.write("test-file.txt", "OK");
    expect(await play(hosted.service)).toEqual(user);
    await hosted.service.stop();
    expectLines(await hosted.printed(), prints);
  });
});
