// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { HookRow } from "../model/schema.ts";

const session = {
  name: "session",
  struct: "WSLCSessionInformation",
  text: "The container session of the event.",
} as const;

const requires = '"WSLC"';
const requiresVm = '"WSLCVmHooks"';

const logged = {
  messageConsumed: false,
  fatal: false,
  alwaysRegistered: false,
  endsSession: "never",
  longest: null,
} as const;

const notifier = "WslPluginApi.h: struct WSLPluginHooksV1; WSLCPluginNotifier.cpp";
const manager = "WslPluginApi.h: struct WSLPluginHooksV1; WSLCSessionManager.cpp";

/** The hooks of container sessions. They describe what WSL's code does, where the header's comments differ. */
export const containerHooks = freeze([
  {
    name: "OnSessionCreated",
    method: "onSessionCreated",
    pointer: "WSLPluginAPI_OnSessionCreated",
    capability: "WSLC",
    parameters: [session],
    messageConsumed: true,
    fatal: true,
    alwaysRegistered: true,
    endsSession: "on failure",
    longest: 5000,
    called:
      "When a program creates a container session, or a user runs the first `wslc` command. Meanwhile all users of the machine wait to create and open container sessions, " +
      "so loading and hook together have 5 s, whatever `hookTime` says. From WSL 2.9.5 on the session has no VM yet; " +
      "before, its VM runs, and this hook can set it up.",
    repeats: "Once for each session. Opening a session that exists does not count.",
    failure:
      "The session ends, and the program that wanted it gets the hook's code and text. WSL does not call the plugins after this one, and calls `onSessionStopping` for no plugin.",
    source: `${manager}: CreateSession`,
    doc: {
      summary: "A container session has been created.",
      example: {
        hook: "onSessionCreated",
        requires,
        body: 'if (session.userSid === "S-1-5-18") {\n  throw new PluginError("No containers for services.", HRESULT.E_ACCESSDENIED);\n}\nconsole.log(`${session.displayName} of ${session.userSid}`);',
      },
    },
  },
  {
    name: "OnSessionStopping",
    method: "onSessionStopping",
    pointer: "WSLPluginAPI_OnSessionStopping",
    capability: "WSLC",
    parameters: [session],
    ...logged,
    alwaysRegistered: true,
    endsSession: "always",
    called:
      "Some time after the session has ended: when WSL next checks its sessions, or when the service stops. It runs after the session's other hooks, and WSL does not wait for it; " +
      "calls for the session fail.",
    repeats: "Once for each session that no plugin has refused.",
    failure: "The session has ended anyway.",
    source: `${manager}: NotifySessionStopping`,
    doc: {
      summary: "A container session has ended.",
      example: {
        hook: "onSessionStopping",
        requires,
        body: "console.log(`${session.displayName} is over`);",
      },
    },
  },
  {
    name: "ContainerStarted",
    method: "onContainerStarted",
    pointer: "WSLPluginAPI_ContainerStarted",
    capability: "WSLC",
    parameters: [
      session,
      { name: "container", value: "containerInspection", text: "What WSL knows about the container." },
    ],
    messageConsumed: true,
    fatal: true,
    alwaysRegistered: true,
    endsSession: "never",
    longest: null,
    called:
      "After a container has been started, for the first time or again; it runs already, and a short command may have ended. Not for containers that " +
      "come back with the session's VM.",
    repeats: "Once for each start of a container.",
    failure:
      "WSL stops the container as `docker stop` does, with time to end; it does not delete it. WSL does not call the plugins after this one, and calls no `onContainerStopping`.",
    source: `${notifier}: OnContainerStarted; WSLCContainer.cpp: Start`,
    doc: {
      summary: "A container has been started.",
      example: {
        hook: "onContainerStarted",
        requires,
        body: 'if (!container.Image.startsWith("registry.contoso.com/")) {\n  throw new PluginError(`${container.Image} is not from registry.contoso.com.`, HRESULT.E_ACCESSDENIED);\n}\nconsole.log(`${container.Name} runs ${container.Image}`);',
      },
    },
  },
  {
    name: "ContainerStopping",
    method: "onContainerStopping",
    pointer: "WSLPluginAPI_ContainerStopping",
    capability: "WSLC",
    parameters: [
      session,
      {
        name: "containerId",
        value: "narrowText",
        text: "The container's id, {@link ContainerInspection}'s `Id`: 64 hexadecimal digits.",
      },
    ],
    ...logged,
    called:
      "After a running container has stopped, by itself or by a command. Not when it is deleted by force, nor when it ends with its session or VM.",
    repeats: "Once for each stop.",
    failure: "The container has stopped anyway.",
    source: `${notifier}: OnContainerStopping; WSLCContainer.cpp: Stop`,
    doc: {
      summary: "A container has stopped.",
      example: {
        hook: "onContainerStopping",
        requires,
        body: "console.log(`container ${containerId.slice(0, 12)} has stopped`);",
      },
    },
  },
  {
    name: "ImageCreated",
    method: "onImageCreated",
    pointer: "WSLPluginAPI_ImageCreated",
    capability: "WSLC",
    parameters: [session, { name: "image", value: "imageInspection", text: "What WSL knows about the image." }],
    ...logged,
    called:
      "After an image has been pulled or imported, also if the session had it already; from WSL 2.9.4 on also while images are loaded from a file, once for each. Not after a build, " +
      "a tag or a commit.",
    repeats: "Once for each image.",
    failure: "The image stays.",
    source: `${notifier}: OnImageCreated; WSLCSession.cpp`,
    doc: {
      summary: "A session has a new image.",
      example: {
        hook: "onImageCreated",
        requires,
        body: 'console.log(`${image.RepoTags?.join(" ") ?? image.Id}: ${image.Size} bytes`);',
      },
    },
  },
  {
    name: "ImageDeleted",
    method: "onImageDeleted",
    pointer: "WSLPluginAPI_ImageDeleted",
    capability: "WSLC",
    parameters: [
      session,
      {
        name: "imageId",
        value: "narrowText",
        text: "The image's id, {@link ImageInspection}'s `Id`: `sha256:` and 64 hexadecimal digits.",
      },
    ],
    ...logged,
    called:
      "After an image has been deleted by name or id. Not after one has only lost a tag, nor for those that `prune` deletes.",
    repeats: "Once for each image, its deleted parents included.",
    failure: "The image is deleted anyway.",
    source: `${notifier}: OnImageDeleted; WSLCSession.cpp`,
    doc: {
      summary: "An image has been deleted.",
      example: {
        hook: "onImageDeleted",
        requires,
        body: "console.log(`${imageId} is gone`);",
      },
    },
  },
  {
    name: "WslcVmStarted",
    method: "onWslcVmStarted",
    pointer: "WSLPluginAPI_OnWslcVmStarted",
    capability: "WSLCVmHooks",
    parameters: [session],
    ...logged,
    called:
      "When the session's VM has started, before the command that needed it goes on; other commands do not wait, so `onContainerStarted` may run before this has ended. " +
      "The VM stops when it is idle (for 30 s by default), and starts again when it is needed: a plugin sets it up in this hook.",
    repeats: "Once for each start of the VM; a session may have many, one after another.",
    failure: "The VM goes on.",
    source: `${notifier}: OnVmStarted; WSLCSessionRuntime.cpp`,
    doc: {
      summary: "The VM of a container session has started.",
      example: {
        hook: "onWslcVmStarted",
        requires: requiresVm,
        body: "console.log(`a VM for ${session.displayName}`);",
      },
    },
  },
  {
    name: "WslcVmStopping",
    method: "onWslcVmStopping",
    pointer: "WSLPluginAPI_OnWslcVmStopping",
    capability: "WSLCVmHooks",
    parameters: [session],
    ...logged,
    called:
      "When the VM stops because it was idle, when its session ends, or after it has crashed. Calls can reach it in the first case only.",
    repeats: "Once for each `onWslcVmStarted`.",
    failure: "The VM stops anyway.",
    source: `${notifier}: OnVmStopping; WSLCSessionRuntime.cpp`,
    doc: {
      summary: "The VM of a container session is about to stop, or has stopped.",
      example: {
        hook: "onWslcVmStopping",
        requires: requiresVm,
        body: "console.log(`the VM of ${session.displayName} stops`);",
      },
    },
  },
] as const satisfies readonly HookRow[]);
