import { freeze } from "../model/freeze.ts";
import type { PermissionPlaceRow } from "../model/schema.ts";

const programs = "Programs, as the script names them: absolute paths, names, or folders that end in `/`.";
const read = "Files that `Linux` may read: absolute paths, or folders that end in `/`.";
const write = "Files that `Linux` may write: absolute paths, or folders that end in `/`.";
const variables = "Variables that `options.env` may set besides those that every command may set.";

/** What a script may do beyond reading its hooks' arguments, logging, and refusing. Undeclared calls are denied. */
export const permissions = freeze([
  {
    name: "vm",
    title: "in the VM",
    summary: "What it does in the VM's root namespace, and what it mounts there.",
    kinds: [
      { name: "run", rule: "programs", summary: programs, example: ["/bin/uname"] },
      { name: "read", rule: "files", summary: read, example: ["/proc/meminfo"] },
      { name: "write", rule: "files", summary: write, example: ["/etc/sysctl.d/"] },
      { name: "env", rule: "variables", summary: variables, example: ["CONTOSO_SITE"] },
      {
        name: "mount",
        rule: "folders",
        summary: "Folders of Windows that `MountFolder` may mount, with all below them.",
        example: [{ folder: "C:\\Program Files\\Contoso" }],
      },
    ],
  },
  {
    name: "distribution",
    title: "in distributions",
    summary: "What it does inside of distributions.",
    kinds: [
      { name: "run", rule: "programs", summary: programs, example: ["systemctl"] },
      { name: "read", rule: "files", summary: read, example: ["/etc/os-release"] },
      { name: "write", rule: "files", summary: write, example: ["/etc/wsl.conf"] },
      { name: "env", rule: "variables", summary: variables, example: ["CONTOSO_SITE"] },
    ],
  },
  {
    name: "container",
    title: "in container sessions",
    summary: "What it does in the VMs of container sessions.",
    kinds: [
      {
        name: "run",
        rule: "programs",
        summary: "Programs, as the script names them: absolute paths, or folders that end in `/`.",
        example: ["/sbin/sysctl"],
      },
      { name: "env", rule: "variables", summary: variables, example: ["CONTOSO_SITE"] },
      {
        name: "mount",
        rule: "folders",
        summary:
          "Folders of Windows that `WSLCMountFolder` may mount, with all below them. WSL opens them with the rights of the session's user.",
        example: [{ folder: "C:\\Program Files\\Contoso" }],
      },
    ],
  },
  {
    name: "windows",
    title: "on Windows",
    summary: "What it asks of Windows.",
    kinds: [
      {
        name: "registry",
        rule: "keys",
        summary:
          "Keys of the registry that it may read, with all below them: `HKLM\\...` of the machine, `HKCU\\...` of the session's user.",
        example: ["HKLM\\SOFTWARE\\Contoso"],
      },
      {
        name: "certificates",
        rule: "stores",
        summary: "The machine's certificate stores that it may read.",
        example: ["Root"],
      },
      { name: "proxy", rule: "flag", summary: "The machine's proxy: `Windows.proxy`.", example: true },
      { name: "userGroups", rule: "flag", summary: "The user's groups: `Windows.userGroups`.", example: true },
      { name: "account", rule: "flag", summary: "The account's name: `session.user`.", example: true },
    ],
  },
] as const satisfies readonly PermissionPlaceRow[]);

/** The folders in which a program named without a path is searched for, whatever variables a command sets. */
export const programFolders = freeze([
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
] as const);

/** Variables that every command may set. A `*` at the end matches any suffix. */
export const freeVariables = freeze(["LANG", "LC_*", "TZ", "TERM"] as const);

/** Why a program was denied although the script may start it under another name. */
export const otherNameRemark =
  "Where programs are listed, options.arg0 has to be the program's path or the last part of it.";

/** The environment of every process in the VM of a container session: WSL's own is empty. */
export const containerEnvironment = freeze([
  "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "LANG=C.UTF-8",
] as const);

/**
 * Programs that run whatever they are passed: permission for one of them allows everything. Digits, dots and hyphens at
 * the end of a name are ignored: `python3.11` is `python`.
 */
export const interpreters = freeze([
  ...["ash", "bash", "busybox", "csh", "dash", "fish", "ksh", "mksh", "pwsh", "sh", "tcsh", "toybox", "zsh"],
  ...[
    "awk",
    "bun",
    "deno",
    "expect",
    "gawk",
    "guile",
    "java",
    "julia",
    "lua",
    "luajit",
    "mawk",
    "node",
    "nodejs",
    "perl",
  ],
  ...["php", "python", "ruby", "tclsh"],
  ...[
    "bwrap",
    "chpst",
    "chroot",
    "doas",
    "docker",
    "env",
    "find",
    "flock",
    "init",
    "ionice",
    "ld-linux-x86-64.so",
    "ld-linux-aarch64.so",
  ],
  ...[
    "ld.so",
    "make",
    "nerdctl",
    "nice",
    "nohup",
    "nsenter",
    "parallel",
    "pkexec",
    "podman",
    "run-parts",
    "runuser",
    "script",
  ],
  ...["setarch", "setpriv", "setsid", "ssh", "start-stop-daemon", "stdbuf", "strace", "su", "sudo", "systemd-nspawn"],
  ...["systemd-run", "taskset", "time", "timeout", "unshare", "vi", "vim", "watch", "wsl.exe", "xargs"],
] as const);
