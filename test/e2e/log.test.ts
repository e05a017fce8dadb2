import { chmod, chown, link, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { WslService } from "../../src/wslservice/driver.ts";
import { PluginFolder } from "../../src/wslservice/plugin-folder.ts";
import { programData, windowsPath } from "../../src/wslservice/wine.ts";

const harmless = plugin("onVmStarted() {}");

test("the log contains the script's output with its levels, and the results of loads and hooks", async () => {
  const script = plugin(`
    onVmStarted() { console.debug("a"); console.log("b"); console.info("c"); console.warn("d"); console.error("e"); },
    onVmStopping() { throw new Error("too late"); }
  `);
  await using hosted = await DllPlugin.start({ script, settings: { log: { level: "debug" } } });
  await hosted.service.startVm();
  await hosted.service.stopVm();
  const lines = await hosted.log();
  expect(lines.map(({ level, event, hook = "", message }) => [level, event, hook, message].join(" "))).toEqual([
    "info load  loaded",
    "debug console  a",
    "info console  b",
    "info console  c",
    "warn console  d",
    "error console  e",
    "info hook OnVMStarted done",
    expect.stringMatching(/^error hook OnVMStopping hello\.js:\d+:\d+: Error: too late$/),
  ]);
  expect(lines.at(-1)).toMatchObject({
    plugin: "hello",
    hresult: "0x80004005 (E_FAIL)",
    location: expect.stringMatching(/^hello\.js:3:\d+$/),
    stack: expect.stringMatching(/^Error: too late\n {4}at onVmStopping \(hello\.js:3:\d+\)$/),
  });
  for (const { time } of lines) {
    expect(new Date(time).toISOString()).toBe(time);
  }
});

test("lines below the level of the settings are dropped", async () => {
  const script = plugin(`onVmStarted() { console.log("a"); console.warn("b"); console.error("c"); }`);
  await using hosted = await DllPlugin.start({ script, settings: { log: { level: "warn" } } });
  await hosted.service.startVm();
  expect((await hosted.log()).map(({ message }) => message)).toEqual(["b", "c"]);
});

test("any text is logged as one line of JSON", async () => {
  const text = 'quotes " \\ \u0000 \u0001 \u007f \n\r\t \u2028 ä 𐍈 \udbff';
  const script = plugin(`onVmStarted() { console.log(${JSON.stringify(text)}); }`);
  await using hosted = await DllPlugin.start({ script });
  await hosted.service.startVm();
  expect(await hosted.printed()).toEqual([text.replace("\udbff", "\ufffd")]);
});

test("a log that reaches its size becomes <file>.1, and no line is lost", async () => {
  const script = plugin(`onVmStarted() { for (let i = 0; i < 1500; i++) console.log(i + "-".repeat(1000)); }`);
  const settings = { log: { maximumSize: 1024 * 1024 } };
  await using hosted = await DllPlugin.start({ script, settings });
  await hosted.service.startVm();
  const old = await hosted.log("hello.log.1");
  const young = await hosted.log();
  const numbers = [...old, ...young]
    .filter(({ event }) => event === "console")
    .map(({ message }) => Number.parseInt(message, 10));
  expect(numbers).toEqual(Array.from({ length: 1500 }, (_, i) => i));
  expect((await readFile(join(hosted.folder.path, "hello.log.1"))).length).toBeLessThanOrEqual(1024 * 1024);
});

test("every line is also sent to the debugger", async () => {
  await using hosted = await DllPlugin.start({ script: plugin(`onLoad() { console.log("hi, Ümläut"); }`) });
  const shown = hosted.service.eventsOf("debug-output").map(({ text }) => JSON.parse(text).message);
  expect(shown).toEqual(["hi, Ümläut", "loaded"]);
});

test("without settings the log is under %ProgramData%, named after the plugin", async () => {
  await using folder = await PluginFolder.create();
  const name = `unset-${process.pid}`;
  const dll = await folder.addDll(name, paths.dll);
  await folder.write(`${name}.js`, plugin(`onLoad(context) { console.log(context.name); }`));
  await using service = await WslService.start({ version: "2.4.4", plugins: [{ name, dll }] });
  try {
    expect(await service.readLog(name)).toContain(`"message":"${name}"`);
  } finally {
    await rm(join(programData, "wsl-script-host", `${name}.log`));
  }
});

/** Settings of a plugin whose log is in the folder. */
function putLog(folder: string, plugin: string, log: string, maximumSize = 1024 * 1024): Promise<void> {
  const settings = { log: { file: windowsPath(join(folder, log)), maximumSize } };
  return writeFile(join(folder, `${plugin}.json`), JSON.stringify(settings));
}

/** Another process prints what Wine shows of the event log. */
async function reported(hosted: DllPlugin, pattern: RegExp): Promise<void> {
  await expect.poll(() => hosted.service.standIn.stderr.replaceAll("\\\\", "\\"), { timeout: 10_000 }).toMatch(pattern);
}

test.each([
  ["%ProgramData%\\planted", "%ProgramData%\\planted"],
  ["another spelling of it", "C:/PROGRAMDATA\\.\\x\\..\\planted"],
])("a log in a folder that another user created, as %s, is not written but reported", async (_, path) => {
  const folder = join(programData, `planted-${process.pid}`);
  await mkdir(folder);
  try {
    await chown(folder, 12345, 12345);
    const settings = { log: { file: `${path}-${process.pid}\\hello.log` } };
    await using hosted = await DllPlugin.start({ script: plugin("onVmStarted() {}"), settings });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    const shown = hosted.service.eventsOf("debug-output").map(({ text }) => text);
    const refused = /cannot open the log .*planted.*0x800B0004.*: C:.*planted-\d+ belongs to .*\(S-1-5-7\)/i;
    expect(shown.filter((text) => refused.test(text))).toHaveLength(1);
    await reported(hosted, refused);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a log in a folder that any user may write to is not written", async () => {
  const prepare = async (folder: string) => {
    await mkdir(join(folder, "logs"));
    await chmod(join(folder, "logs"), 0o777);
    await putLog(folder, "hello", "logs/hello.log");
  };
  await using hosted = await DllPlugin.start({ script: harmless, prepare });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  await reported(hosted, /logs: Everyone \(S-1-1-0\) may add files to it/);
  expect(await readdir(join(hosted.folder.path, "logs"))).toEqual([]);
});

test("a log that is a link to another file, or another name of one, is not written", async () => {
  for (const [name, reason] of [
    ["hard.log", /hard\.log has another name/],
    ["soft.log", /soft\.log leads to C:/],
    ["target:stream", /names a stream/],
  ] as const) {
    const prepare = async (folder: string) => {
      await writeFile(join(folder, "target"), "precious");
      await link(join(folder, "target"), join(folder, "hard.log"));
      await symlink("target", join(folder, "soft.log"));
      await putLog(folder, "hello", name);
    };
    await using hosted = await DllPlugin.start({ script: harmless, prepare });
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await reported(hosted, reason);
    expect(await readFile(join(hosted.folder.path, "target"), "utf8")).toBe("precious");
  }
});

test("a log under a variable that does not exist is not written anywhere", async () => {
  const settings = { log: { file: "%NOSUCHVARIABLE%\\hello.log" } };
  await using hosted = await DllPlugin.start({ script: harmless, settings });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  await reported(hosted, /%NOSUCHVARIABLE%\\hello\.log does not start with a drive/);
});

test("a log whose old file cannot be replaced stops growing at twice its size, and reports lost lines", async () => {
  const script = plugin(`onVmStarted() { for (let i = 0; i < 400; i++) console.log(i + "-".repeat(1000)); }`);
  const prepare = (folder: string) => mkdir(join(folder, "hello.log.1"));
  await using hosted = await DllPlugin.start({ script, settings: { log: { maximumSize: 65536 } }, prepare });
  await hosted.service.startVm();
  const { size } = await stat(join(hosted.folder.path, "hello.log"));
  expect(size).toBeGreaterThan(120_000);
  expect(size).toBeLessThanOrEqual(2 * 65536);
  await reported(hosted, /cannot rotate the log/);
});

test("two plugins with one log lose none of its newest lines", async () => {
  const script = plugin(`
    onVmStarted({ userSid }) {
      globalThis.at ??= 0;
      for (let i = 0; i < 20; i++) console.log(globalThis.at++ + "-".repeat(1000));
    }`);
  const prepare = async (folder: string) => {
    await putLog(folder, "hello", "hello.log", 65536);
    await putLog(folder, "other", "hello.log", 65536);
  };
  await using hosted = await DllPlugin.start({ script, others: { other: script }, prepare });
  for (let i = 0; i < 12; i++) {
    expect(await hosted.service.startVm()).toEqual({ ok: true });
    await hosted.service.stopVm();
  }
  const lines = [...(await hosted.log("hello.log.1")), ...(await hosted.log())].filter(
    ({ event }) => event === "console",
  );
  expect(lines.length).toBeGreaterThan(60);
  for (const name of ["hello", "other"]) {
    const numbers = lines.filter(({ plugin }) => plugin === name).map(({ message }) => Number.parseInt(message, 10));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => 240 - numbers.length + i));
  }
});

