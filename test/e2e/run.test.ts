// Commands in real shells, from the real DLL.

import { createHash } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { DllPlugin, plugin } from "../../src/wslservice/dll-plugin.ts";
import { printedAtStart } from "../support/hosted.ts";

/** The output of onVmStarted with this body. */
function printedBy(body: string, limits = "{}"): Promise<string[]> {
  return printedAtStart(plugin(`limits: ${limits}, async onVmStarted(session) { ${body} }`));
}

const helpers = `
  const sh = (script, options) => run(session, "sh", { args: ["-c", script], check: false, ...options });
  const show = (result) => console.log(result.exitCode, result.signal, JSON.stringify(result.text()), JSON.stringify(result.stderr));
`;

/** Scripts for sh, their options, and their results. */
const cases: readonly (readonly [script: string, options: string, shown: string])[] = [
  ["printf out; printf err >&2; exit 3", "{}", '3 null "out" "err"'],
  ["echo a; echo b >&2", '{ stderr: "merge" }', '0 null "a\\nb\\n" ""'],
  ['pwd; echo "$A"', '{ cwd: "/usr/bin", env: { A: "$HOME *" } }', '0 null "/usr/bin\\n$HOME *\\n" ""'],
  ["id -un", '{ user: "nobody" }', '0 null "nobody\\n" ""'],
  ["cat; exit 1", '{ input: "hi" }', '1 null "hi" ""'],
  ["kill -SEGV $$", "{}", '139 SIGSEGV "" ""'],
  ["exec <&- >&- 2>&-; exit 7", '{ input: "x".repeat(3_000_000) }', '7 null "" ""'],
  ["(sleep 1; echo late) & (sleep 1; echo late >&2) & echo early", "{}", '0 null "early\\n" ""'],
  ["trap '' PIPE; (while sleep 0.1; do echo late; done) & echo early; exit 2", "{}", '2 null "early\\n" ""'],
  ["printf '%032d 0\\n' 0", "{}", `0 null "${"0".repeat(32)} 0\\n" ""`],
  ['for part in 303 244 360 235 204 236; do printf "\\\\$part"; sleep 0.01; done', "{}", '0 null "ä𝄞" ""'],
];

describe.each(["dash", "bash", "busybox"])("with %s for /bin/sh", (shell) => {
  test("commands end with the right result", async () => {
    const useShell = `ExecuteBinary(session, "/bin/ln", ["-sf", "/bin/${shell}", "/bin/sh"]).text();`;
    const runs = cases.map(([script, options]) => `show(sh(${JSON.stringify(script)}, ${options}));`);
    const printed = await printedBy(`${helpers} ${useShell} ${runs.join("\n")}`);
    expect(printed).toEqual(cases.map(([, , shown]) => shown));
  });

  test("an error before the command runs is not reported as an exit code", async () => {
    const printed = await printedBy(`
      ExecuteBinary(session, "/bin/ln", ["-sf", "/bin/${shell}", "/bin/sh"]).text();
      for (const options of [{ cwd: "/nowhere" }, { user: "nonesuch" }, { args: ["-c", "kill -9 $PPID"] }]) {
        try {
          run(session, "sh", { check: false, ...options });
        } catch (error) {
          console.log(error instanceof CommandError, error.exitCode, error.result, error.message);
        }
      }
    `);
    expect(printed).toEqual([
      'true null null run(sh): cannot change to the folder "/nowhere" (options.cwd)',
      expect.stringMatching(/^true null null run\(sh\): su does not run programs as "nonesuch": su: .*nonesuch/),
      expect.stringMatching(
        /^true null null run\(sh -c "kill -9 \$PPID"\): the shell \/bin\/sh ended without reporting/,
      ),
    ]);
  });
});

test("a hundred megabytes of arbitrary bytes stream through a process", async () => {
  const [hash, length] = await printedBy(
    `
    using output = ExecuteBinary(session, "/bin/sh", ["-c", "head -c 100000000 /dev/urandom | tee /run/bytes"]);
    using sum = ExecuteBinary(session, "/usr/bin/sha256sum");
    let length = 0;
    for (let bytes = output.read({ maximum: 1 << 20 }); bytes !== null; bytes = output.read({ maximum: 1 << 20 })) {
      length += bytes.length;
      sum.write(bytes);
    }
    console.log(sum.text().slice(0, 64) === run(session, "sha256sum", { args: ["/run/bytes"] }).text().slice(0, 64));
    console.log(length);
  `,
    "{ scriptTime: 60_000, hookTime: 120_000 }",
  );
  expect([hash, length]).toEqual(["true", "100000000"]);
});

test("a hundred megabytes are returned as one result if memory allows", async () => {
  const expected = createHash("sha256").update(Buffer.alloc(100_000_000, "0123456789abcdef")).digest("hex");
  const printed = await printedBy(
    `
    const { stdout } = run(session, "sh", { args: ["-c", "yes 0123456789abcdef | tr -d '\\\\n' | head -c 100000000"] });
    console.log(stdout.length, run(session, "sha256sum", { input: stdout }).text().slice(0, 64));
  `,
    "{ scriptTime: 60_000, hookTime: 120_000, memory: 1024 * 1024 * 1024 }",
  );
  expect(printed).toEqual([`100000000 ${expected}`]);
});

test("an endless output ends at the memory limit", async () => {
  const script = plugin('onVmStarted(session) { run(session, "yes"); }');
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toMatchObject({ ok: false, hresult: 0x8007000e | 0 });
});

test("a command that takes too long times out", async () => {
  const printed = await printedBy(`
    try {
      run(session, "sleep", { args: ["20"], timeout: 100 });
    } catch (error) {
      console.log(error.message, HRESULT.format(error.hresult));
    }
  `);
  expect(printed).toEqual(["run(sleep 20) failed: 0x800705B4 (ERROR_TIMEOUT) 0x800705B4 (ERROR_TIMEOUT)"]);
});

