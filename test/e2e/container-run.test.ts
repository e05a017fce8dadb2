// run() in the VMs of container sessions: the DLL, and real programs without a shell around them.

import { expect, test } from "vitest";
import { DllPlugin } from "../../src/wslservice/dll-plugin.ts";

/** What the body of a hook of the VM's start prints. */
async function printedBy(body: string, permissions = '"all"'): Promise<string[]> {
  const script = `
    const sh = (script, options) => ["/bin/sh", { args: ["-c", script], check: false, ...options }];
    export default definePlugin({
      requires: "WSLCVmHooks",
      permissions: ${permissions},
      async onWslcVmStarted(session) { ${body} },
    });
    function failureOf(action) {
      try { action(); return "none"; } catch (error) { return error.name + " " + error.exitCode + " " + error.message; }
    }`;
  await using hosted = await DllPlugin.start({ script, version: "2.9.5" });
  await hosted.service.wsl.containers.createSession({});
  await hosted.service.wsl.containers.pullImage({ name: "debian:latest" });
  expect(hosted.service.eventsOf("crash")).toEqual([]);
  return hosted.printed();
}

/** Scripts for sh, their options, and how they end. */
const cases: readonly (readonly [script: string, options: string, shown: string])[] = [
  ["printf out; printf err >&2; exit 3", "{}", '3 null "out" "err"'],
  ["printf out; printf err >&2", '{ stderr: "ignore" }', '0 null "out" ""'],
  ['printf "$SITE $HOME $LANG"', '{ env: { SITE: "$HOME *" } }', '0 null "$HOME * /root C.UTF-8" ""'],
  ["cat; exit 1", '{ input: "hi" }', '1 null "hi" ""'],
  ["cat", "{}", '0 null "" ""'],
  ["kill -SEGV $$", "{}", '139 SIGSEGV "" ""'],
  ["head -c 300000 /dev/zero >&2; wc -c", '{ input: "x".repeat(300_000) }', '0 null "300000\\n" 300000'],
  ["exec <&-; exit 7", '{ input: "x".repeat(3_000_000) }', '7 null "" ""'],
  ["exec >&- 2>&-; test $(wc -c) = 1000000", '{ input: "x".repeat(1_000_000) }', '0 null "" ""'],
  ["(while kill -0 $$ 2>/dev/null; do sleep 0.01; done; printf late) & printf early", "{}", '0 null "earlylate" ""'],
];

test("commands in a container session end as they should", async () => {
  const runs = cases.map(([script, options]) => `show(run(session, ...sh(${JSON.stringify(script)}, ${options})));`);
  const printed = await printedBy(`
    const show = (result) => console.log(result.exitCode, result.signal, JSON.stringify(result.text()), short(result.stderr));
    const short = (text) => text.length > 100 ? text.length : JSON.stringify(text);
    ${runs.join("\n")}`);
  expect(printed).toEqual(cases.map(([, , shown]) => shown));
});

test("commands in a container session run side by side, and prepared ones many times", async () => {
  const printed = await printedBy(`
    const cat = ApiV1.prepare("/bin/cat");
    const running = ["one", "two", "three"].map((input) => cat.runAsync(session, { input }));
    console.log((await Promise.all(running)).map((result) => result.text()).join());
    console.log(cat.run(session.sessionId, { input: "four" }).text());`);
  expect(printed).toEqual(["one,two,three", "four"]);
});

test("a program that is not there or cannot be executed ends as in a shell", async () => {
  const printed = await printedBy(`
    for (const path of ["/does/not/exist", "/etc"]) {
      console.log(failureOf(() => run(session, path)));
      console.log(run(session, path, { check: false }).exitCode);
    }`);
  expect(printed).toEqual([
    "CommandError 127 run(/does/not/exist) failed: there is no such program (exit code 127)",
    "127",
    "CommandError 126 run(/etc) failed: the program cannot be executed (exit code 126)",
    "126",
  ]);
});

test("a command in a container session times out, and can be aborted", async () => {
  const printed = await printedBy(`
    console.log(failureOf(() => run(session, "/bin/sleep", { args: ["1000"], timeout: 1 })));
    const controller = new AbortController();
    const running = runAsync(session, "/bin/sleep", { args: ["1000"], signal: controller.signal });
    controller.abort(new Error("enough"));
    await running.catch((error) => console.log(error.message));`);
  expect(printed).toEqual(["WSLApiError undefined run(/bin/sleep 1000) failed: 0x800705B4 (ERROR_TIMEOUT)", "enough"]);
});

test("options that need a shell are mistakes of the script in a container session", async () => {
  const printed = await printedBy(`
    for (const [command, options] of [
      ["uname", {}],
      ["/bin/true", { cwd: "/" }],
      ["/bin/true", { user: "nobody" }],
      ["/bin/true", { stderr: "merge" }],
      ["/bin/true", { distribution: "6fa459ea-ee8a-3ca4-894e-db77e160355e" }],
    ]) console.log(failureOf(() => run(session, command, options)));
    console.log(failureOf(() => ApiV1.prepare("/bin/true", { user: "nobody" }).run(session)));`);
  const without = "is for sessions with distributions; WSL starts programs in container sessions without a shell";
  expect(printed).toEqual([
    'TypeError undefined run: command must be an absolute path such as "/sbin/sysctl" in a container session, not "uname"',
    `TypeError undefined run: options.cwd ${without}`,
    `TypeError undefined run: options.user ${without}`,
    `TypeError undefined run: options.stderr: "merge" ${without}`,
    "TypeError undefined run: options.distribution: a container session has none",
    `TypeError undefined PreparedCommand.run: options.user ${without}`,
  ]);
});

test("commands in container sessions have to be declared as such", async () => {
  const printed = await printedBy(
    `for (const [command, options] of [["/bin/true", {}], ["/bin/false", {}], ["/bin/true", { env: { SECRET: "x" } }]]) {
      console.log(failureOf(() => run(session, command, options)).split("\\n")[0]);
    }`,
    '{ vm: { run: ["/bin/false"] }, container: { run: ["/bin/true"] } }',
  );
  expect(printed).toEqual([
    "none",
    expect.stringContaining('permissions: { container: { run: ["/bin/false"] } }'),
    expect.stringContaining('permissions: { container: { env: ["SECRET"] } }'),
  ]);
});
