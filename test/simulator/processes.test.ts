// Programs in the simulator: answers, functions, steps, and real programs.

import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { type Processes, type SimulatedWsl, startWsl, useRealProgram } from "../../src/simulator/index.ts";

const ERROR_TIMEOUT = 0x800705b4 | 0;

/** Runs `body` in onVmStarted, with the session as `session`. */
async function play(body: string, processes: Processes, options: object = {}): Promise<SimulatedWsl> {
  const script = `export default definePlugin({ permissions: "all", limits: { hookTime: 1000 }, onVmStarted(session) { ${body} } });\n`;
  const wsl = await startWsl({ plugin: { script }, processes, ...options });
  await wsl.startVm();
  return wsl;
}

const text = (path: string, ...args: string[]) =>
  `ExecuteBinary(session, ${JSON.stringify(path)}, ${JSON.stringify(args)}).text()`;
const failures = (wsl: SimulatedWsl) => wsl.log.filter(({ level }) => level === "error").map(({ message }) => message);

describe("a test's answers for programs", () => {
  test("are found by command line first, then by path", async () => {
    using wsl = await play(`console.log(${text("/bin/cat", "/etc/hostname")}, ${text("/bin/cat", "else")});`, {
      "/bin/cat": "any",
      "/bin/cat /etc/hostname": "penguin",
    });
    expect(wsl.printed).toEqual(["penguin any"]);
  });

  test("can be bytes, or texts with an exit code", async () => {
    using wsl = await play(`console.log(ExecuteBinary(session, "/a").bytes(), ${text("/b")});`, {
      "/a": Uint8Array.of(0, 255),
      "/b": { stdout: "out", stderr: "one\ntwo\n", exitCode: 3 },
    });
    expect(wsl.printed).toEqual(["Uint8Array(2) [ 0, 255 ] out"]);
    expect(wsl.eventsOf("dmesg").map((event) => event.text)).toEqual(["one", "two"]);
    expect(wsl.eventsOf("process-exited").map(({ exitCode }) => exitCode)).toEqual([0, 3]);
    expect(wsl.processes.map(({ exitCode }) => exitCode)).toEqual([0, 3]);
  });

  test("that are missing mean that the program does not exist", async () => {
    using wsl = await play(text("/bin/nothing"), {});
    expect(failures(wsl)).toEqual([
      expect.stringContaining(
        "ExecuteBinary(/bin/nothing) failed: 0x80004005 (E_FAIL): the program does not exist or cannot be started",
      ),
    ]);
    expect(wsl.processes).toEqual([]);
    expect(wsl.eventLog).toContain('/bin/nothing is not there: "processes" lack "/bin/nothing": "..."');
  });

  test("that a command lacks are named in its error, with the line to add", async () => {
    using wsl = await play(`run(session, "cat", { args: ["/etc/os-release", 'a"b'] });`, {});
    const line = '"cat /etc/os-release a\\"b": "..."';
    expect(failures(wsl)).toEqual([
      expect.stringContaining(
        `failed: there is no such program (exit code 127): sh: 1: exec: cat: not found (the simulator's "processes" lack ${line})`,
      ),
    ]);
    expect(wsl.eventsOf("process-unanswered")).toMatchObject([{ session: 0, distribution: null, path: "cat", line }]);
    using mended = await play(`run(session, "cat", { args: ["/etc/os-release", 'a"b'] });`, JSON.parse(`{${line}}`));
    expect(failures(mended)).toEqual([]);
  });

  test("of null mean that the program does not exist, intentionally", async () => {
    using wsl = await play(`run(session, "cat"); ${text("/bin/nothing")}`, { cat: null, "/bin/nothing": null });
    expect(failures(wsl)).toEqual([expect.stringMatching(/exec: cat: not found$/)]);
    expect(wsl.eventsOf("process-unanswered")).toEqual([]);
  });

  test("are read in parts of any size", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/a");
       for (let part; (part = process.read({ maximum: 4 })) !== null; ) console.log(part.length);`,
      { "/a": "abcdefghij" },
    );
    expect(wsl.printed).toEqual(["4", "4", "2"]);
  });
});

describe("a function as a program", () => {
  test("receives where and how each program is started", async () => {
    const seen: unknown[] = [];
    const script = `export default definePlugin({ permissions: "all", requires: "2.1.2",
      onDistributionStarted(session, distribution) {
        ExecuteBinary(session, "/a", ["1"], { arg0: "b" }).close();
        ExecuteBinaryInDistribution(session, distribution, "/c").close();
      } });`;
    await using wsl = await startWsl({
      plugin: { script },
      processes: ({ session, distribution, path, args, arg0 }) => {
        seen.push({ session, distribution, path, args, arg0 });
        return "";
      },
    });
    await wsl.startDistribution("Debian");
    expect(seen).toEqual([
      { session: 0, distribution: null, path: "/a", args: ["1"], arg0: "b" },
      { session: 0, distribution: "Debian", path: "/c", args: [], arg0: "/c" },
    ]);
  });

  test("can return undefined if the program does not exist", async () => {
    using wsl = await play(text("/a"), () => undefined);
    expect(failures(wsl)).toEqual([expect.stringContaining("E_FAIL")]);
  });

  test("receives all input, once it has ended", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/bin/cat");
       process.write("hällo "); process.write(Uint8Array.of(0xc3)); process.write(Uint8Array.of(0xa4));
       process.closeInput();
       console.log(process.text());`,
      { "/bin/cat": ({ input }) => input.toUpperCase() },
    );
    expect(wsl.printed).toEqual(["HÄLLO Ä"]);
    expect(wsl.processes).toMatchObject([{ input: "hällo ä", output: "HÄLLO Ä", exitCode: 0, signal: null }]);
  });

  test("receives bytes that are not text", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/bin/cat"); process.write(Uint8Array.of(255, 0)); console.log(process.bytes());`,
      { "/bin/cat": ({ inputBytes }) => inputBytes.toReversed() },
    );
    expect(wsl.printed).toEqual(["Uint8Array(2) [ 0, 255 ]"]);
  });

  test("waits in vain for input that never ends, and no time passes", async () => {
    using wsl = await play(
      `const process = ExecuteBinary(session, "/bin/cat"); process.read();`,
      {
        "/bin/cat": ({ input }) => input,
      },
      {},
    );
    expect(wsl.eventsOf("hook-returned")).toMatchObject([{ hresult: ERROR_TIMEOUT }]);
    expect(wsl.processes).toMatchObject([{ output: "" }]);
    // The hook's limit, as the log has it.
    expect(Date.parse(wsl.log.at(-1)?.time ?? "") - Date.parse(wsl.log[0]?.time ?? "")).toBeGreaterThanOrEqual(1000);
  });

  test("that throws fails the test, not the plugin", async () => {
    const script = `export default definePlugin({ permissions: "all", onVmStarted(session) { try { ExecuteBinary(session, "/a"); } catch {} } });`;
    await using wsl = await startWsl({
      plugin: { script },
      processes: () => {
        throw new RangeError("a mistake of the test's");
      },
    });
    await expect(wsl.startVm()).rejects.toThrow("a mistake of the test's");
    // A fresh instance replaces it.
    expect(await wsl.stopVm()).toEqual({ ok: true });
  });

  test("must answer after it has read the input", async () => {
    const processes: Processes = { "/a": ({ input }) => (input === "" ? undefined : input) };
    const script = `export default definePlugin({ permissions: "all", onVmStarted(session) { ${text("/a")} } });`;
    await using wsl = await startWsl({ plugin: { script }, processes });
    await expect(wsl.startVm()).rejects.toThrow("The program /a has read its input, so it must answer");
  });

  test("finds a mounted file's place on this machine", async () => {
    using wsl = await play(
      `MountFolder(session, "C:\\\\Tools", "/opt/tools"); MountFolder(session, "C:\\\\Bare", "/opt/tools/bare");
       console.log(${text("/where")});`,
      {
        "/where": ({ hostPath }) =>
          ["/opt/tools/bin/x", "/opt/tools", "/opt/tools/bare/y", "/opt/toolsmith", "/etc"]
            .map((path) => hostPath(path) ?? "nowhere")
            .join(" "),
      },
      { folders: { "C:\\Tools": tmpdir(), "C:\\Bare": null } },
    );
    expect(wsl.printed).toEqual([`${tmpdir()}/bin/x ${tmpdir()} nowhere nowhere nowhere`]);
  });
});

