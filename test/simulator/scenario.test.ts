// Scenario files: a mistake in one is reported with its place and what is allowed there.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { compareLines, parseScenario, readScenario, simulateScenario } from "../../src/simulator/index.ts";

const good = { script: "export default definePlugin({});", steps: [], expect: [] };

function parse(change: object): unknown {
  return parseScenario(JSON.stringify({ ...good, ...change }), "/scenarios");
}

describe("a scenario", () => {
  test("is read as written", () => {
    expect(parse({})).toEqual(good);
  });

  test("finds plugins' files beside it", () => {
    const { script: _, ...others } = good;
    const whole = parseScenario(JSON.stringify({ ...others, file: "a.ts" }), "/scenarios");
    expect(whole).toMatchObject({ file: "/scenarios/a.ts" });
    const plugins = { one: { file: "../b.ts" }, two: { script: "" } };
    const several = parseScenario(JSON.stringify({ ...others, plugins }), "/scenarios");
    expect(several).toMatchObject({ plugins: { one: { file: "/b.ts" }, two: { script: "" } } });
  });

  test.each([
    ["a key that is not known", { stepps: [] }, /^stepps is unknown; it can have \$schema, about, version, script,/],
    ["a missing key", { steps: undefined }, "steps is missing"],
    ["a list that is none", { steps: {} }, "steps must be a list, not {}"],
    ["a step that is none", { steps: [1] }, "steps[0] must be an object, not 1"],
    ["a step without a verb", { steps: [{}] }, /^steps\[0\]\.do must be one of "startVm", .*"stop", which is missing$/],
    ["a verb that is not known", { steps: [{ do: "startvm" }] }, /^steps\[0\]\.do must be one of .*, not "startvm"$/],
    [
      "a key that another step has",
      { steps: [{ do: "stopVm" }, { do: "startVm", name: "x" }] },
      "steps[1].name is unknown; steps[1] can have do, session, customKernel, customKernelCommandLine",
    ],
    ["a step that lacks something", { steps: [{ do: "startDistribution" }] }, "steps[0].name is missing"],
    [
      "a wrong type",
      { steps: [{ do: "startVm", customKernel: 1 }] },
      "steps[0].customKernel must be true or false, not 1",
    ],
    ["a number out of range", { sessions: 0 }, "sessions must be a whole number from 1 to 100 or a list, not 0"],
    [
      "a number that is not whole",
      { sessions: 1.5 },
      "sessions must be a whole number from 1 to 100 or a list, not 1.5",
    ],
    ["a version that is none", { version: "2.4" }, 'version must be a text such as "2.4.4", not "2.4"'],
    ["a choice that is none", { vmIdleTimeout: 60 }, "vmIdleTimeout must be one of -1, 0, not 60"],
    ["a wrong line", { expect: ["a", 1] }, "expect[1] must be a text, not 1"],
    [
      "a wrong answer",
      { processes: { "/a": 1 } },
      'processes["/a"] must be a text or null or an object or a list, not 1',
    ],
    [
      "a wrong key in an answer",
      { processes: { "/a": { output: "" } } },
      'processes["/a"].output is unknown; processes["/a"] can have stdout, stderr, exitCode, echo, hangs',
    ],
    [
      "a wrong answer in a list",
      { processes: { "/a": ["", { output: "" }] } },
      'processes["/a"][1].output is unknown; processes["/a"][1] can have stdout, stderr, exitCode, echo, hangs',
    ],
    [
      "a code that is none",
      { steps: [{ do: "injectFault", call: "MountFolder", hresult: "E_NO" }] },
      'steps[0].hresult must be one of the names in the schema or a text such as "0x80070005", not "E_NO"',
    ],
    [
      "a wrong key in a plugin",
      { script: undefined, plugins: { a: { scrpt: "" } } },
      /^plugins\["a"\]\.scrpt is unknown/,
    ],
    ["no plugin", { script: undefined }, 'there must be one of "script", "file" and "plugins"'],
    ["a plugin and plugins", { plugins: {} }, 'there must be one of "script", "file" and "plugins"'],
    ["a text in place of it all", "[]", "it must be an object, not []"],
  ])("with %s is refused", (_, change, message) => {
    const run = () => (typeof change === "string" ? parseScenario(change, "/") : parse(change));
    expect(run).toThrow(message);
  });

  test("that cannot be read is named in the error", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wsl-scenario-"));
    try {
      const file = join(folder, "bad.json");
      writeFileSync(file, "{ nope");
      await expect(readScenario(file)).rejects.toThrow(/^bad\.json: line 1, column 3: /);
      writeFileSync(file, JSON.stringify({ ...good, verson: "2.4.4" }));
      await expect(readScenario(file)).rejects.toThrow(/^bad\.json: verson is unknown/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("shows where events differ from the expected ones", async () => {
    const lines = await simulateScenario(parseScenario(JSON.stringify(good), "/"));
    expect(compareLines(lines, ["WSL *: the service starts", "*loaded*", "plugin plugin: *"])).toEqual([]);
    expect(compareLines(lines, ["WSL 1: the service starts", "*"])).toEqual([
      "line 1: WSL 2.4.4: the service starts",
      "  expected: WSL 1: the service starts",
      "line 3: plugin plugin: loaded, hooks OnVMStarted",
      "  expected: (nothing)",
    ]);
    expect(compareLines([], ["a"])).toEqual(["line 1: (nothing)", "  expected: a"]);
  });

  test.each([
    ["a line too many", ["a", "x", "b", "c"], ["a", "b", "c"], ["line 2: x", "  expected: (nothing)"]],
    ["a line too few", ["a", "c", "d"], ["a", "b", "c", "d"], ["line 2: (nothing)", "  expected: b"]],
    ["another line", ["a", "x", "c"], ["a", "b", "c"], ["line 2: x", "  expected: b"]],
    [
      "more in place of less",
      ["x", "y", "b"],
      ["a", "b"],
      ["line 1: x", "  expected: a", "line 2: y", "  expected: (nothing)"],
    ],
    [
      "another order",
      ["b", "a"],
      ["a", "b"],
      ["line 1: (nothing)", "  expected: a", "line 2: a", "  expected: (nothing)"],
    ],
  ])("reports %s once, and continues the comparison", (_, happened, expected, differences) => {
    expect(compareLines(happened, expected)).toEqual(differences);
  });
});

test("the scenario schema describes every step and its members", () => {
  const schema = JSON.parse(readFileSync(paths.committedScenarioSchema, "utf8"));
  const steps = schema.properties.steps.items.oneOf;
  const names = steps.map(({ properties }: { properties: { do: { const: string } } }) => properties.do.const);
  expect(names).toContain("startVm");
  expect(
    steps.find(
      ({ properties }: { properties: { do: { const: string } } }) => properties.do.const === "stopDistribution",
    ),
  ).toEqual({
    type: "object",
    additionalProperties: false,
    required: ["do", "name"],
    properties: {
      do: { const: "stopDistribution", description: "Stops a distribution." },
      name: { type: "string", description: "The distribution's name." },
      session: { type: "integer", minimum: 0, maximum: 99, description: "The session of the request; 0 by default." },
      fails: { type: "boolean", description: "The stop fails: it keeps running, and can be stopped again." },
    },
  });
});