test("a log that an administrator deletes is created again, and no line is lost", async () => {
  const script = plugin(`onVmStarted() { console.log("before"); }, onVmStopping() { console.log("after"); }`);
  await using hosted = await DllPlugin.start({ script });
  await hosted.service.startVm();
  await rm(join(hosted.folder.path, "hello.log"));
  await hosted.service.stopVm();
  expect(await hosted.printed()).toEqual(["after"]);
});

test("a script's output takes no more than its share of the log", async () => {
  const script = plugin(`onLoad() { console.log("\\u{1f600}".repeat(1e6)); console.log("next"); }`);
  await using hosted = await DllPlugin.start({ script });
  const [long = "", next] = await hosted.printed();
  expect(long).toMatch(/^(?:\u{1f600}){16384}$/u);
  expect(next).toBe("next");
});

test("a log that cannot be written is reported to the debugger, and does not block the plugin", async () => {
  const settings = { log: { file: "C:\\windows\\system32\\kernel32.dll\\hello.log" } };
  const script = plugin(`onVmStarted() { console.log("still here"); }`);
  await using hosted = await DllPlugin.start({ script, settings });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  const shown = hosted.service.eventsOf("debug-output").map(({ text }) => text.trim());
  expect(shown.filter((text) => text.startsWith("wsl-script-host: cannot open the log"))).toHaveLength(1);
  expect(shown.some((text) => text.includes("still here"))).toBe(true);
});