describe("programs in steps", () => {
  test("answer while they read, and end when they return", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/calc");
       const ask = (line) => { process.write(line); return new TextDecoder().decode(process.read()); };
       console.log(ask("1"), ask("20"), ask("end"), process.read());`,
      {
        *"/calc"() {
          for (let line = yield; line !== "end"; line = yield) yield `<${line}>`;
          yield "bye";
          return { exitCode: 7 };
        },
      },
    );
    expect(wsl.printed).toEqual(["<1> <20> bye null"]);
    expect(wsl.processes).toMatchObject([{ exitCode: 7 }]);
  });

  test("print before they read, and receive the end of the input", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/shell"); console.log(new TextDecoder().decode(process.read())); console.log(process.text());`,
      {
        *"/shell"() {
          yield "$ ";
          yield (yield) === null ? "logout" : "more";
        },
      },
    );
    expect(wsl.printed).toEqual(["$ ", "logout"]);
  });

  test("can print endlessly, but only as far as it is read", async () => {
    let printed = 0;
    using wsl = await play(
      `using process = ExecuteBinary(session, "/yes"); console.log(process.read().length + process.read().length);`,
      {
        *"/yes"() {
          for (;;) {
            printed += 1;
            yield "y\n";
          }
        },
      },
    );
    expect(wsl.printed).toEqual(["4"]);
    expect(wsl.processes).toMatchObject([{ signal: "SIGPIPE" }]);
    expect(printed).toBeLessThan(10);
  });

  test("that wait are ended with the VM", async () => {
    using wsl = await play(`ExecuteBinary(session, "/daemon").close();`, {
      *"/daemon"() {
        for (;;) yield;
      },
    });
    await wsl.stopVm();
    expect(wsl.processes).toMatchObject([{ exitCode: null, signal: "SIGKILL" }]);
  });
});