test("commands that time out leave no process behind", async () => {
  const script = plugin(`async onVmStarted(session) {
    const endless = { args: ["-c", "while :; do echo y; echo n >&2; done"], input: "x".repeat(1_000_000) };
    const controller = new AbortController();
    const aborted = runAsync(session, "sh", { ...endless, signal: controller.signal });
    const timedOut = runAsync(session, "sh", { ...endless, timeout: 50 });
    runAsync(session, "sh", endless);
    runAsync(session, "sh", { ...endless, stderr: "merge" });
    setTimeout(() => controller.abort(), 50);
    console.log((await Promise.allSettled([aborted, timedOut])).map(({ status }) => status));
  }`);
  await using hosted = await DllPlugin.start({ script });
  expect(await hosted.service.startVm()).toEqual({ ok: true });
  const remark = expect.stringContaining("was still running when its hook ended");
  expect(await hosted.printed()).toEqual(["[ 'rejected', 'rejected' ]", remark, remark]);
  const pids = (kind: string) =>
    hosted.service.events.flatMap((event) => ("pid" in event && event.kind === kind ? event.pid : []));
  expect(pids("process-started")).toHaveLength(7);
  await vi.waitFor(
    () => expect(pids("process-exited").toSorted()).toEqual(pids("process-started").toSorted()),
    patience,
  );
});

/** Linux ends processes in its own time. */
const patience = { timeout: 20_000, interval: 20 };

test("64 commands run at once", async () => {
  const printed = await printedBy(
    `
    const numbers = Array.from({ length: 64 }, (_, number) => number);
    const results = await Promise.all(numbers.map((number) => runAsync(session, "sh", {
      args: ["-c", 'read line; echo "$line out"; echo "$line err" >&2; exit "$line"'],
      input: \`\${number}\\n\`,
      check: false,
    })));
    console.log(results.every((result, number) => result.exitCode === number
      && result.text() === \`\${number} out\\n\` && result.stderr === \`\${number} err\\n\`));
  `,
    "{ scriptTime: 60_000, hookTime: 120_000 }",
  );
  expect(printed).toEqual(["true"]);
});

test("a command can wait for another one in the script", async () => {
  const printed = await printedBy(`
    const fifo = "/run/fifo";
    run(session, "mkfifo", { args: [fifo] });
    const [reader] = await Promise.all([
      runAsync(session, "cat", { args: [fifo] }),
      runAsync(session, "sh", { args: ["-c", 'cat >"$1"', "sh", fifo], input: "from one to the other" }),
    ]);
    console.log(reader.text());
  `);
  expect(printed).toEqual(["from one to the other"]);
});

test("a shell that cannot be started is named, and the other one is closed", async () => {
  const script = plugin(`onVmStarted(session) { run(session, "uname"); }`);
  await using hosted = await DllPlugin.start({ script });
  await hosted.service.injectFault({ call: "ExecuteBinary", hresult: 0x80004005 | 0 });
  const outcome = await hosted.service.startVm();
  expect(outcome).toMatchObject({ ok: false, hresult: 0x80004005 | 0 });
  expect((await hosted.failures())[0]?.message).toContain("run(uname): starting the shell /bin/sh failed");
});

test("Linux.waitForSystemd waits until systemd has started everything", async () => {
  const systemctl = `#!/bin/sh
    echo "$@" >>/run/asked
    case $(wc -l </run/asked) in 1) echo offline; exit 1;; 2) echo starting; exit 1;; *) echo degraded; exit 1;; esac`;
  const script = plugin(`requires: "ExecuteBinaryInDistribution", onDistributionStarted(session, distribution) {
    console.log(Linux.waitForSystemd(session, { distribution }));
    run(session, "mkdir", { args: ["-p", "/run/systemd/system"], distribution });
    Linux.writeTextFile(session, "/usr/local/bin/systemctl", ${JSON.stringify(systemctl)}, { distribution, mode: 0o755 });
    console.log(Linux.waitForSystemd(session, { distribution, timeout: 10_000 }));
  }`);
  await using hosted = await DllPlugin.start({ script });
  const outcome = await hosted.service.startDistribution({ name: "Debian" });
  if (!outcome.ok) throw new Error(outcome.text);
  expect(await hosted.printed()).toEqual(["not in use", "degraded"]);
});

test("a replaced file keeps its owner and mode, and is never visible half-written", async () => {
  const printed = await printedBy(`
    const stat = () => run(session, "stat", { args: ["-c", "%a %U %s", "/run/file"] }).text().trimEnd();
    Linux.writeTextFile(session, "/run/file", "one");
    console.log(stat());
    run(session, "chown", { args: ["nobody", "/run/file"] });
    run(session, "chmod", { args: ["640", "/run/file"] });
    Linux.writeTextFile(session, "/run/file", "ä".repeat(100_000));
    console.log(stat());
    Linux.writeTextFile(session, "/run/file", "", { mode: 0o4711 });
    console.log(stat(), run(session, "ls", { args: ["/run"] }).text().trimEnd());
    for (const path of ["/run", "/no/such/folder/file"]) {
      try {
        Linux.writeTextFile(session, path, "x");
      } catch (error) {
        console.log(error.stderr.trimEnd());
      }
    }
    console.log(run(session, "ls", { args: ["/"] }).text().includes("run."));
  `);
  expect(printed).toEqual([
    "644 root 3",
    "640 nobody 200000",
    "4711 nobody 0 file",
    "/run is a folder",
    expect.stringContaining("/no/such/folder/file"),
    "false",
  ]);
});
