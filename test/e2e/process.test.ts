// WSLProcess with real processes at the other end.

import { expect, test } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { printedAtStart } from "../support/hosted.ts";
import { eventOf } from "../support/service-events.ts";

/** Runs `body` in onVmStarted, with the session as `session`, and returns what it printed. */
function printedBy(body: string): Promise<string[]> {
  return printedAtStart(plugin(`onVmStarted(session) { ${body} }`));
}

test("a program's output is read as text, bytes and lines", async () => {
  const body = `
    const run = (script) => ExecuteBinary(session, "/bin/sh", ["-c", script]);
    console.log(run("echo one; echo two").text());
    console.log(run("printf '\\\\303\\\\244\\\\000\\\\377'").bytes());
    for (const line of run("echo one; echo; printf three").lines()) console.log("[" + line + "]");
  `;
  expect(await printedBy(body)).toEqual(["one\ntwo\n", "Uint8Array(4) [ 195, 164, 0, 255 ]", "[one]", "[]", "[three]"]);
});

test("a program reads what is written until its input is closed", async () => {
  const body = `
    using process = ExecuteBinary(session, "/usr/bin/sort");
    process.write("b\\n");
    process.write(new TextEncoder().encode("a\\n"));
    process.closeInput();
    console.log(process.text());
  `;
  expect(await printedBy(body)).toEqual(["a\nb\n"]);
});

test("megabytes go through a program that answers while it reads", async () => {
  const body = `
    const sent = new Uint8Array(2 * 1024 * 1024).map((_, i) => i * 7 + (i >> 8));
    using process = ExecuteBinary(session, "/bin/cat");
    process.write(sent);
    process.closeInput();
    const got = process.bytes();
    console.log(got.length, got.every((byte, i) => byte === sent[i]));
  `;
  expect(await printedBy(body)).toEqual(["2097152 true"]);
});

test("argv arrives unchanged, argv[0] included", async () => {
  const body = `
    const args = ["a b", "", "$HOME", "*", "ä𐍈", "x\\ny"];
    using process = ExecuteBinary(session, "/usr/bin/perl", ["-e", 'print join("|", @ARGV)', ...args]);
    console.log(process.text());
    using named = ExecuteBinary(session, "/bin/sh", ["-c", "tr '\\\\0' '|' </proc/$$/cmdline"], { arg0: "login" });
    console.log(named.text());
  `;
  const [args, named] = await printedBy(body);
  expect(args).toBe("a b||$HOME|*|ä𐍈|x\ny");
  expect(named).toMatch(/^login\|-c\|/);
});

test("running a program that does not exist throws an error that names the call", async () => {
  const body = `try { ExecuteBinary(session, "/bin/nothing", ["a"]) } catch (error) { console.log(error.name, error.message) }`;
  expect(await printedBy(body)).toEqual([
    "WSLApiError ExecuteBinary(/bin/nothing a) failed: 0x80004005 (E_FAIL): the program does not exist or cannot be started",
  ]);
});

test("a process that is left open is closed when its hook ends, with a line in the log", async () => {
  await using hosted = await DllPlugin.start({
    script: plugin(`onVmStarted(session) { ExecuteBinary(session, "/bin/cat", ["-"]); }`),
  });
  await hosted.service.startVm();
  await eventOf(hosted.service, { kind: "process-exited" });
  const warnings = (await hosted.log()).filter(({ level }) => level === "warn");
  expect(warnings).toMatchObject([{ message: expect.stringContaining("ExecuteBinary(/bin/cat -) was left open") }]);
});

test("a wait for a silent program ends with its time-out", async () => {
  const body = `
    using process = ExecuteBinary(session, "/bin/sleep", ["600"]);
    try { process.read({ timeout: 50 }) } catch (error) { console.log(error.name, error.hresult.toString(16)) }
  `;
  expect(await printedBy(body)).toEqual(["WSLApiError 800705b4"]);
});

test("a wait without a time-out ends with the hook's time", async () => {
  await using hosted = await DllPlugin.start({
    script: plugin(`
      limits: { hookTime: 200 },
      onVmStarted(session) { ExecuteBinary(session, "/bin/sleep", ["600"]).text(); }`),
  });
  expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: 0x800705b4 | 0 });
});

test("a mounted folder is visible to programs, and cannot be written to if it is read-only", async () => {
  const script = plugin(`
    onLoad({ scriptPath }) { globalThis.folder = scriptPath.replace(/\\\\[^\\\\]*$/, ""); },
    onVmStarted(session) {
      MountFolder(session, folder, "/mnt/fixed");
      MountFolder(session, folder, "/mnt/open", false);
      const run = (command) => ExecuteBinary(session, "/bin/sh", ["-c", "exec 2>&1; " + command]).text().trim();
      console.log(run("cat /mnt/fixed/note.txt"));
      console.log(run("echo new >/mnt/fixed/made.txt"));
      console.log(run("echo new >/mnt/open/made.txt && cat /mnt/fixed/made.txt"));
    }`);
  await using hosted = await DllPlugin.start({ script });
  await hosted.folder.write("note.txt", "hello");
  await hosted.service.startVm();
  expect(await hosted.printed()).toEqual(["hello", expect.stringMatching(/Read-only file system$/), "new"]);
});
