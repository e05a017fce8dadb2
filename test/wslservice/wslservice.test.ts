// The stand-in for wslservice itself, with a plugin in C++: what it offers to plugins, and what it finds out about
// them.

import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { WslService } from "../../src/wslservice/driver.ts";
import { NativeService, type Steps } from "../../src/wslservice/native-service.ts";
import { prepareWine } from "../../src/wslservice/wine.ts";

const debian = { name: "Debian", flavor: "debian", version: "12" };
const sh = (script: string) => `execute||/bin/sh|sh|-c|${script}`;

/** Starts the VM of a plugin with these steps, and returns what the plugin said. */
async function saidAtVmStart(...steps: string[]): Promise<string[]> {
  await using native = await NativeService.start(() => ({ OnVMStarted: steps }));
  await native.service.startVm();
  return native.said;
}

test("Wine is started by its preloader, which keeps the heap off the addresses that Wine needs", async () => {
  await using service = await WslService.start({ version: "2.4.4", plugins: [] });
  expect(readlinkSync(`/proc/${service.standIn.pid}/exe`)).toContain("preloader");
});

describe("loading", () => {
  test.each([
    ["Z:\\nowhere\\missing.dll", 0x8007007e],
    ["C:\\windows\\system32\\version.dll", 0x8007007f],
  ])("%s is not loaded, and blocks the VM", async (dll, hresult) => {
    await prepareWine();
    await using service = await WslService.start({ version: "2.4.4", plugins: [{ name: "bad", dll }] });
    expect(service.eventsOf("plugin-failed")).toEqual([
      { kind: "plugin-failed", plugin: "bad", path: dll, hresult: hresult | 0 },
    ]);
    expect(await service.startVm()).toMatchObject({ ok: false, hresult: hresult | 0 });
  });

  test("an entry point that fails leaves the plugin out", async () => {
    await using native = await NativeService.start(() => ({ Load: ["return|0x80004005"] }));
    expect(native.service.wsl.plugins).toEqual([]);
    expect(native.service.wsl.fatalPluginError).toMatchObject({ plugin: "native", hresult: 0x80004005 | 0 });
  });

  test.each([
    ["2.1.1", 4],
    ["2.1.2", 6],
  ])("WSL %s has %i hooks for it", async (version, count) => {
    await using native = await NativeService.start(() => ({}), { version });
    expect(native.service.eventsOf("plugin-loaded")[0]?.hooks).toHaveLength(count);
  });
});

