// Processes in the VMs of container sessions: the DLL, real programs, and three sockets for each.

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";

/** What a plugin prints whose hook of the VM's start has this body. */
async function printedBy(body: string, permissions = '"all"'): Promise<string[]> {
  const script = `export default definePlugin({ requires: "WSLCVmHooks", permissions: ${permissions}, limits: { scriptTime: 20_000, hookTime: 60_000 }, async onWslcVmStarted(session) { ${body} } });`;
  await using hosted = await DllPlugin.start({ script, version: "2.9.5" });
  await hosted.service.wsl.containers.createSession({});
  await hosted.service.wsl.containers.pullImage({ name: "debian:latest" });
  expect(hosted.service.eventsOf("crash")).toEqual([]);
  expect(hosted.service.eventsOf("deadlock")).toEqual([]);
  return hosted.printed();
}

const shell = (text: string) => `WSLCCreateProcess(session, "/bin/sh", ["-c", ${JSON.stringify(text)}])`;

test("a process has its output, its errors and its exit code apart", async () => {
  const printed = await printedBy(`
    using process = ${shell("echo out; echo err >&2; exit 12")};
    console.log(process.stdout.text(), process.stderr.text(), process.wait(), process.exitCode);`);
  expect(printed).toEqual(["out\n err\n 12 12"]);
});

test("the environment is the host's, and what the call adds", async () => {
  const printed = await printedBy(`
    using process = WSLCCreateProcess(session, "/usr/bin/env", [], { env: { SITE: "Graz", LANG: "C" } });
    console.log([...process.stdout.lines()].sort().join(" "));`);
  expect(printed).toEqual(["HOME=/root LANG=C PATH=/usr/sbin:/usr/bin:/sbin:/bin SITE=Graz"]);
});

test("a program that cannot be started fails with Linux's errno", async () => {
  const printed = await printedBy(`
    for (const path of ["/does/not/exist", "/etc"]) {
      try { WSLCCreateProcess(session, path); } catch (error) { console.log(error.errno, error.hresult, error.message); }
    }`);
  expect(printed).toEqual([
    "2 2147500037 WSLCCreateProcess(/does/not/exist) failed: 0x80004005 (E_FAIL): the program does not exist or cannot be started, errno 2",
    expect.stringContaining("13 2147500037 WSLCCreateProcess(/etc) failed"),
  ]);
});

test("a signal that ends a process is in its exit code, and one that runs has none", async () => {
  const printed = await printedBy(`
    using process = ${shell("read line; kill -TERM $$")};
    console.log(process.exitCode);
    try { process.wait({ timeout: 1 }); } catch (error) { console.log(error.message); }
    process.stdin.write("go on\\n");
    console.log(process.wait());`);
  expect(printed[0]).toBe("null");
  expect(printed[1]).toContain(".wait failed: 0x800705B4 (ERROR_TIMEOUT)");
  expect(printed[2]).toBe("143");
});

test("a process that prints much to one output is read to the end of the other", async () => {
  const printed = await printedBy(`
    using process = ${shell("head -c 3000000 /dev/zero >&2; echo done")};
    console.log(process.stdout.text(), process.stderr.bytes().length, process.wait());`);
  expect(printed).toEqual(["done\n 3000000 0"]);
});

test("waiting for the end receives what is printed meanwhile", async () => {
  const printed = await printedBy(`
    using process = ${shell("head -c 2000000 /dev/zero; head -c 1000000 /dev/zero >&2")};
    console.log(await process.waitAsync(), process.stdout.bytes().length, process.stderr.bytes().length);`);
  expect(printed).toEqual(["0 2000000 1000000"]);
});

test("input comes back as it was, while it is still being written", async () => {
  const size = 1_000_000;
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) & 0xff);
  const printed = await printedBy(`
    const bytes = Uint8Array.from({ length: ${size} }, (_, at) => (at * 7 + (at >> 8)) & 0xff);
    using process = WSLCCreateProcess(session, "/usr/bin/sha256sum");
    await process.stdin.writeAsync(bytes);
    process.stdin.close();
    console.log(process.stdout.text().slice(0, 64));
    using cat = WSLCCreateProcess(session, "/bin/cat");
    const writing = cat.stdin.writeAsync(bytes).then(() => cat.stdin.close());
    let count = 0;
    for (let part = await cat.stdout.readAsync(); part !== null; part = await cat.stdout.readAsync()) count += part.length;
    await writing;
    console.log(count, cat.wait());`);
  expect(printed).toEqual([createHash("sha256").update(bytes).digest("hex"), `${size} 0`]);
});

test("more input than a process and its connection take is written in the background, and arrives as it is", async () => {
  const size = 16 * 1024 * 1024;
  const script =
    plugin(`requires: "WSLCVmHooks", limits: { scriptTime: 20_000, hookTime: 60_000 }, async onWslcVmStarted(session) {
    using process = ${shell("mkfifo /run/go; read go </run/go; exec sha256sum")};
    let isWritten = false;
    const writing = process.stdin.writeAsync(new Uint8Array(${size}).fill(7)).then(() => { isWritten = true; });
    run(session, "/bin/sh", { args: ["-c", "echo go >/run/go"] });
    console.log(isWritten);
    await writing;
    process.stdin.close();
    console.log(process.stdout.text().slice(0, 64), process.wait());
  }`);
  await using hosted = await DllPlugin.start({ script, version: "2.9.5" });
  const { containers } = hosted.service.wsl;
  await containers.createSession({});
  // Standard input is the first stream that the host fetches.
  await hosted.service.injectFault({ call: "WSLCProcessGetFd", socket: "piped" });
  await containers.pullImage({ name: "debian:latest" });
  const hash = createHash("sha256").update(new Uint8Array(size).fill(7)).digest("hex");
  expect(await hosted.printed()).toEqual(["false", `${hash} 0`]);
});

