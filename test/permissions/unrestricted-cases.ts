/** Declared permissions, and those of them that permit everything: one table for the DLL's judgement and the simulator's. */

const everything = (...permissions: string[]) => permissions.map((each) => [each, [each]] as const);
const limited = (...permissions: string[]) => permissions.map((each) => [each, []] as const);

export const unrestrictedCases: readonly (readonly [declared: string, unrestricted: readonly string[]])[] = [
  ...everything("all"),
  ...limited("", "vm.run uname", "vm.run systemctl", "vm.run bashful", "vm.run /usr/bin/sysctl"),

  // Shells, and what runs others: by any path, version, build and case.
  ...everything("vm.run sh", "distribution.run /usr/local/bin/python3.11", "container.run /opt/tools/perl"),
  ...everything("vm.run busybox-static", "vm.run busybox.static", "vm.run vim.basic", "vm.run python3-dbg"),
  ...everything("vm.run /lib64/ld-linux-x86-64.so.2", "vm.run /lib/ld-musl-x86_64.so.1", "vm.run ld.so"),
  ...everything("vm.run /mnt/c/Windows/System32/cmd.exe", "vm.run /mnt/c/WINDOWS/system32/CMD.EXE", "vm.run cmd.exe"),
  ...everything(
    "vm.run powershell.exe",
    "vm.run pwsh.exe",
    "vm.run wsl.exe",
    "vm.run /init",
    "vm.run qemu-x86_64-static",
  ),
  ...everything("vm.run tee", "vm.run /bin/cp", "vm.run mount"),
  ["vm.run busybox\0vm.run id\0vm.run lua5.4", ["vm.run busybox", "vm.run lua5.4"]],

  // Folders with such programs, around or below.
  ...everything("vm.run /", "vm.run /bin/", "vm.run /usr/", "vm.run /usr/bin/X11/", "vm.run /usr/local/"),
  ...everything(
    "vm.run /lib/",
    "vm.run /lib64/",
    "vm.run /lib/x86_64-linux-gnu/",
    "vm.run /usr/lib/",
    "vm.run /usr/libexec/",
  ),
  ...everything("vm.run /mnt/", "vm.run /mnt/c/", "vm.run /mnt/d/Tools/", "vm.run /opt/", "vm.run /snap/bin/"),
  ...limited("vm.run /opt/agent/", "vm.run /usr/share/agent/", "vm.run /mnt/c/Agent/agent.exe", "vm.run /binary/"),

  // Other names of programs and files.
  ...everything("vm.run /proc/", "vm.run /proc/self/exe", "vm.run /proc/1/root/bin/uname", "vm.run /dev/fd/3"),
  ...everything("vm.read /", "vm.read /proc/", "vm.read /proc/self/root/etc/shadow", "vm.read /proc/thread-self/"),
  ...everything("vm.read /proc/kcore", "vm.read /proc/42/environ", "vm.read /dev/", "vm.read /dev/sda"),
  ...limited(
    "vm.read /proc/meminfo",
    "vm.read /proc/self/mounts",
    "vm.read /proc/sys/",
    "vm.read /etc/os-release",
    "vm.read /bin/",
  ),

  // What the system runs, and what the script runs.
  ...everything(
    "vm.write /",
    "vm.write /bin/",
    "vm.write /bin/uname",
    "vm.write /usr/",
    "vm.write /lib/x.so",
    "vm.write /etc/",
  ),
  ...everything(
    "vm.write /etc/ld.so.preload",
    "vm.write /etc/cron.d/job",
    "vm.write /etc/sudoers.d/",
    "vm.write /etc/profile",
  ),
  ...everything(
    "vm.write /proc/",
    "vm.write /proc/sys/",
    "vm.write /proc/sys/kernel/core_pattern",
    "vm.write /proc/self/mem",
  ),
  ...everything(
    "vm.write /proc/sysrq-trigger",
    "vm.write /dev/sda",
    "vm.write /sys/",
    "vm.write /mnt/",
    "vm.write /mnt/c/x",
  ),
  ...limited(
    "vm.write /etc/wsl.conf",
    "vm.write /etc/sysctl.d/",
    "vm.write /proc/sys/vm/swappiness",
    "vm.write /opt/agent/",
  ),
  ["vm.run /opt/agent/start\0vm.write /opt/agent/", ["vm.write /opt/agent/"]],
  ["vm.run /opt/agent/\0vm.write /opt/agent/start", ["vm.write /opt/agent/start"]],
  ["vm.run /opt/agent/start\0vm.write /opt/agent/start", ["vm.write /opt/agent/start"]],
  ["vm.run /opt/agent/start\0vm.write /opt/agent/started", []],
  ["vm.run /opt/agent/start\0distribution.write /opt/agent/start", []],

  // Variables that make programs run other code.
  ...everything("vm.env LD_PRELOAD", "distribution.env PATH", "container.env PYTHONPATH", "vm.env BASH_ENV"),
  ...limited("vm.env CONTOSO_SITE", "vm.env PATHS", "vm.env ENVIRONMENT"),

  // The rest has no such entries.
  ...limited("vm.mount+write C:\\", "windows.registry HKLM\\SOFTWARE", "windows.account"),
];
