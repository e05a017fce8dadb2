/** Calls, and what becomes of them: one table for the DLL's judgement and the simulator's. */

import { commandProgram, commandRead, commandSystemd, commandWrite } from "../../src/runtime/generated/numbers.ts";

export type Call =
  | { readonly call: "program"; readonly place: string; readonly path: string; readonly arg0: string }
  | { readonly call: "command"; readonly place: string; readonly kind: number; readonly words: string }
  | { readonly call: "permission"; readonly kind: string; readonly value: string; readonly flags: number };

export interface PermissionCase {
  readonly declared: string;
  readonly granted?: string;
  readonly call: Call;
  /** `malformed`, or the permission that is missing and the file that lacks it; null for none. */
  readonly denied: string | null;
}

export const write = 1;
export const userWritable = 2;

export function program(path: string, arg0 = path, place = "vm"): Call {
  return { call: "program", place, path, arg0 };
}

export function command(kind: number, words: readonly string[], variables: readonly string[] = [], place = "vm"): Call {
  return { call: "command", place, kind, words: ["separate", "", "", ...variables, "--", ...words].join("\0") };
}

export function run(words: readonly string[], variables: readonly string[] = [], place = "vm"): Call {
  return command(commandProgram, words, variables, place);
}

export function mount(value: string, flags = 0, place = "vm"): Call {
  return { call: "permission", kind: `${place}.mount`, value, flags };
}

/** A folder is declared and granted alike. */
function folder(declared: string, call: Call, isDenied: boolean): PermissionCase {
  const { kind = "", value = "", flags = 0 } = call as Partial<Extract<Call, { call: "permission" }>>;
  const names = [
    kind,
    ...((flags & write) !== 0 ? ["write"] : []),
    ...((flags & userWritable) !== 0 ? ["userWritable"] : []),
  ];
  return { declared, call, denied: isDenied ? `${names.join("+")} ${value} in hello.js` : null };
}

/** A program by itself, under a list with one entry. */
function listed(entry: string, path: string, isDenied: boolean): PermissionCase {
  return { declared: `vm.run ${entry}`, call: program(path), denied: isDenied ? `vm.run ${path} in hello.js` : null };
}

