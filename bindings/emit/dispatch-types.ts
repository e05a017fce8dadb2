import type { Description } from "../index.ts";
import type { DispatchResultName, DispatchRow, RecordFieldRow, RecordRow, SettingRow } from "../model/schema.ts";
import { unknownRow } from "../model/schema.ts";
import { dispatchParameters, recordFields } from "../model/types.ts";
import { isLimits } from "./settings-header.ts";
import { file, header, indent, quote } from "./text.ts";

/** src/runtime/generated/dispatch.ts: what the runtime has to offer to C++. */
export function emitRuntimeDispatch({ dispatch, records }: Description): string {
  return file(
    header,
    'import type { Limits, Settings } from "./settings.ts";',
    "",
    records.flatMap(recordType),
    "/** What C++ calls in the runtime. */",
    "export interface Dispatch {",
    dispatch.flatMap((row) => indent(functionType(row), 2)),
    "}",
  );
}

/** src/host/generated/dispatch.ts: the functions of src/runtime as the simulator calls them. */
export function emitHostDispatch(description: Description): string {
  const { dispatch, records } = description;
  const made = records.filter(({ from }) => from === "host");
  const read = records.filter(({ from }) => from === "runtime");
  return file(
    header,
    'import { ObjectReader } from "../../engine/object-reader.ts";',
    'import type { Runtime } from "../../engine/runtime.ts";',
    'import type { RawValue } from "../../engine/sandbox.ts";',
    `import type { ${records.map(({ name }) => name).join(", ")} } from "../../runtime/generated/dispatch.ts";`,
    'import { defaultSettings, type Limits, type Settings } from "../../runtime/generated/settings.ts";',
    'import { type FailureCode, failureCode } from "../failure.ts";',
    "",
    "/** The functions, in a runtime that they must not outlive. */",
    "export class Dispatch {",
    "  readonly #runtime: Runtime;",
    dispatch.map(({ name }) => `  readonly #${name}: RawValue;`),
    "",
    "  /** `functions`: what the runtime's start has returned. */",
    "  constructor(runtime: Runtime, functions: RawValue) {",
    "    this.#runtime = runtime;",
    dispatch.map(({ name }) => `    this.#${name} = runtime.keep(runtime.get(functions, ${quote(name)}));`),
    "  }",
    dispatch.flatMap((row) => ["", ...indent(method(row), 2)]),
    "}",
    "",
    made.flatMap(writer),
    read.flatMap(reader),
    settingsReader(description),
  );
}

function recordType(row: RecordRow): string[] {
  return [
    `/** ${row.summary} */`,
    `export interface ${row.name} {`,
    ...row.fields.flatMap(({ name, type, text }) => [
      `  /** ${text} */`,
      `  readonly ${name}: ${recordFields[type].typescript};`,
    ]),
    "}",
    "",
  ];
}

function functionType(row: DispatchRow): string[] {
  const parameters = row.parameters.map(({ name, type }) => {
    const { typescript } = dispatchParameters[type];
    if (type === "values") return `...${name}: ${typescript}`;
    return type === "optionalUtf16" ? `${name}?: ${typescript}` : `${name}: ${typescript}`;
  });
  return [...comment(row), `${row.name}(${parameters.join(", ")}): ${resultType(row.result, "unknown")};`];
}

function comment(row: DispatchRow): string[] {
  return [
    "/**",
    ` * ${row.summary}`,
    ...row.parameters.map(({ name, text }) => ` * @param ${name} ${text}`),
    ...(row.returns === "" ? [] : [` * @returns ${row.returns}`]),
    " */",
  ];
}

function method(row: DispatchRow): string[] {
  const parameters = row.parameters.map(({ name, type }) =>
    type === "value" || type === "values"
      ? `${type === "values" ? "..." : ""}${name}: RawValue${type === "values" ? "[]" : ""}`
      : `${name}: ${dispatchParameters[type].typescript}`,
  );
  const passed = row.parameters.map(({ name, type }) =>
    type === "value" ? name : type === "values" ? `...${name}` : `this.#runtime.value(${name})`,
  );
  const call = `this.#runtime.call(this.#${row.name}, [${passed.join(", ")}])`;
  return [
    ...comment(row),
    `${row.name}(${parameters.join(", ")}): ${hostResult(row.result)} {`,
    ...indent(returnResult(row.result, call), 2),
    "}",
  ];
}

