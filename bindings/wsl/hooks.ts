// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { HookRow } from "../model/schema.ts";
import { containerHooks } from "./container-hooks.ts";

const session = { name: "session", struct: "WSLSessionInformation", text: "The session of the event." } as const;
const running = { name: "distribution", struct: "WSLDistributionInformation", text: "The distribution." } as const;
const offline = {
  name: "distribution",
  struct: "WslOfflineDistributionInformation",
  text: "The distribution.",
} as const;

/** The slots of WSLPluginHooksV1 that scripts can fill, in the order of the table. A row's index is its id. */
export const hooks = freeze([
  {
    name: "OnVMStarted",
    method: "onVmStarted",
    pointer: "WSLPluginAPI_OnVMStarted",
    capability: null,
    parameters: [
      session,
      { name: "settings", struct: "WSLVmCreationSettings", text: "How the user configured the VM." },
    ],
    messageConsumed: true,
    fatal: true,
    alwaysRegistered: true,
    endsSession: "never",
    longest: null,
    called:
      "After the VM has booted. WSL starts one for distributions of WSL2, but also to import, export or mount something.",
    repeats: "Once for each VM. A session has one VM at a time.",
    failure:
      "The VM stops, and the user's command fails. WSL does not call this hook of the plugins after this one, and calls `onVmStopping` for all plugins.",
    source: "WslPluginApi.h: WSLPluginAPI_OnVMStarted; PluginManager.cpp: PluginManager::OnVmStarted",
    doc: {
      summary: "The session's VM has started; no distribution runs in it yet.",
      example: {
        hook: "onVmStarted",
        body: 'if (settings.customConfiguration.kernel) {\n  throw new PluginError("Custom kernels are not allowed here.", HRESULT.E_ACCESSDENIED);\n}',
      },
    },
  },
  {
    name: "OnVMStopping",
    method: "onVmStopping",
    pointer: "WSLPluginAPI_OnVMStopping",
    capability: null,
    parameters: [session],
    messageConsumed: false,
    fatal: false,
    alwaysRegistered: false,
    endsSession: "never",
    longest: null,
    called:
      "When the VM has been idle, after `wsl --shutdown`, when the service ends, and after a start that failed, even if another " +
      "plugin caused the failure and WSL never called this one's `onVmStarted`. Calls into the VM can fail if it has crashed, is stopped by force or ends with the service.",
    repeats: "Once for each VM.",
    failure: "The VM stops anyway.",
    source: "WslPluginApi.h: WSLPluginAPI_OnVMStopping; PluginManager.cpp: PluginManager::OnVmStopping",
    doc: {
      summary: "The session's VM is about to stop.",
      example: { hook: "onVmStopping", body: "console.log(`the VM of session ${session.sessionId} stops`);" },
    },
  },
  {
    name: "OnDistributionStarted",
    method: "onDistributionStarted",
    pointer: "WSLPluginAPI_OnDistributionStarted",
    capability: null,
    parameters: [session, running],
    messageConsumed: true,
    fatal: true,
    alwaysRegistered: false,
    endsSession: "never",
    longest: null,
    called:
      "After the distribution's init has started and before the user's program does. A plugin can start programs in it; systemd may " +
      "not be ready. WSL does not call it for distributions of WSL1, which have no VM.",
    repeats: "Once for each start. A distribution that has stopped may start again in the same VM.",
    failure:
      "The distribution stops, and the user's command fails; the VM keeps running. WSL does not call the plugins after this one, and calls no `onDistributionStopping`.",
    source:
      "WslPluginApi.h: WSLPluginAPI_OnDistributionStarted; PluginManager.cpp: PluginManager::OnDistributionStarted",
    doc: {
      summary: "A WSL2 distribution has started.",
      example: {
        hook: "onDistributionStarted",
        body: 'if (!distribution.name.startsWith("Corp-")) {\n  throw new PluginError(`${distribution.name} is not on the list of allowed distributions.`);\n}',
      },
    },
  },
  {
    name: "OnDistributionStopping",
    method: "onDistributionStopping",
    pointer: "WSLPluginAPI_OnDistributionStopping",
    capability: null,
    parameters: [session, running],
    messageConsumed: false,
    fatal: false,
    alwaysRegistered: false,
    endsSession: "never",
    longest: null,
    called: "Before a distribution stops for any reason. WSL does not call it for distributions of WSL1.",
    repeats:
      "Possibly more than once for one stop: stopping can fail, for example because a file is in use, and WSL tries again.",
    failure: "The distribution stops anyway.",
    source:
      "WslPluginApi.h: WSLPluginAPI_OnDistributionStopping; PluginManager.cpp: PluginManager::OnDistributionStopping",
    doc: {
      summary: "A WSL2 distribution is about to stop.",
      example: { hook: "onDistributionStopping", body: "console.log(`${distribution.name} stops`);" },
    },
  },
  {
    name: "OnDistributionRegistered",
    method: "onDistributionRegistered",
    pointer: "WSLPluginAPI_OnDistributionRegistered",
    capability: "DistributionRegisteredHook",
    parameters: [session, offline],
    messageConsumed: false,
    fatal: false,
    alwaysRegistered: false,
    endsSession: "never",
    longest: null,
    called:
      "After an installation or an import, for WSL1 or WSL2. The distribution does not run, and the session may have no VM.",
    repeats: "Once for each registration. A distribution that is registered again has another id.",
    failure: "The distribution stays registered.",
    source:
      "WslPluginApi.h: WSLPluginAPI_OnDistributionRegistered; PluginManager.cpp: PluginManager::OnDistributionRegistered",
    doc: {
      summary: "A distribution has been registered: installed or imported.",
      example: {
        hook: "onDistributionRegistered",
        requires: '"DistributionRegisteredHook"',
        body: "console.log(`${distribution.name} is new`);",
      },
    },
  },
  {
    name: "OnDistributionUnregistered",
    method: "onDistributionUnregistered",
    pointer: "WSLPluginAPI_OnDistributionRegistered",
    capability: "DistributionUnregisteredHook",
    parameters: [session, offline],
    messageConsumed: false,
    fatal: false,
    alwaysRegistered: false,
    endsSession: "never",
    longest: null,
    called:
      "After the distribution's files have been deleted. The distribution may have used WSL1, and the session may have no VM.",
    repeats: "Once for each distribution.",
    failure: "The distribution is deleted anyway.",
    source:
      "WslPluginApi.h: struct WSLPluginHooksV1, OnDistributionUnregistered; PluginManager.cpp: PluginManager::OnDistributionUnregistered",
    doc: {
      summary: "A distribution has been unregistered, and its files deleted.",
      example: {
        hook: "onDistributionUnregistered",
        requires: '"DistributionUnregisteredHook"',
        body: "console.log(`${distribution.name} is gone`);",
      },
    },
  },
  ...containerHooks,
] as const satisfies readonly HookRow[]);