describe("what hooks get", () => {
  test("every field of every struct", async () => {
    const hooks = ["OnVMStarted", "OnDistributionStarted", "OnDistributionRegistered", "OnDistributionUnregistered"];
    const steps: Steps = Object.fromEntries(hooks.map((hook) => [hook, ["fields"]]));
    await using native = await NativeService.start(() => steps, { sessions: 2 });
    const { service } = native;
    const id = "0badcafe-0000-0000-0000-000000000001";
    await service.startVm({ session: 1, customKernel: true, customKernelCommandLine: true });
    await service.startDistribution({ ...debian, id, packageFamilyName: "Päckage" }, { session: 1 });
    await service.registerDistribution({ name: "New", wsl: 1, id });
    await service.unregisterDistribution({ name: "New", id, packageFamilyName: null });
    expect(native.said).toEqual([
      "OnVMStarted: session=1 token=set sid=5 flags=3",
      expect.stringMatching(
        /^OnDistributionStarted: session=1 token=set sid=5 name=Debian package=Päckage id=0badcafe pidns=[1-9]\d+ pid=[1-9]\d* flavor=debian version=12$/,
      ),
      "OnDistributionRegistered: session=0 token=NULL sid=5 name=New package= id=0badcafe flavor= version=",
      "OnDistributionUnregistered: session=0 token=NULL sid=5 name=New package=NULL id=0badcafe flavor=NULL version=NULL",
    ]);
  });

  const sizes: [version: string, what: string, struct: string, size: number][] = [
    ["2.0.0", "distribution", "WSLDistributionInformation", 40],
    ["2.0.5", "distribution", "WSLDistributionInformation", 48],
    ["2.4.4", "distribution", "WSLDistributionInformation", 64],
    ["2.0.0", "session", "WSLSessionInformation", 24],
    ["2.0.0", "settings", "WSLVmCreationSettings", 4],
    ["2.1.1", "api", "WSLPluginAPIV1", 40],
    ["2.1.2", "api", "WSLPluginAPIV1", 48],
    ["2.9.0", "api", "WSLPluginAPIV1", 104],
    ["2.1.1", "hooks", "WSLPluginHooksV1", 32],
    ["2.1.2", "hooks", "WSLPluginHooksV1", 48],
    ["2.9.0", "hooks", "WSLPluginHooksV1", 96],
    ["2.9.5", "hooks", "WSLPluginHooksV1", 112],
  ];
  test.each(sizes)("WSL %s: a read behind the %s ends the process", async (version, what, struct, size) => {
    const hook = what === "distribution" ? "OnDistributionStarted" : "OnVMStarted";
    await using native = await NativeService.start(() => ({ [hook]: [`overread|${what}`] }), { version });
    await expect(native.service.startDistribution(debian)).rejects.toMatchObject({
      name: "StandInDied",
      message: expect.stringContaining(`read of ${struct} + ${size} of ${size} bytes`),
    });
    expect(native.said).toEqual([`the last byte of ${what} is there`]);
    expect(native.service.eventsOf("crash")).toMatchObject([
      { plugin: "native", code: "0xc0000005", operation: "read" },
    ]);
  });

  test("so does a write behind the hook table, and a read of what a hook got before", async () => {
    await using writer = await NativeService.start(() => ({ OnVMStarted: ["overwrite-hooks"] }), { version: "2.0.0" });
    await expect(writer.service.startVm()).rejects.toThrow("write of WSLPluginHooksV1 + 32 of 32 bytes");

    const steps = { OnVMStarted: ["keep"], OnVMStopping: ["use-kept"] };
    await using keeper = await NativeService.start(() => steps);
    await keeper.service.startVm();
    await expect(keeper.service.stopVm()).rejects.toThrow("WSLSessionInformation + 0 of 24 bytes, after its hook had");
  });

  test("structs that WSL would always give can be left out", async () => {
    await using native = await NativeService.start(() => ({ OnVMStopping: ["fields"] }));
    await expect(native.service.standIn.hook({ plugin: "native", hook: "OnVMStopping" })).rejects.toThrow(
      "crash 0xc0000005",
    );
  });
});