function hostResult(result: DispatchResultName): string {
  return result === "ErrorDescription" ? "ReadErrorDescription" : resultType(result, "RawValue");
}

function resultType(result: DispatchResultName, value: string): string {
  switch (result) {
    case "value":
      return value;
    case "optionalUtf16":
      return "string | undefined";
    default:
      return result;
  }
}

function returnResult(result: DispatchResultName, call: string): string[] {
  switch (result) {
    case "void":
      return [`${call};`];
    case "boolean":
      return [`return this.#runtime.toBoolean(${call});`];
    case "value":
      return [`return ${call};`];
    case "optionalUtf16":
      return [
        `const result = ${call};`,
        "return this.#runtime.isUndefined(result) ? undefined : this.#runtime.toText(result);",
      ];
    default:
      return [`return read${result}(new ObjectReader(this.#runtime, ${call}));`];
  }
}

function writer(row: RecordRow): string[] {
  return [
    "/** The object that the runtime's start takes. */",
    `export function toValue(runtime: Runtime, record: ${row.name}): RawValue {`,
    "  const object = runtime.object();",
    ...row.fields.flatMap(({ name, type }) =>
      type === "version"
        ? [
            `  const ${name} = runtime.object();`,
            `  for (const part of [0, 1, 2] as const) runtime.set(${name}, String(part), runtime.value(record.${name}[part]));`,
            `  runtime.set(object, ${quote(name)}, ${name});`,
          ]
        : [`  runtime.set(object, ${quote(name)}, runtime.value(record.${name}));`],
    ),
    "  return object;",
    "}",
    "",
  ];
}

function reader(row: RecordRow): string[] {
  const failure = row.fields.find(({ type }) => type === "failure");
  const type = failure === undefined ? row.name : `Read${row.name}`;
  return [
    ...(failure === undefined
      ? []
      : [
          `export type ${type} = Omit<${row.name}, "${failure.name}"> & { readonly ${failure.name}: FailureCode };`,
          "",
        ]),
    `function read${row.name}(object: ObjectReader): ${type} {`,
    "  return {",
    ...row.fields.map((field) => `    ${field.name}: ${readField(field)},`),
    "  };",
    "}",
    "",
  ];
}

function readField({ name, type }: RecordFieldRow): string {
  switch (type) {
    case "uint32":
      return `object.integer(${quote(name)}, 0, 0xffffffff)`;
    case "boolean":
      return `object.boolean(${quote(name)})`;
    case "utf16":
    case "utf8":
      return `object.text(${quote(name)})`;
    case "version": {
      const parts = [0, 1, 2].map((part) => `object.object(${quote(name)}).integer("${part}", 0, 0xffffffff)`);
      return `[${parts.join(", ")}]`;
    }
    case "limits":
      return `readLimits(object.object(${quote(name)}))`;
    case "someLimits":
      return `readSomeLimits(object.object(${quote(name)}))`;
    case "failure":
      return `failureCode(object.integer(${quote(name)}, -0x80000000, 0x7fffffff))`;
    default:
      return unknownRow(type);
  }
}

function settingsReader({ settings, limits }: Description): string[] {
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

function readSetting(row: SettingRow, object: string, defaults: string): string[] {
  const inner = `${object}.object(${quote(row.name)})`;
  const fallback = `${defaults}.${row.name}`;
  switch (row.kind) {
    case "object":
      if (isLimits(row)) return [`${row.name}: readLimits(${inner}),`];
      return [
        `${row.name}: {`,
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
      return [`${row.name}: ${object}.text(${quote(row.name)}),`];
    case "ignoredText":
      return [];
    default:
      return unknownRow(row);
  }
}
