// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { GlobalRow, TypeRow } from "../model/schema.ts";

const allowList =
  "const policy = defineSettings({\n" +
  '  allowed: { type: "array", items: { type: "string" }, default: ["Debian"], description: "The distributions that may start." },\n' +
  "});\n";
const started = (body: string) =>
  `export default definePlugin({\n  onDistributionStarted(session, distribution) {\n${body}  },\n});`;

/** The call with which a script declares settings of its own. */
export const settingGlobals = freeze([
  {
    kind: "function",
    name: "defineSettings",
    signature:
      "<const Properties extends WSLSettingProperties>(\n  properties: Properties & WSLSettingCheck<Properties>,\n): WSLSettings<Properties>",
    capability: null,
    source: null,
    doc: {
      summary: "Declares the script's own settings, once, at the top level of the script.",
      details:
        'Their values are the member `"settings"` of `<name>.json`; the administrator\'s policies replace them one by one. A wrong, missing or unknown one ' +
        "keeps the plugin from being loaded; the message names the file, the place, the value and the allowed values.\n\n" +
        "Changed values take effect at the next hook that can refuse something, in a new instance of the script: the object itself never changes. " +
        "At its top level the script can read only settings with a default, and all others from `WSLPluginDefinition.onLoad` on.",
      parameters: [
        {
          name: "properties",
          text: "The settings by name, each with its schema. Without a default a setting is required.",
        },
      ],
      returns: "The settings' values, deeply frozen. Secrets are not enumerable, so `console` does not show them.",
      errors: [
        {
          error: "TypeError",
          when: "if a schema is wrong, on a second call, and on one that comes after the script was evaluated.",
        },
        { error: "PluginError", when: "if a value is wrong or unknown." },
      ],
      example: {
        plugin:
          allowList +
          started(
            "    if (!policy.allowed.includes(distribution.name)) {\n" +
              "      throw new PluginError(`${distribution.name} is not allowed on this machine.`);\n    }\n",
          ),
      },
    },
  },
] as const satisfies readonly GlobalRow[]);

