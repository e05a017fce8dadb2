// The scripts of run(), in real shells, over real sockets.

import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kRunScript, kWriteFileScript } from "../../../bindings/border/shell-scripts.ts";
import { bareRoot, runInShell, type ShellName, type ShellOptions, shells } from "../../support/shells.ts";

const names = Object.keys(shells) as ShellName[];

describe.each(names)("under %s", (shell) => {
  const run = (command: string, options: ShellOptions = {}) => runInShell(shell, command, options);
  const sh = (script: string, options?: ShellOptions) => run("/bin/sh", { args: ["-c", script], ...options });

  test("output, standard error and the exit code are separate", async () => {
    const result = await sh("printf out; printf err >&2; exit 3");
    expect(result).toEqual({ report: "3", stdout: Buffer.from("out"), stderr: "err" });
  });

  test("standard error can be merged, in order", async () => {
    const result = await sh("echo one; echo two >&2; echo three", { stderr: "merge" });
    expect(result).toEqual({ report: "0", stdout: Buffer.from("one\ntwo\nthree\n"), stderr: "" });
  });

  test("standard error can be ignored", async () => {
    const result = await sh("echo one; echo two >&2", { stderr: "ignore" });
    expect(result).toEqual({ report: "0", stdout: Buffer.from("one\n"), stderr: "" });
  });

  test("the shell does not interpret arguments and values", async () => {
    const odd = ["", " ", "a b", "$HOME", "`id`", "$(id)", "*", "'", '"', "\\n", "--", "-n", "!", "a\nb", "é𝄞", "!\\"];
    const { stdout } = await run("printf", { args: ["%s|", ...odd] });
    expect(stdout.toString()).toBe(odd.map((text) => `${text}|`).join(""));
    for (const value of odd) {
      const { stdout } = await sh('printf %s "$ODD"', { env: { ODD: value } });
      expect(stdout.toString()).toBe(value);
    }
  });

  test("variables can have any name, also those that the script uses", async () => {
    const env = { secret: "1", pid: "2", state: "3", inner: "4", user: "5", mode: "6", input: "7" };
    const { stdout } = await sh('echo "$secret$pid$state$inner$user$mode$input"', { env });
    expect(stdout.toString()).toBe("1234567\n");
  });

  test("the program sees neither the secret nor any descriptor but its own", async () => {
    const { stdout } = await sh(
      "tr '\\0' '\\n' </proc/self/environ; tr '\\0' '\\n' </proc/$PPID/cmdline; ls /proc/self/fd",
    );
    expect(stdout.toString()).not.toContain("00112233445566778899aabbccddeeff");
    expect(stdout.toString()).toMatch(new RegExp(`\n${descriptorsHere()}$`));
  });

  test("a variable that the shell refuses to set is a distinct error", async () => {
    const { report } = await run("true", { env: { UID: "7", PPID: "8" } });
    expect(report).toBe(shell === "bash" ? "environment 1" : "0");
  });

  test("a program is searched for in the folders that permissions cover, whatever PATH is", async () => {
    using folder = temporaryFolder();
    symlinkSync("/bin/false", join(folder.path, "echo"));
    const path = `${folder.path}:${process.env.PATH}`;
    expect((await run("echo", { args: ["found"], path })).stdout.toString()).toBe("found\n");
    expect((await run("echo", { args: ["found"], path, user: "nobody" })).stdout.toString()).toBe("found\n");
    const { stdout } = await run("/bin/sh", { args: ["-c", "echo $PATH"], env: { PATH: folder.path } });
    expect(stdout.toString()).toBe(`${folder.path}\n`);
  });

  test("without PATH, programs are found where shells look for them", async () => {
    expect((await run("echo", { args: ["found"], path: null })).stdout.toString()).toBe("found\n");
    expect((await run("id", { args: ["-un"], user: "nobody", path: null })).stdout.toString()).toBe("nobody\n");
  });

  test("the program starts in the given folder", async () => {
    expect((await run("pwd", { cwd: "/usr/bin" })).stdout.toString()).toBe("/usr/bin\n");
  });

  test.each(["/nowhere", "/etc/passwd"])("an invalid folder is a distinct error (%s)", async (cwd) => {
    expect((await run("pwd", { cwd })).report).toBe("cwd");
  });

  test("the program runs as another user, with the given variables", async () => {
    const options = { user: "nobody", env: { HOME: "/somewhere" } };
    const { stdout, stderr, report } = await sh('id -un; echo "$HOME $1"; echo err >&2; exit 4', options);
    expect([report, stdout.toString(), stderr]).toEqual(["4", "nobody\n/somewhere \n", "err\n"]);
  });

  test("a user who does not exist is a distinct error", async () => {
    const { report, stderr } = await run("true", { user: "nonesuch" });
    expect(report).toBe("user 1");
    expect(stderr).toContain("nonesuch");
  });

  test("a system without su is a distinct error", async () => {
    using minimal = minimalUserland(["cat"]);
    const { report } = await run("/bin/true", { user: "nobody", path: minimal.path });
    // Busybox has its own su.
    expect(report).toBe(shell === "busybox" ? "0" : "user 127");
  });

  test("the shell needs no program but cat", async () => {
    using minimal = minimalUserland(["cat"]);
    const { report, stdout, stderr } = await sh("echo out; echo err >&2", { path: minimal.path, input: "in" });
    expect([report, stdout.toString(), stderr]).toEqual(["0", "out\n", "err\n"]);
  });

  test("a missing program has the shells' exit code 127", async () => {
    expect((await run("no-such-program")).report).toBe("127");
    expect((await run("/no/such/program")).report).toBe("127");
  });

  test("a file that cannot be executed has the shells' exit code 126", async () => {
    expect((await run("/etc/passwd")).report).toBe("126");
    expect((await run("/etc")).report).toBe("126");
  });

  test.each([
    ["KILL", "137"],
    ["TERM", "143"],
    ["SEGV", "139"],
  ])("a program that a signal ends is reported with the signal (%s)", async (signal, report) => {
    expect((await sh(`kill -${signal} $$`)).report).toBe(report);
  });

  test("names of the shell's builtins work as programs", async () => {
    expect((await run("echo", { args: ["a\\nb"] })).stdout.toString()).toBe("a\\nb\n");
    expect((await run("test", { args: ["1", "=", "2"] })).report).toBe("1");
    expect((await run("cd")).report).toBe("127");
  });

  test("input reaches the program, and ends", async () => {
    const bytes = randomBytes(3_000_000);
    const { stdout, report } = await run("cat", { input: bytes });
    expect(report).toBe("0");
    expect(hash(stdout)).toBe(hash(bytes));
  });

  test("without input the program reads the end of input", async () => {
    expect(await run("cat")).toEqual({ report: "0", stdout: Buffer.from(""), stderr: "" });
  });

  test("input and output can be opened by name", async () => {
    const { stdout } = await sh("cat /dev/stdin >/dev/stdout; echo more >>/dev/stderr", {
      input: "in",
      stderr: "merge",
    });
    expect(stdout.toString()).toBe("inmore\n");
  });

  test.each(["exit 5", "exec <&-; sleep 0.1; exit 5", "head -c 10 >/dev/null; exit 5"])(
    "input that is never read does not block (%s)",
    async (script) => {
      expect((await sh(script, { input: Buffer.alloc(5_000_000) })).report).toBe("5");
    },
  );

  test("output that is closed early does not block", async () => {
    expect((await sh("exec >&- 2>&-; sleep 0.1; exit 6")).report).toBe("6");
  });

  test("processes left in the background do not block", async () => {
    const { report, stdout } = await sh("(sleep 1; echo late) & (sleep 1; echo late >&2) & echo early");
    expect([report, stdout.toString()]).toEqual(["0", "early\n"]);
  });

  test("writers in the background do not split the report", async () => {
    const { report } = await sh("for i in 1 2 3 4; do yes background & yes background >&2 & done; sleep 0.2; exit 9");
    expect(report).toBe("9");
  });

  test("a report that the program prints itself has no effect", async () => {
    const forged = "ffffffffffffffffffffffffffffffff 0\n".repeat(3);
    const { report, stdout } = await sh(`printf '%s' "${forged}"; exit 8`);
    expect([report, stdout.toString()]).toEqual(["8", forged]);
  });

  test("a program that kills its whole process group leaves no report", async () => {
    expect((await sh("kill -9 0")).report).toBe("");
  });

  test.each(["", "00112233445566778899aabbccddeeff - none"])(
    "without the complete first line the shell runs nothing (%j)",
    (input) => {
      const args = ["-c", kRunScript, "sh", "merge", "", "", "--", "echo", "hello"];
      const { program, argv0 } = shells[shell];
      expect(spawnSync(program, args, { argv0, input }).stdout.toString()).toBe("");
    },
  );

  test("output of arbitrary bytes arrives unchanged", async () => {
    const { report, stdout } = await run("head", { args: ["-c", "20000000", "/dev/urandom"], input: "" });
    const doubled = await sh("tee /dev/stderr | sha256sum", { input: stdout });
    expect(report).toBe("0");
    expect(stdout.length).toBe(20_000_000);
    expect(doubled.stdout.toString()).toBe(`${hash(stdout)}  -\n`);
  });

  test("both outputs can be large at once", async () => {
    const both = "(head -c 3000000 /dev/zero | tr '\\0' e >&2) & head -c 3000000 /dev/zero | tr '\\0' o; wait";
    const { stdout, stderr } = await sh(both);
    expect([stdout.length, stderr.length]).toEqual([3_000_000, 3_000_000]);
  });
});