export const permissionCases: readonly PermissionCase[] = [
  // Nothing is the default, everything is explicit, and a call needs both.
  { declared: "", call: program("/bin/uname"), denied: "vm.run /bin/uname in hello.js" },
  { declared: "all", call: program("/bin/uname"), denied: null },
  { declared: "all", granted: "", call: program("/bin/uname"), denied: "vm.run /bin/uname in hello.json" },
  { declared: "", granted: "all", call: program("/bin/uname"), denied: "vm.run /bin/uname in hello.js" },
  { declared: "vm.run /bin/a\0vm.run /bin/b", granted: "vm.run /bin/b", call: program("/bin/b"), denied: null },
  { declared: "all\0", call: program("/bin/uname"), denied: "vm.run /bin/uname in hello.js" },
  { declared: "vm.everything x", call: program("/bin/uname"), denied: "vm.run /bin/uname in hello.js" },
  { declared: "vm.run", call: program("/bin/uname"), denied: "vm.run /bin/uname in hello.js" },
  { declared: "vm.run+write /bin/uname", call: program("/bin/uname"), denied: "vm.run /bin/uname in hello.js" },

  // Places are apart.
  { declared: "distribution.run /bin/a", call: program("/bin/a"), denied: "vm.run /bin/a in hello.js" },
  {
    declared: "vm.run /bin/a",
    call: program("/bin/a", "/bin/a", "distribution"),
    denied: "distribution.run /bin/a in hello.js",
  },
  { declared: "distribution.run /bin/a", call: program("/bin/a", "a", "distribution"), denied: null },

  // Programs: themselves, or below a folder.
  listed("/bin/uname", "/bin/uname", false),
  listed("/bin/uname", "/bin/uname2", true),
  listed("/bin/uname", "/bin/unam", true),
  listed("/bin/uname", "/bin/uname/", true),
  listed("/bin/uname", "/bin//uname", true),
  listed("/bin/uname", "//bin/uname", true),
  listed("/bin/uname", "/bin/./uname", true),
  listed("/bin/uname", "/BIN/uname", true),
  listed("/opt/agent/", "/opt/agent/start", false),
  listed("/opt/agent/", "/opt/agent/bin/start", false),
  listed("/opt/agent/", "/opt/agent/", true),
  listed("/opt/agent/", "/opt/agent", true),
  listed("/opt/agent/", "/opt/agent2/start", true),
  listed("/opt/agent/", "/opt/agent/../../bin/sh", true),
  listed("/opt/agent/", "/opt/agent/.", true),
  listed("/opt/agent/", "/opt/agent//start", true),
  listed("/opt/agent/..", "/opt/agent/..", true),
  listed("/opt/../", "/opt/../bin/sh", true),
  listed("/", "/bin/uname", false),
  listed("/", "/bin/../uname", true),
  listed("uname", "/bin/uname", true),
  listed("", "/bin/uname", true),

  // Under a list no program passes for another.
  { declared: "vm.run /bin/busybox", call: program("/bin/busybox", "busybox"), denied: null },
  { declared: "vm.run /bin/busybox", call: program("/bin/busybox", "sh"), denied: "all sh in hello.js" },
  { declared: "vm.run /bin/busybox", call: program("/bin/busybox", ""), denied: "all in hello.js" },
  { declared: "all", call: program("/bin/busybox", "sh"), denied: null },
  {
    declared: "all",
    granted: "vm.run /bin/busybox",
    call: program("/bin/busybox", "sh"),
    denied: "all sh in hello.json",
  },

  // run: the program counts, and not the shell.
  { declared: "vm.run uname", call: run(["uname", "-r"]), denied: null },
  { declared: "vm.run uname", call: run(["/bin/uname"]), denied: "vm.run /bin/uname in hello.js" },
  { declared: "vm.run /bin/sh", call: run(["uname"]), denied: "vm.run uname in hello.js" },
  { declared: "vm.run uname", call: program("/bin/sh"), denied: "vm.run /bin/sh in hello.js" },
  { declared: "vm.run uname", call: run(["unames"]), denied: "vm.run unames in hello.js" },
  { declared: "vm.run a", call: run(["a"], [], "distribution"), denied: "distribution.run a in hello.js" },
  { declared: "all", call: run([]), denied: "malformed" },
  { declared: "all", call: run([""]), denied: "malformed" },
  { declared: "all", call: run(["-c"]), denied: "malformed" },
  { declared: "all", call: run(["bin/uname"]), denied: "malformed" },
  { declared: "vm.run uname", call: run(["uname", "--", "sh"]), denied: null },
  {
    declared: "all",
    call: { call: "command", place: "vm", kind: commandProgram, words: "separate\0\0--\0uname" },
    denied: "malformed",
  },
  {
    declared: "all",
    call: { call: "command", place: "vm", kind: commandProgram, words: "-c\0\0\0--\0uname" },
    denied: "malformed",
  },
  {
    declared: "all",
    call: { call: "command", place: "vm", kind: commandProgram, words: "separate\0\0\0uname" },
    denied: "malformed",
  },
  { declared: "all", call: { call: "command", place: "vm", kind: commandProgram, words: "" }, denied: "malformed" },
  {
    declared: "all",
    call: { call: "command", place: "vm", kind: 9, words: "separate\0\0\0--\0uname" },
    denied: "malformed",
  },
  // The folder and the user may have any name, also that of the end of the variables.
  {
    declared: "vm.run uname",
    call: { call: "command", place: "vm", kind: commandProgram, words: "merge\0/\0root\0--\0uname" },
    denied: null,
  },
  {
    declared: "all",
    call: { call: "command", place: "vm", kind: commandProgram, words: "merge\0--\0root\0uname" },
    denied: "malformed",
  },

  // Variables: a few are free, the rest are listed; and a name is never looked for in another PATH.
  { declared: "vm.run a", call: run(["a"], ["LANG=C", "LC_ALL=C", "TZ=UTC", "TERM=dumb"]), denied: null },
  { declared: "vm.run a", call: run(["a"], ["LC_=", "LC_TIME==="]), denied: null },
  { declared: "vm.run a", call: run(["a"], ["LANGUAGE=de"]), denied: "vm.env LANGUAGE in hello.js" },
  { declared: "vm.run a", call: run(["a"], ["LD_PRELOAD=/tmp/x.so"]), denied: "vm.env LD_PRELOAD in hello.js" },
  { declared: "vm.run a\0vm.env SITE", call: run(["a"], ["SITE=b"]), denied: null },
  { declared: "vm.run a\0vm.env SITE", call: run(["a"], ["site=b"]), denied: "vm.env site in hello.js" },
  {
    declared: "vm.run a\0vm.env SITE",
    granted: "vm.run a",
    call: run(["a"], ["SITE=b"]),
    denied: "vm.env SITE in hello.json",
  },
  { declared: "vm.run /bin/a\0vm.env PATH", call: run(["/bin/a"], ["PATH=/tmp"]), denied: null },
  { declared: "vm.run a\0vm.env PATH", call: run(["a"], ["PATH=/tmp"]), denied: "malformed" },
  { declared: "all", call: run(["a"], ["PATH=/tmp"]), denied: "malformed" },
  { declared: "all", call: run(["a"], ["A"]), denied: "malformed" },
  { declared: "all", call: run(["a"], ["=x"]), denied: "malformed" },
  { declared: "all", call: run(["a"], ["1A=x"]), denied: "malformed" },
  { declared: "all", call: run(["a"], ["A B=x"]), denied: "malformed" },

  // Files.
  { declared: "vm.read /etc/hosts", call: command(commandRead, ["/etc/hosts"]), denied: null },
  { declared: "vm.read /etc/", call: command(commandRead, ["/etc/ssh/key"]), denied: null },
  {
    declared: "vm.read /etc/",
    call: command(commandRead, ["/etc/../root/key"]),
    denied: "vm.read /etc/../root/key in hello.js",
  },
  {
    declared: "vm.write /etc/hosts",
    call: command(commandRead, ["/etc/hosts"]),
    denied: "vm.read /etc/hosts in hello.js",
  },
  { declared: "vm.run cat", call: command(commandRead, ["/etc/hosts"]), denied: "vm.read /etc/hosts in hello.js" },
  { declared: "vm.read /etc/os-release", call: command(commandRead, ["/usr/lib/os-release"]), denied: null },
  {
    declared: "vm.read /usr/lib/os-release",
    call: command(commandRead, ["/usr/lib/os-release"]),
    denied: "vm.read /etc/os-release in hello.js",
  },
  { declared: "all", call: command(commandRead, ["-n"]), denied: "malformed" },
  { declared: "all", call: command(commandRead, ["/a", "/b"]), denied: "malformed" },
  { declared: "all", call: command(commandRead, ["/a"], ["LANG=C"]), denied: "malformed" },
  { declared: "vm.write /etc/a", call: command(commandWrite, ["/etc/a", "0badc0de", "12", "644"]), denied: null },
  { declared: "vm.write /etc/", call: command(commandWrite, ["/etc/a", "ab", "0", ""]), denied: null },
  {
    declared: "vm.read /etc/a",
    call: command(commandWrite, ["/etc/a", "ab", "0", ""]),
    denied: "vm.write /etc/a in hello.js",
  },
  // The end of the temporary name leads to no other folder.
  { declared: "all", call: command(commandWrite, ["/etc/a", "/../shadow", "0", ""]), denied: "malformed" },
  { declared: "all", call: command(commandWrite, ["/etc/a", "", "0", ""]), denied: "malformed" },
  { declared: "all", call: command(commandWrite, ["/etc/a", "ab", "-1", ""]), denied: "malformed" },
  { declared: "all", call: command(commandWrite, ["/etc/a", "ab", "0", "u+s"]), denied: "malformed" },
  { declared: "all", call: command(commandWrite, ["/etc/a", "ab", "0"]), denied: "malformed" },
  { declared: "distribution.run systemctl", call: command(commandSystemd, [], [], "distribution"), denied: null },
  {
    declared: "distribution.run sh",
    call: command(commandSystemd, [], [], "distribution"),
    denied: "distribution.run systemctl in hello.js",
  },
  { declared: "all", call: command(commandSystemd, ["x"], [], "distribution"), denied: "malformed" },

  // Each place has folders of its own.
  folder("vm.mount C:\\Tools", mount("C:\\Tools", 0, "container"), true),
  folder("container.mount C:\\Tools", mount("C:\\Tools\\bin", 0, "container"), false),
  folder("container.mount C:\\Tools", mount("C:\\Tools", write, "container"), true),
  folder("container.mount+write C:\\Tools", mount("C:\\Tools", write, "container"), false),
  folder("container.mount C:\\Tools", mount("C:\\Tools"), true),
  // Folders: whole parts of the path that Windows has in the end, ASCII letters without regard to case.
  folder("vm.mount C:\\Tools", mount("C:\\Tools"), false),
  folder("vm.mount C:\\Tools", mount("c:\\tOOLS"), false),
  folder("vm.mount C:\\Tools", mount("C:\\Tools\\bin\\x"), false),
  folder("vm.mount C:\\Tools", mount("C:\\Tools2"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tool"), true),
  folder("vm.mount C:\\Tools", mount("C:\\"), true),
  folder("vm.mount C:\\Tools", mount("D:\\Tools"), true),
  folder("vm.mount C:\\Tools\\bin", mount("C:\\Tools"), true),
  folder("vm.mount C:\\", mount("C:\\Tools"), false),
  folder("vm.mount C:\\", mount("C:\\"), false),
  folder("vm.mount C:\\Tools", mount("C:\\Tools\\"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tools\\..\\Windows"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tools\\.\\bin"), true),
  folder("vm.mount C:\\Tools", mount("C:/Tools"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tools/bin"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tools:stream"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tools\\a:b"), true),
  folder("vm.mount C:\\Tools", mount("C:\\TOOLS~1"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tools."), true),
  folder("vm.mount C:\\Tools", mount("\\\\?\\C:\\Tools"), true),
  folder("vm.mount C:\\Tools", mount("Tools"), true),
  folder("vm.mount C:\\Tools", mount("C:Tools"), true),
  folder("vm.mount C:\\Äpfel", mount("C:\\Äpfel"), false),
  folder("vm.mount C:\\Äpfel", mount("C:\\äpfel"), true),
  folder("vm.mount \\\\server\\share", mount("\\\\SERVER\\share\\x"), false),
  folder("vm.mount \\\\server\\share", mount("\\\\server\\share2"), true),
  folder("vm.mount \\\\server\\share", mount("\\server\\share"), true),
  folder("vm.mount \\\\server\\share", mount("\\\\server"), true),
  folder("vm.mount C:\\Tools", mount("C:\\Tools", write), true),
  folder("vm.mount+write C:\\Tools", mount("C:\\Tools", write), false),
  folder("vm.mount+write C:\\Tools", mount("C:\\Tools"), false),
  folder("vm.mount+write C:\\Tools", mount("C:\\Tools", userWritable), true),
  folder("vm.mount+userWritable C:\\Tools", mount("C:\\Tools", userWritable), false),
  folder("vm.mount+userWritable C:\\Tools", mount("C:\\Tools", write | userWritable), true),
  folder("vm.mount+write+userWritable C:\\Tools", mount("C:\\Tools", write | userWritable), false),
  // Two entries do not add up.
  folder("vm.mount+write C:\\Tools\0vm.mount+userWritable C:\\Tools", mount("C:\\Tools", write | userWritable), true),
  folder("vm.mount+execute C:\\Tools", mount("C:\\Tools"), true),
  // A folder that others can change needs an entry.
  folder("all", mount("C:\\Tools", write), false),
  folder("all", mount("C:\\Tools", userWritable), true),

  // Keys of the registry: themselves and what is below them, in any case; never a whole hive.
  ...(
    [
      ["HKLM\\SOFTWARE\\A", "HKLM\\SOFTWARE\\A", true],
      ["HKLM\\SOFTWARE\\A", "HKLM\\software\\a\\B", true],
      ["HKLM\\SOFTWARE\\A", "HKLM\\SOFTWARE\\AB", false],
      ["HKLM\\SOFTWARE\\A", "HKLM\\SOFTWARE", false],
      ["HKLM\\SOFTWARE\\A", "HKCU\\SOFTWARE\\A", false],
      ["HKLM\\SOFTWARE\\A", "HKLM\\SOFTWARE\\\\A", false],
      ["HKLM\\SOFTWARE\\A", "HKLM\\SOFTWARE\\A\\", false],
      ["HKLM", "HKLM\\SOFTWARE", false],
      ["HKLM\\", "HKLM\\SOFTWARE", false],
    ] as const
  ).map(([allowed, value, isAllowed]) => ({
    declared: `windows.registry ${allowed}`,
    call: { call: "permission", kind: "windows.registry", value, flags: 0 } as const,
    denied: isAllowed ? null : `windows.registry ${value} in hello.js`,
  })),
  {
    declared: "windows.registry",
    call: { call: "permission", kind: "windows.registry", value: "HKLM\\A", flags: 0 },
    denied: "windows.registry HKLM\\A in hello.js",
  },

  // Certificate stores, in any case.
  ...(
    [
      ["Root", "root", true],
      ["Root", "Roots", false],
      ["Root", "", false],
    ] as const
  ).map(([allowed, value, isAllowed]) => ({
    declared: `windows.certificates ${allowed}`,
    call: { call: "permission", kind: "windows.certificates", value, flags: 0 } as const,
    denied: isAllowed ? null : `windows.certificates${value === "" ? "" : ` ${value}`} in hello.js`,
  })),

  // Flags.
  ...["windows.proxy", "windows.userGroups"].map((kind) => ({
    declared: "windows.account",
    call: { call: "permission", kind, value: "", flags: 0 } as const,
    denied: `${kind} in hello.js`,
  })),

  // The account's name.
  {
    declared: "windows.account",
    call: { call: "permission", kind: "windows.account", value: "", flags: 0 },
    denied: null,
  },
  {
    declared: "windows.account x",
    call: { call: "permission", kind: "windows.account", value: "", flags: 0 },
    denied: "windows.account in hello.js",
  },
  {
    declared: "",
    call: { call: "permission", kind: "windows.account", value: "", flags: 0 },
    denied: "windows.account in hello.js",
  },
];