/** Its types. */
export const settingTypes = freeze([
  {
    kind: "alias",
    name: "WSLSettingSchema",
    parameters: "",
    text: `{
  /** What the setting is, for administrators and their editors. */
  readonly description?: string;
  /** The value is never logged: not in messages about it, and not with the object that it belongs to. */
  readonly secret?: boolean;
} & (
  | {
      readonly type: "string";
      /** The only texts that are allowed. */
      readonly enum?: readonly string[];
      /** In characters; a surrogate pair is one. */
      readonly minLength?: number;
      readonly maxLength?: number;
      /** A regular expression with the flag \`u\`, which matches anywhere unless it says \`^\` and \`$\`. */
      readonly pattern?: string;
    }
  | {
      /** \`integer\` is a whole number. */
      readonly type: "number" | "integer";
      /** The only numbers that are allowed. */
      readonly enum?: readonly number[];
      readonly minimum?: number;
      readonly maximum?: number;
    }
  | { readonly type: "boolean" }
  | {
      readonly type: "array";
      /** What each item is. */
      readonly items: WSLSettingSchema;
    }
  | {
      readonly type: "object";
      /** What the object may have in it, and nothing else. */
      readonly properties: { readonly [name: string]: WSLSettingSchema };
      /** The names of those that have to be there. */
      readonly required?: readonly string[];
    }
)`,
    doc: {
      summary: "The description of a setting: a subset of JSON Schema (2020-12).",
      example: {
        plugin:
          "const network = defineSettings({\n" +
          '  servers: {\n    type: "array",\n    items: {\n      type: "object",\n' +
          '      properties: { name: { type: "string", minLength: 1 }, port: { type: "integer", minimum: 1, maximum: 65_535 } },\n' +
          '      required: ["name"],\n    },\n    default: [{ name: "proxy.contoso.com", port: 8080 }],\n  },\n});\n' +
          "export default definePlugin({\n  onVmStarted() {\n    for (const { name, port = 80 } of network.servers) console.log(`${name}:${port}`);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "WSLSettingProperties",
    parameters: "",
    text: `{
  readonly [name: string]: WSLSettingSchema & {
    /** What counts if the administrator says nothing. */
    readonly default?: unknown;
  };
}`,
    doc: {
      summary:
        "The argument of {@link defineSettings}: settings by name. Two names must not differ only in case, because the registry ignores case.",
      example: {
        plugin:
          "const properties = {\n" +
          '  mtu: { type: "integer", minimum: 576, maximum: 9000, default: 1400 },\n' +
          "} satisfies WSLSettingProperties;\nconst network = defineSettings(properties);\n" +
          "export default definePlugin({\n  onVmStarted() {\n    console.log(network.mtu);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "WSLSettings",
    parameters: "<Properties>",
    text: "{ readonly [Name in keyof Properties]: WSLSettingValue<Properties[Name]> }",
    doc: {
      summary: "The values of the settings that {@link defineSettings} declares.",
      example: {
        plugin:
          'const properties = { motd: { type: "string", default: "Hello" } } as const;\n' +
          "const texts: WSLSettings<typeof properties> = defineSettings(properties);\n" +
          "export default definePlugin({\n  onVmStarted() {\n    console.log(texts.motd);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "WSLSettingValue",
    parameters: "<Schema>",
    text: `Schema extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : Schema extends { readonly type: "string" }
    ? string
    : Schema extends { readonly type: "number" | "integer" }
      ? number
      : Schema extends { readonly type: "boolean" }
        ? boolean
        : Schema extends { readonly type: "array"; readonly items: infer Items }
          ? readonly WSLSettingValue<Items>[]
          : Schema extends { readonly type: "object"; readonly properties: infer Members; readonly required: readonly (infer Name)[] }
            ? {
                readonly [Each in keyof Members as Each extends Name ? Each : never]: WSLSettingValue<Members[Each]>;
              } & { readonly [Each in keyof Members as Each extends Name ? never : Each]?: WSLSettingValue<Members[Each]> }
            : Schema extends { readonly type: "object"; readonly properties: infer Members }
              ? { readonly [Each in keyof Members]?: WSLSettingValue<Members[Each]> }
              : never`,
    doc: {
      summary:
        "The type of a setting's value by its schema: the texts of `enum` as literals, members of objects optional unless `required` names them.",
      example: {
        plugin:
          'const level = { type: "string", enum: ["low", "high"], default: "low" } as const;\n' +
          'const texts: Record<WSLSettingValue<typeof level>, string> = { low: "a little", high: "a lot" };\n' +
          "const policy = defineSettings({ level });\n" +
          "export default definePlugin({\n  onVmStarted() {\n    console.log(texts[policy.level]);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "WSLSettingCheck",
    parameters: "<Properties>",
    text: `{
  readonly [Name in keyof Properties]: { readonly default?: WSLSettingValue<Properties[Name]> } & {
    readonly [Keyword in Exclude<keyof Properties[Name], WSLSettingKeyword<Properties[Name]>>]: never;
  };
}`,
    doc: {
      summary: "Rejects defaults that do not match their schema, and keywords that the type does not support.",
      example: {
        plugin:
          'const properties = { motd: { type: "string", default: "Hello" } } as const;\n' +
          "const checked: WSLSettingCheck<typeof properties> = properties;\nconst texts = defineSettings(properties);\n" +
          "export default definePlugin({\n  onVmStarted() {\n    console.log(texts.motd, checked.motd.default);\n  },\n});",
      },
    },
  },
  {
    kind: "alias",
    name: "WSLSettingKeyword",
    parameters: "<Schema>",
    text: `
  | "type"
  | "description"
  | "secret"
  | "default"
  | (Schema extends { readonly type: "string" } ? "enum" | "minLength" | "maxLength" | "pattern" : never)
  | (Schema extends { readonly type: "number" | "integer" } ? "enum" | "minimum" | "maximum" : never)
  | (Schema extends { readonly type: "array" } ? "items" : never)
  | (Schema extends { readonly type: "object" } ? "properties" | "required" : never)`,
    doc: {
      summary: "The keywords that a schema can have by its type.",
      example: {
        plugin:
          'const keyword: WSLSettingKeyword<{ readonly type: "integer" }> = "minimum";\n' +
          "export default definePlugin({\n  onVmStarted() {\n    console.log(keyword);\n  },\n});",
      },
    },
  },
] as const satisfies readonly TypeRow[]);