describe("processes", () => {
  test("run on Linux, with their own argv[0]", async () => {
    const said = await saidAtVmStart(
      "execute||/bin/cat|cat|/proc/version",
      "execute||/bin/sh|another name|-c|echo $0 $PWD",
      "execute||/usr/bin/printf|printf|<%s>|two words||é€😀|$x",
    );
    expect(said).toEqual([
      `output: ${readFileSync("/proc/version", "utf8")}`,
      "output: another name /\n",
      "output: <two words><><é€😀><$x>",
    ]);
  });

  test("get what is written to them, and its end", async () => {
    expect(await saidAtVmStart("execute|some input|/usr/bin/tr|tr|a-z|A-Z")).toEqual(["output: SOME INPUT"]);
  });

  test("give every byte as it is", async () => {
    const bytes = readFileSync(process.execPath).subarray(0, 20_000_000);
    const said = await saidAtVmStart(`count|/usr/bin/head|head|-c|20000000|${process.execPath}`);
    expect(said).toEqual([`count: ${bytes.length} ${fnv1a(bytes)}`]);
  });

  test("end their output when they close it, not when they exit", async () => {
    expect(await saidAtVmStart(sh("echo early; exec >&- <&-; exec sleep 1000"))).toEqual(["output: early\n"]);
  });

  test("say on dmesg what they write to stderr, before their end is known", async () => {
    await using native = await NativeService.start(() => ({ OnVMStarted: [sh("echo one >&2; echo two >&2; exit 3")] }));
    await native.service.startVm();
    await native.service.waitFor((event) => event.kind === "process-exited");
    const events = native.service.eventsOf("dmesg", "process-exited");
    expect(events.map((event) => (event.kind === "dmesg" ? event.text : event.exitCode))).toEqual(["one", "two", 3]);
  });

  test("that cannot be started are E_FAIL", async () => {
    const said = await saidAtVmStart(
      "execute||/bin/does-not-exist|x",
      "execute||/etc/passwd|x",
      "execute||/etc|x",
      sh("printf 'text' >/run/script && chmod +x /run/script"),
      "execute||/run/script|x",
    );
    const failed = "execute: 0x80004005";
    expect(said).toEqual([failed, failed, failed, "output: ", failed]);
  });

  test("run where their session's VM or their distribution is", async () => {
    const where = "cat|/etc/wsl-distribution-name|/etc/issue.net";
    await using native = await NativeService.start(() => ({
      OnVMStarted: [`execute||/bin/cat|${where}`],
      OnDistributionStarted: [
        `execute-here||/bin/cat|${where}`,
        "execute-in|00000000-0000-0000-0000-000000000000||/bin/cat|cat",
        "as|51966",
        "execute||/bin/cat|cat",
      ],
      OnDistributionRegistered: ["execute||/bin/cat|cat"],
    }));
    await native.service.registerDistribution({ name: "Old", wsl: 1 });
    await native.service.startDistribution(debian);
    expect(native.said).toEqual([
      "execute: 0x8007139f",
      `output: ${readFileSync("/etc/issue.net", "utf8")}`,
      "output: Debian\nDebian GNU/Linux 12\n",
      "execute: 0x80040313",
      "execute: 0x80010108",
    ]);
  });

  test("do not outlive their VM, in the background neither", async () => {
    const script = sh("setsid sleep 1000 >/dev/null 2>&1 & echo $!; exec 1>&- 0<&-; exec sleep 1000");
    await using native = await NativeService.start(() => ({ OnVMStarted: [script] }));
    await native.service.startVm();
    const pids = [Number(native.said[0]?.replace("output: ", "")), native.service.eventsOf("process-started")[0]!.pid];
    expect(pids.map((pid) => existsSync(`/proc/${pid}`))).toEqual([true, true]);
    await native.service.stopVm();
    expect(pids.map(isRunning)).toEqual([false, false]);
  });
});

describe("folders", () => {
  const files = { "note.txt": "through the mount" };
  const mount = (folder: { windowsPath(): string }, mode: "ro" | "rw") =>
    `mount|${folder.windowsPath()}|/test-plugin/deep/folder|${mode}|test`;

  test("are seen by processes, on this machine by nobody", async () => {
    await using native = await NativeService.start(
      (folder) => ({ OnVMStarted: [mount(folder, "ro"), sh("cat /test-plugin/deep/folder/note.txt")] }),
      { files },
    );
    await native.service.startVm();
    expect(native.said).toEqual(["mount: 0x00000000", "output: through the mount"]);
    expect(existsSync("/test-plugin")).toBe(false);
  });

  test.each([
    ["ro", /: Read-only file system\n$/, false],
    ["rw", /^output: $/, true],
  ] as const)("mounted %s", async (mode, complaint, written) => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [mount(folder, mode), sh("touch /test-plugin/deep/folder/new 2>&1")],
      }),
      { files },
    );
    await native.service.startVm();
    expect(native.said.at(-1)).toMatch(complaint);
    expect(existsSync(`${native.folder.path}/new`)).toBe(written);
  });

  test("have names of any kind", async () => {
    await using native = await NativeService.start((folder) => ({
      OnVMStarted: [
        `mount|${folder.windowsPath("Ünï cödé 😀 'n' $x")}|/mnt/tärget $y|ro|x`,
        "execute||/bin/cat|cat|/mnt/tärget $y/note.txt",
      ],
    }));
    const odd = join(native.folder.path, "Ünï cödé 😀 'n' $x");
    await mkdir(odd);
    await writeFile(join(odd, "note.txt"), "found");
    await native.service.startVm();
    expect(native.said).toEqual(["mount: 0x00000000", "output: found"]);
  });

  test("that are missing, files, or another session's cannot be mounted", async () => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [
          "mount|C:\\does\\not\\exist|/x|ro|x",
          `mount|${folder.windowsPath("note.txt")}|/x|ro|x`,
          "as|51966",
          "mount|C:\\|/x|ro|x",
        ],
      }),
      { files },
    );
    await native.service.startVm();
    expect(native.said).toEqual(["mount: 0x80070002", "mount: 0x8007010b", "mount: 0x80010108"]);
  });

  test("of one session are not seen in another", async () => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [sh("ls /test-plugin 2>/dev/null")],
        OnVMStopping: [mount(folder, "ro"), sh("ls /test-plugin")],
      }),
      { files, sessions: 2 },
    );
    await native.service.startVm();
    await native.service.stopVm();
    await native.service.startVm({ session: 1 });
    expect(native.said).toEqual(["output: ", "mount: 0x00000000", "output: deep\n", "output: "]);
  });
});

