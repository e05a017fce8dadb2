import { expect, test } from "vitest";
import { Engine } from "../../support/engine.ts";

const key = "HKLM\\\\SOFTWARE\\\\Policies\\\\wsl-script-host\\\\Plugins\\\\hello\\\\Settings";
const [regSz, regDword, regMultiSz] = [1, 4, 7];

interface Given {
  /** The member "settings" of hello.json. */
  readonly settings?: object;
  readonly policies?: readonly (readonly [name: string, type: number, data: string])[];
}

/** Loads a script with a constant `policy` of these settings; `atTop` runs at its top level. */
async function load(properties: string, { settings, policies = [] }: Given = {}, atTop = ""): Promise<Engine> {
  const engine = await Engine.start();
  const file = JSON.stringify(settings === undefined ? {} : { settings });
  engine.run(`dispatch.parseSettings(${JSON.stringify(file)}, "hello.json")`);
  for (const [name, type, data] of policies) {
    engine.run(`dispatch.setPolicy("${key}", ${JSON.stringify(name)}, ${type}, ${JSON.stringify(data)})`);
  }
  engine.load(
    `const policy = globalThis.policy = defineSettings(${properties}); ${atTop}; export default definePlugin({});`,
  );
  engine.run("dispatch.completeSettings()");
  return engine;
}

test("settings have their defaults, unless the file or a policy has a value", async () => {
  const properties = `{
    allowed: { type: "array", items: { type: "string" }, default: ["Debian"] },
    level: { type: "integer", default: 3 },
    on: { type: "boolean", default: true },
    site: { type: "string" },
  }`;
  const given = { level: 4, on: false, site: "north" };
  const engine = await load(properties, { settings: given, policies: [["ON", regDword, "1"]] });
  expect(engine.run("policy")).toEqual({ allowed: ["Debian"], level: 4, on: true, site: "north" });
});

test("a policy's value is a text, a number, a list of texts, or JSON, as its setting needs", async () => {
  const properties = `{
    text: { type: "string", default: "" },
    whole: { type: "integer", default: 0 },
    part: { type: "number", default: 0 },
    on: { type: "boolean", default: false },
    off: { type: "boolean", default: true },
    texts: { type: "array", items: { type: "string" }, default: [] },
    none: { type: "array", items: { type: "string" }, default: ["a"] },
    numbers: { type: "array", items: { type: "integer" }, default: [] },
    mount: { type: "object", properties: { from: { type: "string" } }, default: {} },
  }`;
  const engine = await load(properties, {
    policies: [
      ["text", regSz, '"as it is"'],
      ["whole", regDword, "4294967295"],
      ["part", regSz, "-0.5"],
      ["on", regDword, "1"],
      ["off", regSz, "false"],
      ["texts", regMultiSz, "a\0b"],
      ["none", regMultiSz, ""],
      ["numbers", regSz, "[1, 2]"],
      ["mount", regSz, '{ "from": "C:\\\\Tools" }'],
    ],
  });
  expect(engine.run("policy")).toEqual({
    text: '"as it is"',
    whole: 4_294_967_295,
    part: -0.5,
    on: true,
    off: false,
    texts: ["a", "b"],
    none: [],
    numbers: [1, 2],
    mount: { from: "C:\\Tools" },
  });
});

const rules = {
  allowed: '{ type: "array", items: { type: "string", minLength: 1 } }',
  mtu: '{ type: "integer", minimum: 576, maximum: 9000 }',
  part: '{ type: "number", maximum: 1 }',
  on: '{ type: "boolean" }',
  level: '{ type: "string", enum: ["low", "high"] }',
  port: '{ type: "integer", enum: [80, 443] }',
  name: '{ type: "string", minLength: 2, maxLength: 3 }',
  code: '{ type: "string", pattern: "^[a-z]+$" }',
  token: '{ type: "string", minLength: 8, secret: true }',
  proxy: '{ type: "object", properties: { host: { type: "string" }, port: { type: "integer" } }, required: ["host"] }',
} as const;

