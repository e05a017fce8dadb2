import { permissions } from "../files/permissions.ts";
import type { Description } from "../index.ts";
import type { LimitRow, PermissionRow, SettingRow } from "../model/file-rows.ts";
import { unknownRow } from "../model/schema.ts";
import { choices, isLimits } from "./settings-header.ts";
import { file, header, indent, pascalCase, quote } from "./text.ts";

/** The absolute paths that a setting accepts, as a regular expression: `C:\...` or `%Variable%\...`. */
const windowsPathPattern = "^(?:[A-Za-z]:|%[^%\\\\/]+%)[\\\\/]";

/** bindings/generated/settings.schema.json, for editors. */
export function emitSettingsSchema(description: Description): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    $comment: header.replace("// ", ""),
    title: "Settings of wsl-script-host",
    description:
      "The file <name>.json beside <name>.dll and <name>.js: what an administrator decides about the plugin.",
    ...objectSchema(description.settings),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** src/runtime/generated/settings.ts: the same, for the validator inside the DLL. */
export function emitRuntimeSettings(description: Description): string {
  return file(
    header,
    'import type { SettingRule } from "../plugin/setting-rule.ts";',
    "",
    "/** `<name>.json` as a whole. */",
    "export const settingsRule = {",
    '  kind: "object",',
    "  members: {",
    description.settings.flatMap((row) => indent(rule(row), 4)),
    "  },",
    "} as const satisfies SettingRule;",
    "",
    "/** What a plugin may ask for in `definePlugin({ limits })`, and what counts if it asks for nothing. */",
    "export const limits = {",
    description.limits.map(limit),
    "} as const;",
    "",
    "export type LimitName = keyof typeof limits;",
    "",
    "/** What a plugin may use. */",
    "export type Limits = { readonly [Name in LimitName]: number };",
    "",
    "export const defaultLimits: Limits = {",
    description.limits.map((row) => `  ${row.name}: ${row.default},`),
    "};",
    "",
    "/** What both allow. */",
    "export function lower(a: Limits, b: Limits): Limits {",
    "  return {",
    description.limits.map(({ name }) => `    ${name}: Math.min(a.${name}, b.${name}),`),
    "  };",
    "}",
    "",
    choices(description.settings, "").flatMap(choiceTypes),
    "/** What the validator returns: every value is there. */",
    "export interface Settings {",
    description.settings.flatMap((row) => indent(settingType(row, ""), 2)),
    "}",
    "",
    "/** What counts without a settings file. */",
    "export const defaultSettings: Settings = {",
    description.settings.flatMap((row) => indent(defaultValue(row), 2)),
    "};",
  );
}

/** The functions of src/host/generated/dispatch.ts that read them. */
export function readSettingsInNode({ settings, limits }: Description): string[] {
  const integers = (read: string) =>
    limits.map(({ name, minimum, maximum }) => `${name}: object.${read}(${quote(name)}, ${minimum}, ${maximum})`);
  return [
    "function readLimits(object: ObjectReader): Limits {",
    "  return {",
    ...integers("integer").map((line) => `    ${line},`),
    "  };",
    "}",
    "",
    "function readSomeLimits(object: ObjectReader): Partial<Limits> {",
    "  const limits = {",
    ...integers("optionalInteger").map((line) => `    ${line},`),
    "  };",
    "  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));",
    "}",
    "",
    "function readSettings(object: ObjectReader): Settings {",
    "  return {",
    ...settings.flatMap((row) => indent(readSetting(row, "object", "defaultSettings"), 4)),
    "  };",
    "}",
  ];
}

function objectSchema(rows: readonly SettingRow[]): object {
  return objectOf(rows.map((row) => [row.name, { description: row.summary, ...valueSchema(row) }]));
}

function valueSchema(row: SettingRow): object {
  switch (row.kind) {
    case "object":
      return objectSchema(row.members);
    case "integer":
      return {
        description: `${row.summary} In ${row.unit}.`,
        type: "integer",
        minimum: row.minimum,
        maximum: row.maximum,
        default: row.default,
        examples: [row.example],
      };
    case "boolean":
      return { type: "boolean", default: row.default };
    case "choice":
      return {
        enum: row.choices.map((choice) => choice.value),
        enumDescriptions: row.choices.map((choice) => choice.summary),
        default: row.default,
      };
    case "windowsPath":
      return { type: "string", pattern: windowsPathPattern, default: row.default, examples: [row.example] };
    case "pluginSettings":
      return { type: "object" };
    case "permissions":
      return { anyOf: [{ const: "all" }, permissionsSchema()], default: row.default };
    case "ignoredText":
      return { type: "string" };
    default:
      return unknownRow(row);
  }
}

function permissionsSchema(): object {
  return objectOf(
    permissions.map((place) => [
      place.name,
      { description: place.summary, ...objectOf(place.kinds.map((kind) => [kind.name, permissionSchema(kind)])) },
    ]),
  );
}

