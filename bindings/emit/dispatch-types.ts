import type { Description } from "../index.ts";
import type { DispatchRow, RecordRow } from "../model/border.ts";
import { dispatchResults, dispatchTypes, recordTypes } from "../model/border-types.ts";
import { typescriptComment } from "./border-functions.ts";
import { readSettingsInNode } from "./settings.ts";
import { file, header, indent, quote } from "./text.ts";

/** src/runtime/generated/dispatch.ts: the functions that the runtime must provide for C++. */
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

/** src/host/generated/dispatch.ts: the functions of src/runtime, as the simulator calls them. */
export function emitHostDispatch(description: Description): string {
  const { dispatch, records } = description;
  const made = records.filter(({ from }) => from === "host");
  const read = records.filter(({ from }) => from === "runtime");
  return file(
    header,
    'import { ObjectReader } from "../../engine/object-reader.ts";',
    'import type { Runtime, ScriptValue } from "../../engine/runtime.ts";',
    `import type { ${records.map(({ name }) => name).join(", ")} } from "../../runtime/generated/dispatch.ts";`,
    'import { defaultSettings, type Limits, type Settings } from "../../runtime/generated/settings.ts";',
    'import { type FailureCode, failureCode } from "../failure.ts";',
    "",
    "/** The functions, in a runtime that they must not outlive. */",
    "export class Dispatch {",
    "  readonly #runtime: Runtime;",
    dispatch.map(({ name }) => `  readonly #${name}: ScriptValue;`),
    "",
    "  /** `functions`: what the runtime's start has returned. */",
    "  constructor(runtime: Runtime, functions: ScriptValue) {",
    "    this.#runtime = runtime;",
    dispatch.map(({ name }) => `    this.#${name} = runtime.keep(runtime.get(functions, ${quote(name)}));`),
    "  }",
    dispatch.flatMap((row) => ["", ...indent(method(row), 2)]),
    "}",
    "",
    made.flatMap(writer),
    read.flatMap(reader),
    readSettingsInNode(description),
  );
}

function recordType(row: RecordRow): string[] {
  return [
    `/** ${row.summary} */`,
    `export interface ${row.name} {`,
    ...row.fields.flatMap(({ name, type, text }) => [
      `  /** ${text} */`,
      `  readonly ${name}: ${recordTypes[type].typescript};`,
    ]),
    "}",
    "",
  ];
}

function functionType(row: DispatchRow): string[] {
  const parameters = row.parameters.map(({ name, type }) => {
    const optional = type === "optionalUtf16" ? "?" : "";
    return `${rest(type)}${name}${optional}: ${dispatchTypes[type].typescript}`;
  });
  return [
    ...typescriptComment(row),
    `${row.name}(${parameters.join(", ")}): ${dispatchResults[row.result].typescript};`,
  ];
}

function method(row: DispatchRow): string[] {
  const parameters = row.parameters.map(({ name, type }) => {
    const { typescript, node = typescript } = dispatchTypes[type];
    return `${rest(type)}${name}: ${node}`;
  });
  const passed = row.parameters.map(({ name, type }) =>
    dispatchTypes[type].make === undefined ? `${rest(type)}${name}` : `this.#runtime.value(${name})`,
  );
  const { typescript, node = typescript, returnInNode } = dispatchResults[row.result];
  return [
    ...typescriptComment(row),
    `${row.name}(${parameters.join(", ")}): ${node} {`,
    ...indent(returnInNode(`this.#runtime.call(this.#${row.name}, [${passed.join(", ")}])`), 2),
    "}",
  ];
}

function rest(type: DispatchRow["parameters"][number]["type"]): string {
  return type === "values" ? "..." : "";
}

function writer(row: RecordRow): string[] {
  return [
    "/** The object that the runtime's start takes. */",
    `export function toValue(runtime: Runtime, record: ${row.name}): ScriptValue {`,
    "  const object = runtime.object();",
    ...row.fields.flatMap(({ name, type }) => indent(recordTypes[type].writeInNode(name), 2)),
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
    ...row.fields.map(({ name, type }) => `    ${name}: ${recordTypes[type].readInNode(name)},`),
    "  };",
    "}",
    "",
  ];
}
