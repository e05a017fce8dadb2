// Commands in the simulator: the shells are simulated, and tests answer for the programs.

import { describe, expect, test } from "vitest";
import {
  type ProcessCall,
  type Processes,
  type SimulatedWsl,
  startWsl,
  useRealProgram,
} from "../../src/simulator/index.ts";

/** Runs `body` in onVmStarted, with the session as `session`. */
async function play(body: string, processes: Processes): Promise<SimulatedWsl> {
  const script = `export default definePlugin({ async onVmStarted(session) { ${body} }, permissions: "all" });\n`;
  const wsl = await startWsl({ plugin: { script }, processes });
  const outcome = await wsl.startVm();
  if (!outcome.ok) throw new Error(outcome.text);
  return wsl;
}

describe("a program of run", () => {
  test("receives its arguments, environment, folder and user", async () => {
    const calls: ProcessCall[] = [];
    using wsl = await play(
      `run(session, "id", { args: ["a b", "--"], input: "in", env: { A: "b=c", B: "" }, cwd: "/srv", user: "ada" });
       run(session, "/usr/bin/id");`,
      (call) => {
        calls.push({ ...call, input: call.input, inputBytes: call.inputBytes });
        return "";
      },
    );
    const place = { session: 0, distribution: null };
    const given = { args: ["a b", "--"], env: { A: "b=c", B: "" }, cwd: "/srv", user: "ada" };
    expect(calls).toMatchObject([
      { ...place, ...given, path: "id", arg0: "id", input: "in" },
      { ...place, path: "/usr/bin/id", arg0: "/usr/bin/id", args: [], env: {}, input: "" },
    ]);
    expect(calls[1]).not.toHaveProperty("user");
    expect(wsl.processes).toMatchObject([
      { ...given, path: "id", input: "in", exitCode: 0 },
      { path: "/usr/bin/id", exitCode: 0 },
    ]);
  });

  test("answers with output, standard error and an exit code, none of which go to dmesg", async () => {
    using wsl = await play(
      `const { exitCode, stderr, stdout } = run(session, "/a", { check: false });
       console.log(exitCode, JSON.stringify(stderr), stdout);`,
      { "/a": { stdout: Uint8Array.of(0, 255), stderr: "one\ntwo", exitCode: 3 } },
    );
    expect(wsl.printed).toEqual(['3 "one\\ntwo" Uint8Array(2) [ 0, 255 ]']);
    expect(wsl.eventsOf("dmesg")).toEqual([]);
    expect(wsl.eventsOf("process-exited").map(({ exitCode }) => exitCode)).toEqual([3]);
  });

  test("is found by its name in the usual folders, by its command line first", async () => {
    using wsl = await play(
      `for (const args of [[], ["-r"], ["-m"]]) console.log(run(session, "uname", { args }).text());`,
      { "/bin/uname": "by path", "/bin/uname -r": "by line and path", "uname -m": "by line" },
    );
    expect(wsl.printed).toEqual(["by path", "by line and path", "by line"]);
  });

  test("can continue in steps", async () => {
    using wsl = await play(`console.log(run(session, "rev", { input: "abc" }).text());`, {
      *"/usr/bin/rev"() {
        for (let line = yield; line !== null; line = yield) yield [...line].reverse().join("");
        return { stderr: "done", exitCode: 0 };
      },
    });
    expect(wsl.printed).toEqual(["cba"]);
  });

  test("that never ends is waited for until the time-out, and no time passes", async () => {
    using wsl = await play(
      `try { run(session, "cat", { timeout: 5_000 }); } catch (error) { console.log(error.message); }`,
      {
        *"/bin/cat"() {
          while ((yield) === null);
          for (;;) yield;
        },
      },
    );
    expect(wsl.printed).toEqual(["run(cat) failed: 0x800705B4 (ERROR_TIMEOUT)"]);
  });

  test("ends with its VM", async () => {
    const script = `export default definePlugin({ permissions: "all",
      async onVmStarted(session) { runAsync(session, "daemon"); },
    });`;
    await using wsl = await startWsl({
      plugin: { script },
      processes: {
        *daemon() {
          for (;;) yield;
        },
      },
    });
    await wsl.startVm();
    await wsl.stopVm();
    expect(wsl.processes).toMatchObject([{ path: "daemon", signal: "SIGKILL" }]);
  });
});

