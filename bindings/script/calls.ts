import { containerEnvironment } from "../files/permissions.ts";
import { freeze } from "../model/freeze.ts";
import type { GlobalRow, TypeRow } from "../model/schema.ts";

const noSuchSession = {
  error: "WSLApiError",
  when: "with `RPC_E_DISCONNECTED` if the session is not the hook's own or has ended, `E_NOT_VALID_STATE` if its VM does not run.",
} as const;

const noSuchContainerSession = {
  error: "WSLApiError",
  when: "with `WSLC_E_SESSION_NOT_FOUND` if the session is not the hook's own or has ended, `WSLC_E_VM_NOT_RUNNING` if its VM does not run.",
} as const;

const noContainers = { error: "RequiresUpdateError", when: "if the running WSL is older than 2.9.0." } as const;

const badArguments = {
  error: "TypeError",
  when: "if an argument is wrong. WSL is not called then.",
} as const;

const sessionText = "The session that the hook was called for, or its id.";
const containerSessionText = "The container session that the hook was called for, or its id.";
const argumentsText = "The program's arguments: argv[1] and those behind it. No shell reads them.";

/** The calls into WSL, in the order of WSLPluginAPIV1. */
export const calls = freeze([
  {
    kind: "function",
    name: "MountFolder",
    signature:
      "(\n  session: WSLSessionInformation | SessionID,\n  windowsPath: string,\n  linuxPath: string,\n" +
      "  readOnly?: boolean,\n  name?: string,\n): void",
    capability: null,
    source: "WslPluginApi.h: WSLPluginAPI_MountFolder; WslCoreVm.cpp: WslCoreVm::MountRootNamespaceFolder",
    doc: {
      summary: "Mounts a folder of Windows in the session's VM, over Plan 9.",
      details:
        "The mount is in the VM's root namespace, not inside distributions, and ends with the VM. " +
        "WSL reads the folder as SYSTEM.",
      parameters: [
        { name: "session", text: sessionText },
        { name: "windowsPath", text: "The folder: absolute, on this machine." },
        { name: "linuxPath", text: "The mount point: absolute. WSL creates it, with the folders above it." },
        { name: "readOnly", text: "Whether Linux may only read. Default: true." },
        {
          name: "name",
          text: "The name of the Plan 9 share, unique in the VM: up to 255 characters, no comma, no semicolon. Default: a unique name.",
        },
      ],
      errors: [
        {
          error: "WSLApiError",
          when: "with `ERROR_FILE_NOT_FOUND` if the folder does not exist, `E_FAIL` if Linux could not mount it.",
        },
        noSuchSession,
        badArguments,
      ],
      example: { hook: "onVmStarted", body: 'MountFolder(session, "C:\\\\ProgramData\\\\Agent", "/opt/agent");' },
    },
  },
  {
    kind: "function",
    name: "ExecuteBinary",
    signature:
      "(\n  session: WSLSessionInformation | SessionID,\n  path: string,\n  args?: readonly string[],\n" +
      "  options?: ExecuteBinaryOptions,\n): WSLProcess",
    capability: null,
    source: "WslPluginApi.h: WSLPluginAPI_ExecuteBinary; LxssUserSession.cpp: LxssUserSessionImpl::CreateLinuxProcess",
    doc: {
      summary: "Starts a program in the VM's root namespace, as root.",
      details:
        "The root namespace is a small separate Linux beside the distributions, in which the user can become root: a policy on the output of a program there " +
        "works only for users who do not evade it. WSL gives no exit code, and sends standard error to the kernel's log.",
      parameters: [
        { name: "session", text: sessionText },
        { name: "path", text: "The program: absolute." },
        { name: "args", text: argumentsText },
        { name: "options", text: "What is rarely needed." },
      ],
      returns: "The process, with its standard input and output. What a hook leaves open is closed when it ends.",
      errors: [
        { error: "WSLApiError", when: "with `E_FAIL` if the program does not exist or cannot be started." },
        noSuchSession,
        badArguments,
      ],
      example: {
        hook: "onVmStarted",
        body: 'const version = ExecuteBinary(session, "/bin/cat", ["/proc/version"]).text();\nconsole.log(version);',
      },
    },
  },
  {
    kind: "function",
    name: "ExecuteBinaryInDistribution",
    signature:
      '(\n  session: SessionThatSupports<"ExecuteBinaryInDistribution">,\n' +
      "  distribution: WSLDistributionInformation | DistributionID,\n  path: string,\n  args?: readonly string[],\n" +
      "  options?: ExecuteBinaryOptions,\n): WSLProcess",
    capability: "ExecuteBinaryInDistribution",
    source:
      "WslPluginApi.h: WSLPluginAPI_ExecuteBinaryInDistribution; LxssUserSession.cpp: LxssUserSessionImpl::CreateLinuxProcess",
    doc: {
      summary: "Starts a program inside a distribution that runs, as root.",
      details:
        'A plugin that does not require it asks `session.supports("ExecuteBinaryInDistribution")` first, or does not type-check. ' +
        "Whoever is root in the distribution can replace any program there: a policy on what one prints keeps honest users honest. " +
        "WSL gives no exit code, and sends standard error to the kernel's log.",
      parameters: [
        { name: "session", text: `${sessionText} The compiler has to know that it supports the call.` },
        { name: "distribution", text: "The distribution, or its id. It has to run." },
        { name: "path", text: "The program: absolute, inside the distribution." },
        { name: "args", text: argumentsText },
        { name: "options", text: "What is rarely needed." },
      ],
      returns: "The process, with its standard input and output. What a hook leaves open is closed when it ends.",
      errors: [
        {
          error: "WSLApiError",
          when:
            "with `WSL_E_VM_MODE_INVALID_STATE` if the distribution does not run, `WSL_E_WSL2_NEEDED` if it uses WSL1, " +
            "`E_FAIL` if the program does not exist or cannot be started.",
        },
        noSuchSession,
        badArguments,
        { error: "RequiresUpdateError", when: "if the running WSL is older than 2.1.2." },
      ],
      example: {
        hook: "onDistributionStarted",
        requires: '"ExecuteBinaryInDistribution"',
        body: 'const release = ExecuteBinaryInDistribution(session, distribution, "/bin/cat", ["/etc/os-release"]).text();\nconsole.log(release);',
      },
    },
  },
  {
    kind: "function",
    name: "WSLCMountFolder",
    signature:
      "(\n  session: WSLCSessionInformation | WSLCSessionID,\n  windowsPath: string,\n  mountpoint: string,\n" +
      "  readOnly?: boolean,\n): void",
    capability: "WSLC",
    source: "WslPluginApi.h: WSLCPluginAPI_MountFolder; WSLCVirtualMachine.cpp: MountWindowsFolderImpl",
    doc: {
      summary: "Mounts a folder of Windows in the VM of a container session.",
      details:
        "The mount is in the VM's root namespace; a container sees it if its start options mount it. It ends with the VM, so make it in `onWslcVmStarted`. " +
        "Linux accesses the folder with the rights of the session's user, unlike with {@link MountFolder}.",
      parameters: [
        { name: "session", text: containerSessionText },
        { name: "windowsPath", text: "The folder: absolute, on this machine." },
        { name: "mountpoint", text: "The mount point: absolute. WSL creates it, with the folders above it." },
        { name: "readOnly", text: "Whether Linux may only read. Default: true." },
      ],
      errors: [
        {
          error: "WSLApiError",
          when: "with `ERROR_PATH_NOT_FOUND` if the folder does not exist or the user cannot see it, `ERROR_ALREADY_EXISTS` if something is mounted there, `E_FAIL` if Linux could not mount it.",
        },
        noSuchContainerSession,
        badArguments,
        noContainers,
      ],
      example: {
        hook: "onWslcVmStarted",
        requires: '"WSLCVmHooks"',
        permissions: '{ container: { mount: [{ folder: "C:\\\\ProgramData\\\\Agent" }] } }',
        body: 'WSLCMountFolder(session, "C:\\\\ProgramData\\\\Agent", "/opt/agent");',
      },
    },
  },
  {
    kind: "function",
    name: "WSLCUnmountFolder",
    signature: "(session: WSLCSessionInformation | WSLCSessionID, mountpoint: string): void",
    capability: "WSLC",
    source: "WslPluginApi.h: WSLCPluginAPI_UnmountFolder; WSLCVirtualMachine.cpp: UnmountWindowsFolder",
    doc: {
      summary: "Removes a mount of {@link WSLCMountFolder}.",
      details:
        "It removes only mounts of the session's own instance of the plugin: WSL would also remove mounts of other plugins.",
      parameters: [
        { name: "session", text: containerSessionText },
        { name: "mountpoint", text: "The mount point, in the same words." },
      ],
      errors: [
        {
          error: "WSLApiError",
          when: "with `ERROR_NOT_FOUND` if this plugin has mounted nothing there, `E_FAIL` if the mount is in use.",
        },
        noSuchContainerSession,
        badArguments,
        noContainers,
      ],
      example: {
        hook: "onWslcVmStarted",
        requires: '"WSLCVmHooks"',
        permissions: '{ container: { mount: [{ folder: "C:\\\\ProgramData\\\\Agent" }] } }',
        body: 'WSLCMountFolder(session, "C:\\\\ProgramData\\\\Agent", "/opt/agent");\nWSLCUnmountFolder(session, "/opt/agent");',
      },
    },
  },
  {
    kind: "function",
    name: "WSLCCreateProcess",
    signature:
      "(\n  session: WSLCSessionInformation | WSLCSessionID,\n  path: string,\n  args?: readonly string[],\n" +
      "  options?: WSLCCreateProcessOptions,\n): WSLCProcess",
    capability: "WSLC",
    source: "WslPluginApi.h: WSLCPluginAPI_CreateProcess; WSLCVirtualMachine.cpp: CreateLinuxProcessImpl",
    doc: {
      summary: "Starts a program in the VM of a container session, as root, beside the containers.",
      details:
        "Nothing starts the VM for it: from WSL 2.9.5 on, `onSessionCreated` is too early. The program ends with the VM, and is no reason for WSL to keep that running.",
      parameters: [
        { name: "session", text: containerSessionText },
        { name: "path", text: "The program: absolute." },
        { name: "args", text: argumentsText },
        { name: "options", text: "argv[0] and variables." },
      ],
      returns: "The process, with its three streams. What a hook leaves open is closed when it ends.",
      errors: [
        {
          error: "WSLApiError",
          when: "with `E_FAIL` if the program cannot be started; `errno` has Linux's reason, such as 2 for a program that does not exist.",
        },
        noSuchContainerSession,
        badArguments,
        noContainers,
      ],
      example: {
        hook: "onWslcVmStarted",
        requires: '"WSLCVmHooks"',
        body: 'using process = WSLCCreateProcess(session, "/bin/uname", ["-r"]);\nconsole.log(process.stdout.text(), process.wait());',
      },
    },
  },
] as const satisfies readonly GlobalRow[]);