test("sixty-four processes run at once", async () => {
  const printed = await printedBy(`
    const processes = Array.from({ length: 64 }, (_, at) => WSLCCreateProcess(session, "/bin/sh", ["-c", "read x; exit " + at]));
    for (const process of processes) process.stdin.close();
    const codes = await Promise.all(processes.map((process) => process.waitAsync()));
    console.log(codes.every((code, at) => code === at));
    for (const process of processes) process.close();`);
  expect(printed).toEqual(["true"]);
}, 60_000);

test.each([
  ["returns", ""],
  ["throws", "throw new Error('x');"],
  ["runs into its limit", "for (;;);"],
  ["is ended inside of a builtin", "[].join.call({ length: 4294967295 }, '');"],
])("a hook that %s has released its processes before WSL goes on", async (_, end) => {
  const script = plugin(`requires: "WSLCVmHooks", limits: { scriptTime: 300 }, onWslcVmStarted(session) {
    globalThis.kept = ${shell("sleep 1000")};
    ${end}
  }, onImageCreated() { try { kept.wait(); } catch (error) { console.log(error.message); } }`);
  await using hosted = await DllPlugin.start({ script, version: "2.9.5" });
  await hosted.service.wsl.containers.createSession({});
  // The stand-in fails the hook where an object of its thread is left.
  await hosted.service.wsl.containers.pullImage({ name: "debian:latest" });
  expect(hosted.service.eventsOf("hook-returned").map(({ hook }) => hook)).toContain("WslcVmStarted");
  const calls = hosted.service.eventsOf("call").map(({ call, hresult }) => [call, hresult]);
  expect(calls).toEqual([["WSLCCreateProcess", 0]]);
});

test("programs and variables have to be declared", async () => {
  const printed = await printedBy(
    `
    for (const [path, options] of [["/bin/true", {}], ["/bin/false", {}], ["/bin/true", { env: { SITE: "x" } }], ["/bin/true", { env: { SECRET: "x" } }], ["/bin/true", { arg0: "cat" }]]) {
      try { using process = WSLCCreateProcess(session, path, [], options); console.log(process.wait()); }
      catch (error) { console.log(error.permission ?? error.message, error.value); }
    }`,
    '{ container: { run: ["/bin/true"], env: ["SITE"] } }',
  );
  expect(printed.map((line) => line.split("\n")[0])).toEqual([
    "0",
    "container.run /bin/false",
    "0",
    "container.env SECRET",
    expect.stringContaining("cat"),
  ]);
});

test.each([
  ["onContainerStarted", "2.9.5"],
  ["onSessionCreated", "2.9.4"],
])("%s has released its processes when it vetoes", async (hook, version) => {
  const script = plugin(`requires: "WSLC", ${hook}(session) {
    globalThis.kept = ${shell("sleep 1000")};
    throw new PluginError("no");
  }`);
  await using hosted = await DllPlugin.start({ script, version });
  const { containers } = hosted.service.wsl;
  const created = await containers.createSession({});
  const outcome = hook === "onSessionCreated" ? created : await containers.start({ name: "web" });
  // The stand-in fails the hook where an object of its thread is left.
  expect(outcome).toMatchObject({ ok: false, text: expect.stringContaining("Error message: 'no'") });
  const calls = hosted.service.eventsOf("call").filter(({ call }) => call === "WSLCCreateProcess");
  expect(calls.map(({ hresult }) => hresult)).toEqual([0]);
});

test("a program whose output is not read waits behind 8 MiB of it, and loses nothing", async () => {
  const printed = await printedBy(`
    using process = ${shell("head -c 60000000 /dev/zero; echo done >&2")};
    try { process.stderr.text({ timeout: 1_000 }); } catch (error) { console.log(HRESULT.format(error.hresult)); }
    console.log(process.exitCode);
    let count = 0;
    for (let part = process.stdout.read(); part !== null; part = process.stdout.read()) count += part.length;
    console.log(count, process.stderr.text(), process.wait());`);
  expect(printed).toEqual(["0x800705B4 (ERROR_TIMEOUT)", "null", "60000000 done\n 0"]);
});

test.each([
  ["2.9.0", true],
  ["2.9.4", true],
  ["2.9.5", false],
  ["3.0.0", false],
])("on WSL %s a VM that runs starts programs, which it does in onSessionCreated: %s", async (version, runsAtOnce) => {
  const script = `
    function attempt(session) {
      for (const call of [
        () => { using process = WSLCCreateProcess(session, "/bin/true"); return process.wait(); },
        () => run(session, "/bin/true").exitCode,
      ]) {
        try { console.log(call()); } catch (error) { console.log(error.name, HRESULT.format(error.hresult)); }
      }
    }
    export default definePlugin({ requires: "WSLC", permissions: "all", onSessionCreated: attempt, onContainerStarted: attempt });`;
  await using hosted = await DllPlugin.start({ script, version });
  await hosted.service.wsl.containers.createSession({});
  await hosted.service.wsl.containers.start({ name: "web" });
  const first = runsAtOnce ? "0" : "WSLApiError 0x80040610 (WSLC_E_VM_NOT_RUNNING)";
  expect(await hosted.printed()).toEqual([first, first, "0", "0"]);
});
