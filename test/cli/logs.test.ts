import { appendFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, cliWith, folder, read, startCli, useCli, write } from "../support/cli.ts";

useCli();

function line(message: string, more: object = {}): string {
  const fields = {
    time: "2026-01-02T03:04:05.678Z",
    level: "info",
    plugin: "hello",
    event: "console",
    ...more,
    message,
  };
  return `${JSON.stringify(fields)}\n`;
}

const utc = (...args: string[]) => cliWith({ TZ: "UTC" }, ...args);

describe("wsl-script-host logs", () => {
  test("shows a line for each entry, with its stack below", async () => {
    write(
      "hello.log",
      line("loaded", { event: "load" }) +
        line("hi ü") +
        line("hello.js:3:7: Error: too late", {
          level: "error",
          event: "hook",
          hook: "OnVMStopping",
          session: "1",
          hresult: "0x80004005 (E_FAIL)",
          location: "hello.js:3:7",
          stack: "Error: too late\n    at onVmStopping (hello.js:3:7)",
        }),
    );
    const { code, stdout, stderr } = await utc("logs", "hello.log");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "03:04:05.678 info  load: loaded",
      "03:04:05.678 info  hi ü",
      "03:04:05.678 error OnVMStopping: hello.js:3:7: Error: too late [session 1, 0x80004005 (E_FAIL)]",
      "    at onVmStopping (hello.js:3:7)",
      "",
    ]);
  });

  test("shows places in the script as places in its source", async () => {
    write("src/hello.ts", "interface Gone {}\n\nexport default definePlugin({ onLoad() { throw new Error(); } });\n");
    await cli("build", "src/hello.ts", "--outfile", "dist/hello.js");
    const script = read("dist/hello.js").split("\n");
    const row = script.findIndex((text) => text.includes("throw new"));
    const place = `hello.js:${row + 1}:${(script[row] ?? "").indexOf("throw") + 1}`;
    write(
      "hello.log",
      line(`${place}: Error: a`, { stack: `Error: a\n    at onLoad (${place})\n    at other.${place}` }),
    );

    const found = await cli("logs", "hello.log");
    expect(found.stdout).toContain(
      "src/hello.ts:3:42: Error: a\n    at onLoad (src/hello.ts:3:42)\n    at other.hello.js:",
    );
    const named = await cli("logs", "hello.log", "--script", "elsewhere/hello.js");
    expect(named.stdout).toContain(`${place}: Error: a`);
    const json = await cli("logs", "hello.log", "--json");
    expect(json.stdout).toBe(read("hello.log"));
  });

  test("shows other lines as they are, but never lets them control the terminal", async () => {
    write("hello.log", `not JSON\n{"level":1}\n${line("\u001b[2J \r x")}the end`);
    const { stdout } = await utc("logs", "hello.log");
    expect(stdout).toBe('not JSON\n{"level":1}\n03:04:05.678 info  \\x1b[2J \\x0d x\nthe end\n');
  });

  test("--lines shows the last lines", async () => {
    write("hello.log", "1\n2\n3\n");
    expect((await cli("logs", "hello.log", "--lines", "2")).stdout).toBe("2\n3\n");
    expect((await cli("logs", "hello.log", "--lines", "0")).stdout).toBe("");
  });

  test("finds the log in %ProgramData% by the plugin's name, or the only one", async () => {
    write("ProgramData/wsl-script-host/hello.log", "from hello\n");
    const variables = { ProgramData: join(folder(), "ProgramData") };
    expect((await cliWith(variables, "logs", "--name", "hello")).stdout).toBe("from hello\n");
    expect((await cliWith(variables, "logs")).stdout).toBe("from hello\n");
    write("ProgramData/wsl-script-host/other.log", "from other\n");
    const several = await cliWith(variables, "logs");
    expect(several.code).toBe(1);
    expect(several.stderr).toContain("Choose one with --name: hello, other");
    rmSync(join(folder(), "ProgramData", "wsl-script-host"), { recursive: true });
    expect((await cliWith(variables, "logs")).stderr).toContain("There is no log in");
  });

  test.each([
    [["logs", "lost.log"], 1, `There is no log "lost.log"`],
    [["logs", "--name", "hello"], 1, "Name the file"],
    [["logs", "."], 1, `"." cannot be read`],
    [["logs", "a.log", "--lines", "-1"], 2, "It must be a whole number."],
  ])("%j fails with exit code %i and an explanation", async (args, expected, explanation) => {
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(explanation);
    expect(code).toBe(expected);
  });

  test("--help shows an example", async () => {
    expect((await cli("logs", "--help")).stdout).toContain("$ wsl-script-host logs --name hello --follow");
  });
});

describe("wsl-script-host logs --follow", () => {
  const append = (text: string) => appendFileSync(join(folder(), "hello.log"), text);
  const turnOver = () => renameSync(join(folder(), "hello.log"), join(folder(), "hello.log.1"));

  test("waits for the log, then shows new lines, complete ones only", async () => {
    const logs = startCli("logs", "hello.log", "--follow");
    await logs.printed(`Waiting for "hello.log"`);
    append(line("first"));
    await logs.printed("first\n");
    const [start, end] = [line("sec\u00f6nd").slice(0, 90), line("sec\u00f6nd").slice(90)];
    append(start);
    append(`${end}${line("third")}`);
    await logs.printed("sec\u00f6nd\n");
    await logs.printed("third\n");
    expect(await logs.stop("SIGINT")).toBe("SIGINT");
  });

  test("loses no line if the log is rotated, even twice at once", async () => {
    write("hello.log", "0\n");
    const logs = startCli("logs", "hello.log", "-f");
    await logs.printed("0\n");
    append("1\n");
    turnOver();
    append("2\n");
    await logs.printed("1\n2\n");
    append("3\n");
    turnOver();
    append("4\n");
    turnOver();
    append("5\n");
    await logs.printed("5\n");
    expect(logs.output).toBe("0\n1\n2\n3\n4\n5\n");
  });

  test("starts again with a log that was emptied", async () => {
    write("hello.log", "a long line that goes\n");
    const logs = startCli("logs", "hello.log", "-f");
    await logs.printed("goes\n");
    write("hello.log", "new\n");
    await logs.printed("new\n");
  });

  test("--lines limits how many old lines are shown", async () => {
    write("hello.log", "1\n2\n");
    const logs = startCli("logs", "hello.log", "-f", "--lines", "1");
    await logs.printed("2\n");
    append("3\n");
    await logs.printed("3\n");
    expect(logs.output).toBe("2\n3\n");
  });
});