export const callTypes = freeze([
  {
    kind: "interface",
    name: "ExecuteBinaryOptions",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "arg0",
        declarations: ["readonly arg0?: string"],
        doc: {
          summary: "The program's argv[0]. Default: the path.",
          example: {
            hook: "onVmStarted",
            body: 'console.log(ExecuteBinary(session, "/bin/busybox", ["/proc/version"], { arg0: "cat" }).text());',
          },
        },
      },
    ],
    doc: {
      summary: "How a program is started.",
      example: {
        hook: "onVmStarted",
        body: 'const applets = ExecuteBinary(session, "/bin/busybox", ["-1"], { arg0: "ls" }).text();\nconsole.log(applets);',
      },
    },
  },
  {
    kind: "interface",
    name: "WSLCCreateProcessOptions",
    parameters: "",
    heritage: "extends ExecuteBinaryOptions",
    members: [
      {
        name: "env",
        declarations: ["readonly env?: Readonly<Record<string, string>>"],
        doc: {
          summary: `Variables, beside or in place of ${containerEnvironment.map((each) => `\`${each}\``).join(", ")}.`,
          example: {
            hook: "onWslcVmStarted",
            requires: '"WSLCVmHooks"',
            body: 'using process = WSLCCreateProcess(session, "/bin/date", [], { env: { TZ: "UTC" } });\nconsole.log(process.stdout.text());',
          },
        },
      },
    ],
    doc: {
      summary: "How a program in the VM of a container session is started.",
      example: {
        hook: "onWslcVmStarted",
        requires: '"WSLCVmHooks"',
        body: 'const options: WSLCCreateProcessOptions = { env: { LANG: "C" } };\nusing process = WSLCCreateProcess(session, "/bin/ls", ["/"], options);\nconsole.log(process.stdout.text());',
      },
    },
  },
] as const satisfies readonly TypeRow[]);