describe("PluginError", () => {
  test("is taken once a hook, from the hook's thread", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: ["error-null", "error-elsewhere|x", "error|for the user", "error|too much", "return|0x80004005"],
    }));
    expect(await native.service.startVm()).toMatchObject({
      text: expect.stringContaining("plugin 'native'. Error message: 'for the user'\r\n"),
    });
    expect(native.said).toEqual(["error: 0x80070057", "error: 0x8000000e", "error: 0x00000000", "error: 0x8000000d"]);
  });

  test("with success is an error of its own", async () => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["error|but all is well"] }));
    expect(await native.service.startVm()).toMatchObject({ ok: false, hresult: 0x8000000d | 0 });
  });

  test.each<[string, Steps]>([
    ["the entry point", { Load: ["error|forgotten"] }],
    ["a hook that only logs", { OnDistributionRegistered: ["error|forgotten"] }],
  ])("set in %s spoils the next start on that thread, and no other", async (_, steps) => {
    await using native = await NativeService.start(() => steps);
    const { service } = native;
    await service.registerDistribution({ name: "Old", wsl: 1 });
    expect(await service.startVm({ thread: "another" })).toEqual({ ok: true });
    await service.stopVm({ thread: "another" });
    expect(await service.startVm()).toMatchObject({ ok: false, hresult: 0x8000000d | 0 });
    expect(await service.startVm()).toEqual({ ok: true });
  });
});

describe("threads", () => {
  test("two sessions' hooks run at the same time", async () => {
    await using native = await NativeService.start(
      (folder) => ({
        OnVMStarted: [
          `mount|${folder.windowsPath()}|/shared|ro|x`,
          sh("until [ -e /shared/go ]; do sleep 0.01; done; echo gone"),
        ],
      }),
      { sessions: 2 },
    );
    const { service } = native;
    const waiting = service.startVm({ thread: "one" });
    await service.waitFor((event) => event.kind === "call" && event.call === "ExecuteBinary");
    await service.registerDistribution({ name: "Old", wsl: 1 }, { session: 1, thread: "two" });
    expect(native.said).toEqual(["mount: 0x00000000"]);
    await native.folder.write("go", "");
    expect(await waiting).toEqual({ ok: true });
    expect(native.said.at(-1)).toBe("output: gone\n");
  });

  test("a call from a thread that the hook waits for is found out", async () => {
    const steps = { OnVMStarted: ["execute-elsewhere||/bin/true|true", "execute||/bin/echo|echo|still here"] };
    await using native = await NativeService.start(() => steps, { deadlockTime: 300 });
    expect(await native.service.startVm()).toEqual({ ok: true });
    expect(native.service.eventsOf("deadlock")).toEqual([{ kind: "deadlock", call: "ExecuteBinary", session: 0 }]);
    expect(native.said).toEqual(["execute: 0x8007046b", "output: still here\n"]);
  });

  test.each([256 * 1024, 8 * 1024 * 1024])("have the stack that was asked for: %i bytes", async (stack) => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["stack"], OnVMStopping: ["recurse"] }));
    await native.service.startVm({ thread: "sized", stack });
    const left = Number(native.said[0]?.replace("stack: ", ""));
    expect(left).toBeLessThanOrEqual(stack);
    expect(left).toBeGreaterThan(stack * 0.9);
    await expect(native.service.stopVm({ thread: "sized", stack })).rejects.toThrow(
      /crash (?:thread-ended|0xc00000fd)/,
    );
  });
});