describe.runIf(process.platform === "linux")("real programs", () => {
  test("receive arguments and input, and are read to their end", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/usr/bin/sort", ["-r"]);
       process.write("a\\nc\\nb\\n"); process.closeInput();
       console.log(process.text(), ${text("/bin/sh", "-c", "echo $0")});`,
      useRealProgram,
    );
    expect(wsl.printed).toEqual(["c\nb\na\n /bin/sh\n"]);
  });

  test("read and print more than a pipe holds", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/bin/cat");
       process.write("x".repeat(1_000_000)); process.closeInput(); console.log(process.text().length);`,
      useRealProgram,
    );
    expect(wsl.printed).toEqual(["1000000"]);
  });

  test("that do not exist do not start", async () => {
    using wsl = await play(text("/bin/no-such-program"), useRealProgram);
    expect(failures(wsl)).toEqual([expect.stringContaining("E_FAIL")]);
  });

  test("are waited for until the time-out", async () => {
    using wsl = await play(
      `using process = ExecuteBinary(session, "/bin/sleep", ["60"]);
       try { process.read({ timeout: 20 }); } catch (error) { console.log(error.hresult.toString(16)); }`,
      useRealProgram,
    );
    expect(wsl.printed).toEqual(["800705b4"]);
  });

  test("report their end, and their standard error", async () => {
    const ended = new Promise<void>((resolve) => {
      void play(text("/bin/sh", "-c", "echo oops >&2; exit 3"), useRealProgram, {
        onEvent: ({ kind }: { kind: string }) => kind === "process-exited" && resolve(),
      }).then((wsl) => wsls.push(wsl));
    });
    const wsls: SimulatedWsl[] = [];
    await ended;
    expect(wsls[0]?.processes).toMatchObject([{ exitCode: 3 }]);
  });
});

test("a real program in a container session has three streams, an environment, and an end", async () => {
  const script = `export default definePlugin({ permissions: "all", requires: "WSLCVmHooks", onWslcVmStarted(session) {
    using process = WSLCCreateProcess(session, "/bin/sh", ["-c", 'read line; echo "$line $SITE"; echo wrong >&2; kill -TERM $$'], { env: { SITE: "Graz" } });
    process.stdin.write("from\\n");
    console.log(process.stdout.text(), process.stderr.text(), process.wait());
    console.log(run(session, "/bin/cat", { input: "in" }).text(), run(session, "/bin/sh", { args: ["-c", "exit 3"], check: false }).exitCode);
    console.log(run(session, "/bin/no-such-program", { check: false }).exitCode);
  } });`;
  await using wsl = await startWsl({ plugin: { script }, version: "2.9.5", processes: useRealProgram });
  await wsl.containers.createSession();
  await wsl.containers.pullImage({ name: "debian:latest" });
  expect(failures(wsl)).toEqual([]);
  expect(wsl.printed).toEqual(["from Graz\n wrong\n 143", "in 3", "127"]);
});
