import type { PermissionPlaceRow } from "../model/file-rows.ts";
import { freeze } from "../model/freeze.ts";

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
        rule: "programPaths",
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
 * Programs that run whatever they are given, or write any file: who may run one of them may run everything. The case of letters does
 * not count, nor what follows the first digit or dot, nor a `-static` at the end: `python3.11` is `python`, `CMD.EXE` is `cmd`. A `*`
 * at the end stands for any end.
 */
export const interpreters = freeze([
  // Shells.
  ...["ash", "bash", "busybox", "cmd", "csh", "dash", "fish", "ksh", "mksh", "powershell", "pwsh", "rbash", "sh"],
  ...["tcsh", "toybox", "yash", "zsh"],
  // Languages.
  ...["awk", "bun", "cscript", "deno", "expect", "gawk", "guile", "java", "julia", "lua", "luajit", "mawk", "mshta"],
  ...["nawk", "node", "nodejs", "original-awk", "perl", "php", "python", "ruby", "sed", "tclsh", "wscript"],
  // What starts other programs.
  ...["bwrap", "capsh", "chpst", "chroot", "crictl", "ctr", "doas", "docker", "env", "find", "flock", "git", "i386"],
  ...["init", "ionice", "ld-*", "ld.so", "linux32", "linux64", "logsave", "ltrace", "make", "nerdctl", "nice", "nohup"],
  ...["nsenter", "parallel", "pkexec", "podman", "prlimit", "qemu-*", "rlwrap", "run-parts", "rundll32", "runc"],
  ...["runuser", "screen", "script", "setarch", "setpriv", "setsid", "sg", "socat", "ssh", "start-stop-daemon"],
  ...["stdbuf", "strace", "su", "sudo", "systemd-nspawn", "systemd-run", "taskset", "time", "timeout", "tmux"],
  ...["unshare", "watch", "wsl", "wslhost", "x86_64", "xargs"],
  // What runs the commands of its files, or of who uses it.
  ...["apt", "apt-get", "at", "batch", "crontab", "dnf", "dpkg", "ed", "emacs", "ex", "gdb", "less", "man", "more"],
  ...["npm", "npx", "pip", "rpm", "rsync", "tar", "valgrind", "vi", "view", "vim", "yum", "zip", "zypper"],
  // What writes any file, and so any program.
  ...["cp", "dd", "install", "insmod", "ln", "modprobe", "mount", "mv", "tee"],
] as const);

/**
 * Starts of the paths of devices, and of other names of whatever a process has open or can reach. Not among them are files such as
 * `/proc/self/mounts`, which describe.
 */
export const aliases = freeze([
  "/dev/",
  "/proc/kcore",
  "/proc/thread-self",
  ...["cwd", "environ", "exe", "fd", "map_files", "mem", "root", "task"].map((name) => `/proc/self/${name}` as const),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `/proc/${digit}` as const),
] as const);

const systemFolders = [
  "/bin/",
  "/sbin/",
  "/lib",
  "/usr/bin/",
  "/usr/sbin/",
  "/usr/lib",
  "/usr/local/bin/",
  "/usr/local/sbin/",
  "/usr/local/lib",
  "/opt/microsoft/powershell/",
  "/snap/",
  "/nix/",
  "/gnu/",
] as const;

/** Starts of the paths of folders with interpreters: a folder that has one of them, or is in one, has all programs. */
export const programTrees = freeze([...systemFolders, "/mnt/"] as const);

/** Starts of the paths of files that the system runs, or reads to decide what it runs and for whom: who writes them runs everything. */
export const writtenCode = freeze([
  ...systemFolders,
  ...["/boot/", "/home/", "/init", "/mnt/c/", "/root/", "/run/systemd/", "/sys/", "/var/spool/cron/"],
  ...["/etc/bash", "/etc/cron", "/etc/environment", "/etc/group", "/etc/init.d/", "/etc/ld.so", "/etc/modprobe"],
  ...["/etc/pam.", "/etc/passwd", "/etc/profile", "/etc/rc", "/etc/shadow", "/etc/ssh/", "/etc/sudo", "/etc/systemd/"],
  ...["/etc/udev/", "/proc/sys/fs/binfmt_misc/", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe"],
  "/proc/sysrq-trigger",
] as const);

/** Variables that make a program run other code. A `*` at the end stands for any end. */
export const codeVariables = freeze([
  ...["BASH_ENV", "ENV", "GCONV_PATH", "GIT_*", "JAVA_TOOL_OPTIONS", "LD_*", "LUA_INIT", "NODE_OPTIONS", "PATH"],
  ...["PERL5*", "PYTHON*", "RUBY*"],
] as const);