/**
 * The descriptors of a program that inherits only its standard streams, plus those that this process leaves open for
 * others.
 */
function descriptorsHere(): string {
  return execFileSync("ls", ["/proc/self/fd"], { stdio: ["ignore", "pipe", "ignore"] }).toString();
}

describe("in a Linux with only busybox, without /proc", () => {
  test("commands run, and separate standard error reports what it needs", async () => {
    using root = bareRoot(["cat", "echo"]);
    const run = (stderr: "merge" | "ignore") =>
      runInShell("busybox", "sh", {
        args: ["-c", "echo out; cat; echo err >&2; exit 3"],
        input: "in\n",
        stderr,
        root: root.path,
      });
    expect(await run("merge")).toEqual({ report: "3", stdout: Buffer.from("out\nin\nerr\n"), stderr: "" });
    expect(await run("ignore")).toEqual({ report: "3", stdout: Buffer.from("out\nin\n"), stderr: "" });
    // No process id, which the runtime takes for what it is.
    expect((await runInShell("busybox", "echo", { root: root.path })).report).toBe("errors");
  });
});

describe.each(names)("files are written by %s", (shell) => {
  const { program, argv0 } = shells[shell];

  /** Writes to `file` as Linux.writeTextFile does. Returns the exit code. */
  function write(file: string, text: string, { size = Buffer.byteLength(text), mode = "" } = {}): number | null {
    const args = ["-c", kWriteFileScript, "sh", file, `${file}.temporary`, `${size}`, mode];
    return spawnSync(program, args, { argv0, input: text, stdio: ["pipe", "ignore", "ignore"] }).status;
  }

  const modeOf = (file: string) => (statSync(file).mode & 0o7777).toString(8);

  test("as a whole, with their old mode or the given one", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "a file");
    expect([write(file, "one"), readFileSync(file, "utf8"), modeOf(file)]).toEqual([0, "one", "644"]);
    chmodSync(file, 0o640);
    expect([write(file, "two"), readFileSync(file, "utf8"), modeOf(file)]).toEqual([0, "two", "640"]);
    expect([write(file, "", { mode: "4711" }), readFileSync(file, "utf8"), modeOf(file)]).toEqual([0, "", "4711"]);
    expect(readdirSync(folder.path)).toEqual(["a file"]);
  });

  test("not at all if the text is cut off", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "file");
    expect(write(file, "half", { size: 8 })).not.toBe(0);
    expect(readdirSync(folder.path)).toEqual([]);
    write(file, "old");
    expect(write(file, "half", { size: 8 })).not.toBe(0);
    expect([readdirSync(folder.path), readFileSync(file, "utf8")]).toEqual([["file"], "old"]);
  });

  test("in place of links, but never in place of folders", () => {
    using folder = temporaryFolder();
    const [file, link] = [join(folder.path, "file"), join(folder.path, "link")];
    write(file, "old");
    symlinkSync("file", link);
    expect(write(link, "new")).toBe(0);
    expect([readFileSync(file, "utf8"), readFileSync(link, "utf8")]).toEqual(["old", "new"]);
    expect(write(folder.path, "new")).not.toBe(0);
  });
});

function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "run-files-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A folder with links to a few programs, in the place of PATH. */
function minimalUserland(programs: readonly string[]): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "run-userland-"));
  for (const program of programs) symlinkSync(`/bin/${program}`, join(path, program));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
