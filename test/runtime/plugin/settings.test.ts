import { beforeAll, describe, expect, test } from "vitest";
import { parseSettings } from "../../../src/runtime/plugin/settings.ts";
import { PluginError } from "../../../src/runtime/wsl/errors.ts";
import { Engine } from "../../support/engine.ts";

const defaults = {
  limits: { scriptTime: 600_000, hookTime: 600_000, memory: 1_073_741_824 },
  hotReload: false,
  loadFailure: "block",
  permissions: "all",
  log: { file: "%ProgramData%\\wsl-script-host\\<name>.log", maximumSize: 10_485_760, level: "info" },
  record: {
    isOn: false,
    file: "%ProgramData%\\wsl-script-host\\<name>-<session>-<time>.recording",
    maximumSize: 67_108_864,
    content: false,
  },
};

describe("a settings file", () => {
  test("of an empty object gives the defaults", () => {
    expect(parseSettings("{}", "hello.json")).toEqual(defaults);
    expect(parseSettings('\ufeff {"limits":{},"log":{}} \n', "hello.json")).toEqual(defaults);
  });

  test("with every member gives exactly those, without the schema's address", () => {
    const settings = {
      limits: { scriptTime: 10, hookTime: 600_000, memory: 8_388_608 },
      hotReload: true,
      loadFailure: "allow",
      permissions: "all",
      log: { file: "D:/logs/hello.log", maximumSize: 65_536, level: "debug" },
      record: { file: "D:/recordings/<time>.recording", maximumSize: 1_048_576, content: true },
    };
    const result = { ...settings, record: { isOn: true, ...settings.record } };
    expect(parseSettings(JSON.stringify({ $schema: "./schema.json", ...settings }), "hello.json")).toEqual(result);
  });

  test('with "record", even if it is empty, turns recordings on', () => {
    expect(parseSettings('{"record":{}}', "hello.json")).toEqual({
      ...defaults,
      record: { ...defaults.record, isOn: true },
    });
  });

  test.each([
    ["[]", "hello.json must be an object, not an array"],
    ["null", "hello.json must be an object, not null"],
    ['"x"', 'hello.json must be an object, not "x"'],
    ['{"hotreload":true}', 'hello.json cannot have "hotreload"; did you mean "hotReload"?'],
    [
      '{"__proto__":{}}',
      'hello.json cannot have "__proto__"; allowed: $schema, limits, settings, permissions, hotReload, loadFailure, log and record',
    ],
    ['{"limits":{"memroy":1}}', 'hello.json: limits cannot have "memroy"; did you mean "memory"?'],
    ['{"limits":[]}', "hello.json: limits must be an object, not an array"],
    ['{"limits":null}', "hello.json: limits must be an object, not null"],
    [
      '{"limits":{"memory":"64 MiB"}}',
      'hello.json: limits.memory must be a whole number of bytes from 8388608 to 1073741824, not "64 MiB"',
    ],
    [
      '{"limits":{"memory":8388607}}',
      "hello.json: limits.memory must be a whole number of bytes from 8388608 to 1073741824, not 8388607",
    ],
    [
      '{"limits":{"scriptTime":1e9}}',
      "hello.json: limits.scriptTime must be a whole number of milliseconds from 10 to 600000, not 1000000000",
    ],
    [
      '{"limits":{"hookTime":10.5}}',
      "hello.json: limits.hookTime must be a whole number of milliseconds from 10 to 600000, not 10.5",
    ],
    ['{"hotReload":"yes"}', 'hello.json: hotReload must be true or false, not "yes"'],
    ['{"loadFailure":"Block"}', 'hello.json: loadFailure must be "block" or "allow", not "Block"'],
    ['{"log":{"level":"all"}}', 'hello.json: log.level must be "debug", "info", "warn" or "error", not "all"'],
    [
      '{"log":{"file":"hello.log"}}',
      'hello.json: log.file must be an absolute Windows path such as "C:\\\\Logs\\\\hello.log", not "hello.log"',
    ],
    [
      '{"log":{"file":"C:\\\\a\\u0000b"}}',
      'hello.json: log.file must be an absolute Windows path such as "C:\\\\Logs\\\\hello.log", not "C:\\a\0b"',
    ],
    [
      '{"log":{"file":null}}',
      'hello.json: log.file must be an absolute Windows path such as "C:\\\\Logs\\\\hello.log", not null',
    ],
    ['{"$schema":1}', "hello.json: $schema must be a string, not 1"],
  ])("%s is reported as a mistake", (text, message) => {
    expect(() => parseSettings(text, "hello.json")).toThrow(new PluginError(message));
  });
});

describe("a settings file that is not JSON", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });

  test.each([
    ["", "hello.json:1:1: Unexpected end of JSON input"],
    ['{\n  "limits": {\n    "memory": x\n  }\n}', "hello.json:3:15: unexpected token: 'x'"],
    ['{ "hotReload": true, }', "hello.json:1:22: Expected property name or '}'"],
    ["// comment\n{}", "hello.json:1:1: unexpected token: '/'"],
    [
      '{ "log": { "file": "C:\\Logs\\hello.log" } }',
      "hello.json:1:20: Bad escaped character; JSON needs each backslash of a path twice",
    ],
    ['{ "log": { "file": "C:\\\\Logs" }', "hello.json:1:32: Expected ',' or '}' after property value"],
    ['{ "log": {}', "hello.json:1:12: Expected ',' or '}' after property value"],
  ])("%j is reported with its place", (text, message) => {
    engine.run(
      `globalThis.failure = ""; try { dispatch.parseSettings(${JSON.stringify(text)}, "hello.json"); } catch (error) { failure = error.message; }`,
    );
    expect(engine.run("failure")).toBe(message);
  });
});