describe("injected faults", () => {
  test("calls fail as often as ordered", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: Array(3).fill("execute||/bin/echo|echo|hi"),
    }));
    await native.service.injectFault({ call: "ExecuteBinary", times: 2, hresult: 0x80070005 | 0 });
    await native.service.startVm();
    expect(native.said).toEqual(["execute: 0x80070005", "execute: 0x80070005", "output: hi\n"]);
  });

  test("PluginError fails, too", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: ["error|a", "error|b", "return|0x80004005"],
    }));
    await native.service.injectFault({ call: "PluginError", hresult: 0x8007000e | 0 });
    expect(await native.service.startVm()).toMatchObject({ text: expect.stringContaining("message: 'b'") });
    expect(native.said).toEqual(["error: 0x8007000e", "error: 0x00000000"]);
  });

  test.each([
    "invalid",
    "zero",
    "garbage",
    "closed",
    "unconnected",
    "event",
    "untouched",
    "synchronous",
    "taken",
  ] as const)("success with a socket that is %s", async (socket) => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["execute|x|/bin/cat|cat"] }));
    await native.service.injectFault({ call: "ExecuteBinary", socket });
    expect(await native.service.startVm()).toEqual({ ok: true });
    expect(native.said).toEqual(["output: "]);
    expect(native.service.eventsOf("process-started")).toEqual([]);
  });

  test("a call that blocks, and one during which WSL calls another hook on the same thread", async () => {
    await using native = await NativeService.start(() => ({
      OnVMStarted: ["execute||/bin/echo|echo|outer"],
      OnVMStopping: ["fields", "execute||/bin/echo|echo|inner"],
    }));
    const session = { id: 0, userSid: "S-1-5-18", hasToken: false };
    await native.service.injectFault({
      call: "ExecuteBinary",
      block: 1,
      hook: { plugin: "native", call: { hook: "OnVMStopping", session, via: {} } },
    });
    await native.service.startVm();
    expect(native.said).toEqual(["OnVMStopping: session=0 token=NULL sid=1", "output: inner\n", "output: outer\n"]);
  });
});

describe("the process", () => {
  test("counts what it holds", async () => {
    await using native = await NativeService.start(() => ({ OnVMStopping: ["read-fields"] }));
    const { service } = native;
    const call = { hook: "OnVMStopping", session: { id: 0, userSid: "S-1-5-18", hasToken: true }, via: {} } as const;
    await service.repeatHook("native", call, 1000, true);
    const before = await service.counters();
    const times = await service.repeatHook("native", call, 1000, true);
    const after = await service.counters();
    expect(before.handles).toBeGreaterThan(0);
    // A thousand hooks got ten thousand blocks and handles; the runtime of C++ makes one now and then.
    expect(after.handles - before.handles).toBeLessThan(100);
    expect(after.reserved - before.reserved).toBeLessThan(1024 * 1024);
    expect(times.failed).toBe(0);
    expect(times.lowest).toBeLessThanOrEqual(times.p50);
  });

  test("that ends by itself is reported, with what it was asked last", async () => {
    await using native = await NativeService.start(() => ({ OnVMStarted: ["abort"] }));
    await expect(native.service.startVm()).rejects.toMatchObject({
      name: "StandInDied",
      exitCode: 3,
      message: expect.stringContaining("hook=OnVMStarted"),
    });
    await expect(native.service.stopVm()).rejects.toThrow("hook=OnVMStarted");
  });

  test("that does not answer is given up", async () => {
    const steps = { OnVMStarted: [sh("exec sleep 1000")] };
    await using native = await NativeService.start(() => steps, { patience: 1000 });
    await expect(native.service.startVm()).rejects.toThrow(/did not answer within 1000 ms: .*OnVMStarted/);
  });

  test("stops as Windows stops a service, and leaves nothing", async () => {
    await using native = await NativeService.start(() => ({ OnVMStopping: [sh("echo still there")] }));
    await native.service.startDistribution(debian);
    await native.service.stop();
    expect(native.said).toEqual(["output: still there\n"]);
    expect(native.service.events.at(-1)).toEqual({ kind: "service-stopped" });
    expect(native.service.eventsOf("crash")).toEqual([]);
    expect(() => native.service.startVm()).toThrow("The service has been stopped.");
  });
});

/** As count in the native plugin computes it. */
function fnv1a(bytes: Uint8Array): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    // Times 0x100000001b3, in halves of 32 bits.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}

/** A process that has been killed may wait for its parent to notice. */
function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}