test.each([
  ["allowed", ["a", ""], 'hello.json: settings.allowed[1] must be a string of at least 1 character, not ""'],
  ["allowed", "a", 'hello.json: settings.allowed must be an array, not "a"'],
  ["mtu", 575, "hello.json: settings.mtu must be a whole number from 576 to 9000, not 575"],
  ["mtu", 600.5, "hello.json: settings.mtu must be a whole number from 576 to 9000, not 600.5"],
  ["mtu", null, "hello.json: settings.mtu must be a whole number from 576 to 9000, not null"],
  ["part", 1.5, "hello.json: settings.part must be a number of at most 1, not 1.5"],
  ["on", 1, "hello.json: settings.on must be true or false, not 1"],
  ["level", "LOW", 'hello.json: settings.level must be "low" or "high", not "LOW"'],
  ["port", 8080, "hello.json: settings.port must be 80 or 443, not 8080"],
  ["name", "\u{1f600}", 'hello.json: settings.name must be a string of 2 to 3 characters, not "\u{1f600}"'],
  ["code", "aB", 'hello.json: settings.code must be a string that matches /^[a-z]+$/u, not "aB"'],
  ["token", "hunter2", "hello.json: settings.token must be a string of at least 8 characters"],
  ["proxy", [], "hello.json: settings.proxy must be an object, not an array"],
  ["proxy", { port: 80 }, "hello.json: settings.proxy.host is missing; it must be a string"],
  ["proxy", { host: "", prot: 80 }, 'hello.json: settings.proxy cannot have "prot"; allowed: host and port'],
] as const)(
  "a wrong value of %s is refused with its place and the allowed values: %j",
  async (name, value, message) => {
    await expect(load(`{ ${name}: ${rules[name]} }`, { settings: { [name]: value } })).rejects.toThrow(message);
    await expect(load(`{ ${name}: ${rules[name]} }`, { settings: { [name]: value } })).rejects.toMatchObject({
      name: "PluginError",
      message,
    });
  },
);

test.each([
  [{ settings: { alowed: [] } }, 'hello.json: settings cannot have "alowed"; did you mean "allowed"?'],
  [{ settings: {} }, "hello.json: settings.allowed is missing; it must be an array"],
  [{}, "hello.json: settings.allowed is missing; it must be an array"],
  [
    { policies: [["alowed", regSz, ""]] },
    `the policy ${JSON.parse(`"${key}"`)}\\alowed is not a setting of the script; did you mean "allowed"?`,
  ],
  [
    { policies: [["Allowed", regSz, "[5]"]] },
    `the policy ${JSON.parse(`"${key}"`)}\\Allowed[0] must be a string of at least 1 character, not 5`,
  ],
  [{ policies: [["allowed", regSz, "[5"]] }, `the policy ${JSON.parse(`"${key}"`)}\\allowed must be JSON: `],
  [{ policies: [["allowed", regDword, "5"]] }, `the policy ${JSON.parse(`"${key}"`)}\\allowed must be an array, not 5`],
] as const)("missing or unknown settings and wrong policies are refused: %j", async (given, message) => {
  await expect(load(`{ allowed: ${rules.allowed} }`, given as Given)).rejects.toThrow(message);
});

test("a script without settings refuses those in the file and in the registry", async () => {
  const engine = await Engine.start();
  const load = (prepare: string) => {
    engine.run(prepare);
    engine.load("export default definePlugin({});");
    engine.run("dispatch.completeSettings()");
  };
  load(`dispatch.parseSettings("{}", "hello.json")`);
  expect(() => load(`dispatch.parseSettings('{"settings":{}}', "hello.json")`)).toThrow(
    'hello.json: there is "settings", but hello.js does not call defineSettings',
  );
  expect(() => load(`dispatch.parseSettings("{}", "hello.json"); dispatch.setPolicy("HKLM", "a", 1, "")`)).toThrow(
    "the policy HKLM\\a is set, but hello.js does not call defineSettings",
  );
});

test("only settings with a default can be read at the top level, even if the file sets the others", async () => {
  const properties = '{ site: { type: "string" }, level: { type: "integer", default: 1 } }';
  const given = { settings: { site: "north", level: 2 } };
  const engine = await load(properties, given, "globalThis.level = policy.level");
  expect(engine.run("[level, policy.site]")).toEqual([2, "north"]);
  await expect(load(properties, given, "policy.site")).rejects.toThrow(
    'the setting "site" has no default, so it cannot be read at the top level of the script, only from onLoad on',
  );
});

test("settings cannot be changed, neither at the top level nor later, nor through their declaration", async () => {
  const properties = `(globalThis.properties = {
    list: { type: "array", items: { type: "object", properties: { a: { type: "integer" } } }, default: [{ a: 1 }] },
    site: { type: "string" },
  })`;
  const attempt = "try { policy.list = []; } catch (error) { globalThis.refused = error.name; } policy.list.push";
  const engine = await load(properties, { settings: { site: "north" } }, attempt);
  expect(engine.run("refused")).toBe("TypeError");
  engine.run("properties.list.default[0].a = 2");
  for (const change of ["policy.site = ''", "policy.more = 1", "policy.list.push({})", "policy.list[0].a = 3"]) {
    expect(() => engine.run(`"use strict"; ${change}`)).toThrow();
  }
  expect(engine.run("[Object.isFrozen(policy), policy.list, policy.site]")).toEqual([true, [{ a: 1 }], "north"]);
});

test("a script that catches the error of a wrong value is still not loaded", async () => {
  const engine = await Engine.start();
  engine.run(`dispatch.parseSettings('{"settings":{"on":1}}', "hello.json")`);
  engine.load(`try { defineSettings({ on: { type: "boolean" } }); } catch {} export default definePlugin({});`);
  expect(() => engine.run("dispatch.completeSettings()")).toThrow("settings.on must be true or false, not 1");
});