function permissionSchema({ rule, summary }: PermissionRow): object {
  if (rule === "flag") return { description: summary, type: "boolean" };
  const flag = (description: string) => ({ description, type: "boolean", default: false });
  const folder = {
    ...objectOf([
      ["folder", { description: "An absolute path.", type: "string" }],
      ["write", flag("Whether Linux may write to it.")],
      ["userWritable", flag("Whether others than administrators may change it.")],
    ]),
    required: ["folder"],
  };
  return { description: summary, type: "array", items: rule === "folders" ? folder : { type: "string" } };
}

function objectOf(properties: readonly (readonly [string, object])[]): object {
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(properties) };
}

function rule(row: SettingRow): string[] {
  const key = propertyKey(row.name);
  switch (row.kind) {
    case "object":
      return [
        `${key}: {`,
        '  kind: "object",',
        ...(row.isSwitch ? ["  isSwitch: true,"] : []),
        "  members: {",
        ...row.members.flatMap((member) => indent(rule(member), 4)),
        "  },",
        "},",
      ];
    case "integer": {
      const range = `minimum: ${row.minimum}, maximum: ${row.maximum}, default: ${row.default}`;
      return [`${key}: { kind: "integer", unit: ${quote(row.unit)}, ${range} },`];
    }
    case "boolean":
      return [`${key}: { kind: "boolean", default: ${row.default} },`];
    case "choice": {
      const choices = row.choices.map((choice) => quote(choice.value)).join(", ");
      return [`${key}: { kind: "choice", choices: [${choices}], default: ${quote(row.default)} },`];
    }
    case "windowsPath":
      return [`${key}: { kind: "windowsPath", pattern: /${windowsPathPattern}/, default: ${quote(row.default)} },`];
    case "pluginSettings":
    case "permissions":
    case "ignoredText":
      return [`${key}: { kind: ${quote(row.kind)} },`];
    default:
      return unknownRow(row);
  }
}

/** The choices as a type and, by their positions, as numbers: those of the enumeration in C++. */
function choiceTypes([name, row]: [name: string, row: Extract<SettingRow, { kind: "choice" }>]): string[] {
  return [
    `/** ${row.summary} */`,
    `export const ${name} = { ${row.choices.map(({ value }, index) => `${value}: ${index}`).join(", ")} } as const;`,
    `export type ${name} = keyof typeof ${name};`,
    "",
  ];
}

function settingType(row: SettingRow, path: string): string[] {
  const name = path + pascalCase(row.name);
  switch (row.kind) {
    case "object":
      if (isLimits(row)) return [`readonly ${row.name}: Limits;`];
      return [
        `readonly ${row.name}: {`,
        ...(row.isSwitch ? ["  readonly isOn: boolean;"] : []),
        ...row.members.flatMap((member) => indent(settingType(member, name), 2)),
        "};",
      ];
    case "integer":
      return [`readonly ${row.name}: number;`];
    case "boolean":
      return [`readonly ${row.name}: boolean;`];
    case "choice":
      return [`readonly ${row.name}: ${name};`];
    case "windowsPath":
    case "permissions":
      return [`readonly ${row.name}: string;`];
    case "pluginSettings":
    case "ignoredText":
      return [];
    default:
      return unknownRow(row);
  }
}

function defaultValue(row: SettingRow): string[] {
  switch (row.kind) {
    case "object":
      return [
        `${row.name}: {`,
        ...(row.isSwitch ? ["  isOn: false,"] : []),
        ...indent(row.members.flatMap(defaultValue), 2),
        "},",
      ];
    case "pluginSettings":
    case "ignoredText":
      return [];
    default:
      return [`${row.name}: ${typeof row.default === "string" ? quote(row.default) : row.default},`];
  }
}

function readSetting(row: SettingRow, object: string, defaults: string): string[] {
  const inner = `${object}.object(${quote(row.name)})`;
  const fallback = `${defaults}.${row.name}`;
  switch (row.kind) {
    case "object":
      if (isLimits(row)) return [`${row.name}: readLimits(${inner}),`];
      return [
        `${row.name}: {`,
        ...(row.isSwitch ? [`  isOn: ${inner}.boolean("isOn"),`] : []),
        ...row.members.flatMap((member) => indent(readSetting(member, inner, fallback), 2)),
        "},",
      ];
    case "integer":
      return [`${row.name}: ${object}.integer(${quote(row.name)}, ${row.minimum}, ${row.maximum}),`];
    case "boolean":
      return [`${row.name}: ${object}.boolean(${quote(row.name)}),`];
    case "choice":
      return [
        `${row.name}: ${object}.choice(${quote(row.name)}, [${row.choices.map(({ value }) => quote(value)).join(", ")}], ${fallback}),`,
      ];
    case "windowsPath":
    case "permissions":
      return [`${row.name}: ${object}.text(${quote(row.name)}),`];
    case "pluginSettings":
    case "ignoredText":
      return [];
    default:
      return unknownRow(row);
  }
}

function limit(row: LimitRow): string {
  const range = `minimum: ${row.minimum}, maximum: ${row.maximum}, default: ${row.default}`;
  return `  ${row.name}: { unit: ${quote(row.unit)}, ${range} },`;
}

function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}