describe("files that Linux.writeTextFile writes", () => {
  const write = `Linux.writeTextFile(session, "/etc/note", "one"); Linux.writeTextFile(session, "/etc/note", "two");`;

  test("can be read, unless the test says otherwise", async () => {
    using wsl = await play(`${write} console.log(Linux.readTextFile(session, "/etc/note"));`, {});
    expect(wsl.printed).toEqual(["two"]);
    expect(wsl.processes.map(({ path, args, input }) => [path, args[3], input])).toEqual([
      ["sh", "/etc/note", "one"],
      ["sh", "/etc/note", "two"],
      ["cat", undefined, ""],
    ]);
    using other = await play(`${write} console.log(Linux.readTextFile(session, "/etc/note"));`, {
      "/bin/cat": "three",
    });
    expect(other.printed).toEqual(["three"]);
  });

  test("are in one place, and disappear with the VM", async () => {
    const script = `export default definePlugin({ permissions: "all",
      requires: "2.1.2",
      onVmStarted(session) { ${write} },
      onDistributionStarted(session, distribution) {
        for (const options of [{ distribution }, {}]) {
          try { console.log(Linux.readTextFile(session, "/etc/note", options)); } catch (error) { console.log(error.exitCode); }
        }
      },
      onVmStopping(session) { console.log(Linux.readTextFile(session, "/etc/note")); },
    });`;
    await using wsl = await startWsl({ plugin: { script } });
    await wsl.startDistribution("Debian");
    await wsl.stopVm();
    expect(wsl.printed).toEqual(["127", "two", "two"]);
  });

  test("waits for no systemd, unless the test says that there is one", async () => {
    const script = `export default definePlugin({ permissions: "all", requires: "2.1.2", onDistributionStarted(session, distribution) {
      console.log(Linux.waitForSystemd(session, { distribution }));
    } });`;
    await using wsl = await startWsl({ plugin: { script } });
    await wsl.startDistribution("Debian");
    expect(wsl.printed).toEqual(["not in use"]);
  });
});

describe.runIf(process.platform === "linux")("real programs", () => {
  test("run under the real shell", async () => {
    using wsl = await play(
      `const options = { args: ["-c", 'cat; echo "$A" >&2; pwd; exit 4'], env: { A: "b" }, cwd: "/usr", input: "in ", check: false };
       const { exitCode, stderr, stdout } = run(session, "sh", options);
       console.log(exitCode, stderr, new TextDecoder().decode(stdout));
       console.log(run(session, "sh", { ...options, stderr: "merge" }).text());
       console.log(run(session, "sh", { args: ["-c", "kill -9 $$"], check: false }).signal);
       console.log(run(session, "no-such-program", { check: false }).exitCode);`,
      useRealProgram,
    );
    expect(wsl.printed).toEqual(["4 b\n in /usr\n", "in b\n/usr\n", "SIGKILL", "127"]);
  });

  test("read and print more than a pipe holds, at once", async () => {
    using wsl = await play(
      `const input = "x".repeat(1_000_000);
       const results = await Promise.all([1, 2, 3].map(() => runAsync(session, "sh", { args: ["-c", "tee /dev/stderr"], input })));
       console.log(results.every(({ stdout, stderr }) => stdout.length === input.length && stderr === input));`,
      useRealProgram,
    );
    expect(wsl.printed).toEqual(["true"]);
  });

  test("can replace those that the plugin asks for", async () => {
    using wsl = await play(`console.log(run(session, "/opt/agent", { args: ["x"] }).text());`, {
      "/opt/agent": { program: "/bin/echo", args: ["really", "--", "this"] },
    });
    expect(wsl.printed).toEqual(["really -- this\n"]);
  });
});
