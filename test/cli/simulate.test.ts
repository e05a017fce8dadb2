import { describe, expect, test } from "vitest";
import { spansOf } from "../../scripts/trace-picture/trace-spans.ts";
import { cli, read, useCli, write } from "../support/cli.ts";

useCli();

const plugin = (members: string) => `export default definePlugin({\n${members}, permissions: "all"\n});\n`;
const scenario = (more: object) => JSON.stringify({ steps: [{ do: "startVm" }], ...more });

describe("wsl-script-host simulate", () => {
  test("shows the life of a distribution", async () => {
    write("hello.ts", plugin(`onDistributionStarted(_, { name }) { console.log("hi", name); }`));
    const { code, stdout, stderr } = await cli("simulate", "hello.ts");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("WSL 2.4.4: the service starts");
    expect(lines).toContain("hello logs info console: hi Debian");
    expect(lines.at(-1)).toBe("the service has stopped");
  });

  test("plays a scenario with its programs, settings and version", async () => {
    write(
      "hello.ts",
      plugin(`onVmStarted(s) { console.debug(String(ApiV1.version), ExecuteBinary(s, "/bin/x").text()); }`),
    );
    const settings = { log: { level: "debug" } };
    write("start.json", scenario({ version: "2.0.5", processes: { "/bin/x": "answer" }, settings }));
    const { code, stdout } = await cli("simulate", "hello.ts", "start.json");
    expect(code).toBe(0);
    expect(stdout).toContain("hello logs debug console: 2.0.5 answer\n");
    const newer = await cli("simulate", "hello.ts", "start.json", "--wsl", "2.9.5");
    expect(newer.stdout).toContain("hello logs debug console: 2.9.5 answer\n");
  });

  test("prints the permissions to add where a call was denied, and they are enough", async () => {
    const source = (permissions: string) => `export default definePlugin({
      ${permissions}
      onVmStarted(session) {
        run(session, "/bin/uname");
        run(session, "/bin/hostname");
      },
    });\n`;
    write("start.json", scenario({ processes: { "/bin/uname": "Linux\n", "/bin/hostname": "ada\n" } }));
    let permissions = "";
    for (const programs of [["/bin/uname"], ["/bin/uname", "/bin/hostname"]]) {
      write("hello.ts", source(permissions));
      const { code, stderr } = await cli("simulate", "hello.ts", "start.json");
      expect(code).toBe(1);
      const [, block = ""] =
        /hello lacks permissions\. So far its calls have needed these:\n {4}(permissions: .*)\n/.exec(stderr) ?? [];
      expect(block).toBe(`permissions: { vm: { run: ${JSON.stringify(programs).replace(",", ", ")} } },`);
      permissions = block;
    }
    write("hello.ts", source(permissions));
    expect(await cli("simulate", "hello.ts", "start.json", "--strict")).toMatchObject({ code: 0, stderr: "" });
  });

  test("places errors in the source, whatever letters its name and its lines have", async () => {
    const lines = `interface Gone {}\n${plugin(`onVmStarted() {\n    /* größer */ console.log("日本", "€"), missing(); }`)}`;
    write("größe #1%.ts", lines);
    const { code, stdout } = await cli("simulate", "größe #1%.ts");
    expect(code).toBe(0);
    expect(stdout).toContain(
      "the user sees: A fatal error was returned by plugin 'größe #1%'. Error message: 'größe #1%.ts:4:42: ReferenceError",
    );
    const { stdout: json } = await cli("simulate", "größe #1%.ts", "--json");
    expect(json).toContain('"location":"größe #1%.ts:4:42"');
    write("life.json", scenario({ expect: [] }));
    const { stderr } = await cli("simulate", "größe #1%.ts", "life.json");
    expect(stderr).toContain("logs error hook: größe #1%.ts:4:42: ReferenceError: missing is not defined");
    expect(stderr).not.toContain("größe #1%.js:");
  });

  test("compares with what the scenario expects", async () => {
    write("hello.js", plugin("onVmStarted() {}"));
    const expected = [
      "WSL 2.4.4: *",
      "hello logs info load: *",
      "plugin hello: *",
      "session 0: *",
      "hello OnVMStarted: called",
    ];
    const rest = ["hello logs info hook: done *", "hello OnVMStarted: S_OK", "session 0: the VM runs"];
    write("right.json", scenario({ expect: [...expected, ...rest] }));
    expect((await cli("simulate", "hello.js", "right.json")).code).toBe(0);
    write("wrong.json", scenario({ expect: [...expected, "hello OnVMStarted: E_FAIL", ...rest.slice(1)] }));
    const wrong = await cli("simulate", "hello.js", "wrong.json");
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain(`The events differ from "expect":\nline 6: hello logs info hook: done`);
  });

  test("a scenario that names its plugin stands alone, several plugins included", async () => {
    write("src/one.ts", plugin("onVmStarted() { console.log('one') }"));
    write("src/two.ts", `interface Gone {}\n${plugin("onVmStarted() { throw new Error('two') }")}`);
    write("scenarios/one.json", scenario({ file: "../src/one.ts" }));
    write(
      "scenarios/both.json",
      scenario({ plugins: { one: { file: "../src/one.ts" }, two: { file: "../src/two.ts" } } }),
    );
    expect((await cli("simulate", "scenarios/one.json")).stdout).toContain("one logs info console: one\n");
    const { stdout } = await cli("simulate", "scenarios/both.json");
    expect(stdout).toContain("one logs info console: one\n");
    expect(stdout).toContain("src/two.ts:3:27: Error: two");
  });

  test("without arguments it plays the project's scenarios, or else its plugin", async () => {
    write("package.json", `{ "name": "@scope/hello" }`);
    write("src/hello.ts", plugin("onVmStarted() { console.log('hi') }"));
    write("src/other.ts", "");
    expect((await cli("simulate")).stdout).toContain("hello logs info console: hi\n");
    write("scenarios/a.json", scenario({ file: "../src/hello.ts", version: "2.0.0" }));
    write("scenarios/b.json", scenario({ file: "../src/hello.ts", version: "2.1.2" }));
    const { stdout, stderr } = await cli("simulate");
    expect(stderr).toBe("");
    expect(stdout.match(/^scenarios\/.*$|^WSL .*$/gm)).toEqual([
      "scenarios/a.json",
      "WSL 2.0.0: the service starts",
      "scenarios/b.json",
      "WSL 2.1.2: the service starts",
    ]);
  });

  test("--strict fails when a hook fails, unless the scenario expects it", async () => {
    write("hello.js", plugin("onVmStarted() { throw new PluginError('no'); }"));
    write("start.json", scenario({}));
    expect((await cli("simulate", "hello.js", "start.json")).code).toBe(0);
    const strict = await cli("simulate", "hello.js", "start.json", "--strict");
    expect(strict.stderr).toBe("--strict: hooks failed: hello OnVMStarted\n");
    expect(strict.code).toBe(1);
    write("expected.json", scenario({ expect: strict.stdout.trimEnd().split("\n") }));
    expect((await cli("simulate", "hello.js", "expected.json", "--strict")).code).toBe(0);
  });

  test("shows a command as its author wrote it, and with --verbose how it is carried to Linux", async () => {
    write("hello.ts", plugin(`onVmStarted(s) { run(s, "cat", { args: ["/etc/os-release"] }); }`));
    write("start.json", scenario({ processes: { cat: "Debian" } }));
    const { stdout } = await cli("simulate", "hello.ts", "start.json");
    expect(stdout).toContain("hello run(cat /etc/os-release)\n");
    expect(stdout).not.toContain("ExecuteBinary");
    const verbose = await cli("simulate", "hello.ts", "start.json", "--verbose");
    expect(verbose.stdout).toContain(`hello ExecuteBinary(/bin/sh ["/bin/sh","-c","<run>"`);
  });

  test("--trace writes where the time went, also of a scenario that fails", async () => {
    write("hello.ts", plugin(`onVmStarted(s) { ExecuteBinary(s, "/bin/cat").lines().next(); }`));
    const [processes, settings] = [{ "/bin/cat": { echo: true } }, { limits: { hookTime: 20_000 } }];
    write("start.json", scenario({ processes, settings, expect: [] }));
    expect((await cli("simulate", "hello.ts", "start.json", "--trace", "start.trace.json")).code).toBe(1);
    const spans = spansOf(JSON.parse(read("start.trace.json")));
    expect(spans.find(({ name }) => name === "onVmStarted")?.marks).toContainEqual(
      expect.objectContaining({ category: "limit", name: "onVmStarted took longer than its hookTime of 20000 ms" }),
    );
    expect(spans.find(({ category }) => category === "process")).toMatchObject({ thread: "/bin/cat" });
  });

  test("--trace refuses several scenarios, and names a file that it cannot write", async () => {
    write("package.json", `{ "name": "hello" }`);
    write("src/hello.ts", plugin("onVmStarted() {}"));
    for (const name of ["a", "b"]) write(`scenarios/${name}.json`, scenario({ file: "../src/hello.ts" }));
    const { code, stderr } = await cli("simulate", "--trace", "trace.json");
    expect([code, stderr]).toEqual([1, "--trace is for one scenario: name it, such as scenarios/start.json.\n"]);
    const missing = await cli("simulate", "scenarios/a.json", "--trace", "missing/trace.json");
    expect(missing.stderr).toBe(`The trace "missing/trace.json" cannot be written: there is no such file or folder\n`);
  });

  test("reads a scenario that begins with a byte order mark", async () => {
    write("hello.js", plugin("onVmStarted() {}"));
    write("start.json", `\ufeff${scenario({})}`);
    const { code, stderr } = await cli("simulate", "hello.js", "start.json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test("bundles JavaScript that imports", async () => {
    write("lib.js", "export const text = 'from lib';\n");
    write("hello.js", `import { text } from "./lib.js";\n${plugin("onVmStarted() { console.log(text); }")}`);
    expect((await cli("simulate", "hello.js")).stdout).toContain("hello logs info console: from lib\n");
  });

  test("shows places whatever letters the source's path has", async () => {
    write("größe #1 %.ts", plugin("onVmStarted() { throw new Error('no'); }"));
    const { stdout } = await cli("simulate", "größe #1 %.ts", "--json");
    expect(stdout).toContain("größe #1 %.ts:2:");
  });

  test("--json prints an object for each event, with places in the source", async () => {
    write("hello.ts", `interface Gone {}\n${plugin("onVmStarted() { throw new Error('no'); }")}`);
    const { stdout } = await cli("simulate", "hello.ts", "--json");
    expect(stdout).toContain(`"location":"hello.ts:3:27"`);
    const kinds = stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(
      expect.arrayContaining(["service-started", "log", "plugin-loaded", "hook-entered", "hook-returned"]),
    );
  });

  test.each([
    [["simulate", "lost.ts"], 1, `There is no file "lost.ts"`],
    [["simulate", "hello.ts", "lost.json"], 1, `The scenario "lost.json" cannot be read`],
    [["simulate", "hello.ts", "text.json"], 1, "text.json: line 2, column 3: Expected property name"],
    [["simulate", "hello.ts", "key.json"], 1, "key.json: stps"],
    [["simulate", "hello.ts", "step.json"], 1, `step.json: steps[0].do must be one of "startVm"`],
    [["simulate", "hello.ts", "session.json"], 1, "session.json: steps[1]: There is no session 4."],
    [["simulate", "hello.ts", "plugin.json"], 1, "plugin.json: steps[0]: Which plugin? It must be one of: hello."],
    [["simulate", "hello.ts", "stopped.json"], 1, "stopped.json: steps[1]: WSL has been stopped."],
    [["simulate", "hello.ts", "plugins.json"], 1, `The scenario lists several "plugins"`],
    [["simulate", "alone.json"], 1, `alone.json: it names no plugin "file"`],
    [["simulate", "lost-plugin.json"], 1, `There is no file "lost.ts"`],
    [["simulate"], 1, "Which plugin?"],
    [["simulate", "broken.ts"], 1, "broken.ts:2:0:"],
    [["simulate", "failing.ts"], 1, "The plugin could not be loaded; its log above says why."],
    [["simulate", "hello.ts", "--wsl", "new"], 2, 'A version of WSL is written like "2.4.4", not "new".'],
  ])("%j fails with exit code %i and an explanation", async (args, expected, explanation) => {
    write("hello.ts", plugin("onVmStarted() {}"));
    write("broken.ts", "export default {\n");
    write("failing.ts", "export default definePlugin({ onLoad() { throw new Error(); } });\n");
    write("text.json", "{\n  not JSON");
    write("alone.json", JSON.stringify({ steps: [] }));
    write("lost-plugin.json", JSON.stringify({ file: "lost.ts", steps: [] }));
    write("key.json", JSON.stringify({ stps: [], steps: [] }));
    write("step.json", JSON.stringify({ steps: [{ do: "startVM" }] }));
    write("session.json", JSON.stringify({ steps: [{ do: "startVm" }, { do: "startVm", session: 4 }] }));
    write("plugin.json", JSON.stringify({ steps: [{ do: "writeScript", plugin: "other", script: "" }] }));
    write("stopped.json", JSON.stringify({ steps: [{ do: "stop" }, { do: "startVm" }] }));
    write("plugins.json", JSON.stringify({ plugins: { a: { script: "" }, b: { script: "" } }, steps: [] }));
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(explanation);
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(expected);
  });

  test("--help shows an example", async () => {
    expect((await cli("simulate", "--help")).stdout).toContain(
      "$ wsl-script-host simulate src/hello.ts scenarios/start.json",
    );
  });
});

describe("wsl-script-host simulate --eval", () => {
  test("runs code in place of a plugin, and prints the value of its last statement", async () => {
    const { code, stdout } = await cli("simulate", "--eval", "const twice = 2 * 21; typeof session.sessionId + twice");
    expect(code).toBe(0);
    expect(stdout).toContain("eval logs info console: number42\n");
  });

  test("waits, and runs where the scenario has what the code names", async () => {
    write(
      "start.json",
      JSON.stringify({
        file: "missing.ts",
        processes: { "/bin/uname": "6.6.87\n" },
        steps: [{ do: "startDistribution", name: "Debian" }],
        expect: ["not compared"],
      }),
    );
    const { code, stdout } = await cli(
      "simulate",
      "start.json",
      "--eval",
      'const result = await runAsync(session, "/bin/uname"); distribution.name + " " + result.text()',
    );
    expect(stdout).toContain("eval OnDistributionStarted: called");
    expect(stdout).toContain("eval logs info console: Debian 6.6.87");
    expect(code).toBe(0);
  });

  test("says where code is wrong, what it throws, and that it takes no plugin", async () => {
    expect(await cli("simulate", "--eval", "1 +")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/--eval: .*\(1:3\)/),
    });
    const thrown = await cli("simulate", "--eval", 'throw new PluginError("no", HRESULT.E_ACCESSDENIED)');
    expect(thrown.stdout).toContain("eval OnVMStarted: 0x80070005 (E_ACCESSDENIED)");
    expect(await cli("simulate", "hello.ts", "--eval", "1")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("name no more than a scenario"),
    });
  });
});