test("secrets can be read by name, and are not shown with the settings or as part of them", async () => {
  const properties = `{
    token: { type: "string", secret: true },
    proxy: { type: "object", properties: { host: { type: "string" }, password: { type: "string", secret: true } } },
  }`;
  const engine = await load(properties, {
    settings: { token: "hunter2", proxy: { host: "proxy.contoso.com", password: "hunter3" } },
  });
  expect(engine.run("[policy.token, policy.proxy.password]")).toEqual(["hunter2", "hunter3"]);
  engine.run("console.log(policy, JSON.stringify(policy), { ...policy })");
  expect(engine.log.join()).toContain("proxy.contoso.com");
  expect(engine.log.join()).not.toMatch(/hunter/);
});

test("a secret that is not JSON is refused without quoting it", async () => {
  const schema = '{ keys: { type: "array", items: { type: "string" }, secret: true } }';
  const message = `the policy ${JSON.parse(`"${key}"`)}\\keys must be JSON`;
  await expect(load(schema, { policies: [["keys", regSz, "[hunter2]"]] })).rejects.toMatchObject({ message });
});

test("settings are declared once, at the top level of the script", async () => {
  const again = "defineSettings: a script calls it once, at its top level";
  await expect(load("{}", {}, "defineSettings({})")).rejects.toThrow(again);
  const engine = await load("{}");
  expect(() => engine.run("defineSettings({})")).toThrow(again);
});

test.each([
  ["5", "the argument must be an object, not 5"],
  ["{ a: 5 }", "a must be an object, not 5"],
  ["{ a: {} }", 'a.type must be "string", "number", "integer", "boolean", "array" or "object", not undefined'],
  [
    "{ a: { type: ['string'] } }",
    'a.type must be "string", "number", "integer", "boolean", "array" or "object", not an array',
  ],
  ["{ a: { type: 'string', minLenght: 1 } }", 'a cannot have "minLenght"; did you mean "minLength"?'],
  ["{ a: { type: 'string', minimum: 1 } }", 'a cannot have "minimum"'],
  ["{ a: { type: 'string', minLength: -1 } }", "a.minLength must be a whole number from 0 on, not -1"],
  ["{ a: { type: 'string', pattern: '(' } }", "a.pattern is not a regular expression: "],
  ["{ a: { type: 'string', description: 5 } }", "a.description must be a string, not 5"],
  ["{ a: { type: 'string', secret: 1 } }", "a.secret must be true or false, not 1"],
  ["{ a: { type: 'string', enum: [] } }", "a.enum must be an array with at least one value"],
  ["{ a: { type: 'string', enum: ['a', 5] } }", "a.enum[1] must be a string, not 5"],
  ["{ a: { type: 'number', minimum: Infinity } }", "a.minimum must be a number, not Infinity"],
  ["{ a: { type: 'array' } }", 'a must have "items"'],
  ["{ a: { type: 'array', items: { type: 'text' } } }", "a.items.type must be "],
  ["{ a: { type: 'object' } }", 'a must have "properties"'],
  [
    "{ a: { type: 'object', properties: { b: { type: 'string', default: '' } } } }",
    'a.properties.b cannot have "default"',
  ],
  [
    "{ a: { type: 'object', properties: {}, required: ['b'] } }",
    'a.required[0] must be a name in "properties", not "b"',
  ],
  ["{ a: { type: 'integer', default: 'x' } }", 'a.default must be a whole number, not "x"'],
  [
    "{ a: { type: 'array', items: { type: 'integer' }, default: [1, 'x'] } }",
    'a.default[1] must be a whole number, not "x"',
  ],
  ["{ size: { type: 'string' }, Size: { type: 'string' } }", '"size" and "Size" differ in case only'],
])("a wrong declaration of settings is a TypeError that names its place: %s", async (properties, message) => {
  await expect(load(properties)).rejects.toMatchObject({
    name: "TypeError",
    message: expect.stringContaining(`defineSettings: ${message}`),
  });
});

test("the declaration is JSON Schema, in which every setting without a default is required", async () => {
  const engine = await Engine.start();
  const properties = {
    allowed: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["Debian"],
      description: "Who may start.",
    },
    token: { type: "string", secret: true },
    proxy: { type: "object", properties: { host: { type: "string" }, port: { type: "integer" } }, required: ["host"] },
  };
  engine.load(`defineSettings(${JSON.stringify(properties)}); export default definePlugin({});`);
  const { settings } = engine.run("dispatch.load(plugin)") as { settings: string };
  expect(JSON.parse(settings)).toEqual({
    type: "object",
    properties: { ...properties, proxy: { ...properties.proxy, additionalProperties: false } },
    required: ["token", "proxy"],
    additionalProperties: false,
  });
  engine.run(`dispatch.parseSettings("{}", "hello.json")`);
  engine.load("export default definePlugin({});");
  expect((engine.run("dispatch.load(plugin)") as { settings: string }).settings).toBe("");
});
