import type { Description } from "../index.ts";
import type { EnumRow, FieldRow, FieldTypeName, StructRow } from "../model/schema.ts";
import { derivedTypes, fieldTypes } from "../model/types.ts";
import { sinceOf } from "../wsl/versions.ts";
import { indent, quote } from "./text.ts";
import { comment, sinceRemark } from "./tsdoc.ts";

type Docs = Description["informationDocs"];

/** The interfaces of the objects that hooks receive. */
export function informationTypes(description: Description): string[] {
  const docs = description.informationDocs;
  return [
    ...description.enums.flatMap((row) => enumeration(row, docs)),
    ...description.structs.flatMap((row) => information(row, docs)),
  ];
}

/** Whether a struct's type shows which of its fields are guaranteed. */
export function hasGatedFields(struct: StructRow): boolean {
  return struct.fields.some((field) => field.capability !== null);
}

/** Whether a struct's type carries facts about the session's WSL. */
export function isSession(struct: StructRow): boolean {
  return struct.fields.some(({ type }) => isSessionId(type));
}

function isSessionId(type: FieldTypeName): boolean {
  return type === "sessionId" || type === "containerSessionId";
}

function enumeration(row: EnumRow, docs: Docs): string[] {
  const bits = row.members
    .filter((member) => member.property !== null)
    .flatMap((member) => [...comment(member.doc), `readonly ${member.property}: boolean;`]);
  return [
    ...comment(row.doc, { source: row.source }),
    `interface ${row.typescript} {`,
    ...indent([...bits, ...comment(docs.flags), "readonly flags: number;"], 2),
    "}",
    "",
  ];
}

function information(struct: StructRow, docs: Docs): string[] {
  if (hasGatedFields(struct)) {
    return gated(struct, docs);
  }
  const session = isSession(struct);
  return [
    ...comment(struct.doc, { source: struct.source, remarks: remarksOf(struct, null) }),
    session
      ? `interface ${struct.typescript}<Guaranteed extends WSLCapabilityName = never> extends WSLGating.Guarantees<Guaranteed> {`
      : `interface ${struct.typescript} {`,
    ...indent(
      [
        ...properties(struct),
        ...methods(docs, session ? `this is ${struct.typescript}<WSLGating.GuaranteedBy<C>>` : "boolean"),
      ],
      2,
    ),
    "}",
    "",
  ];
}

function gated(struct: StructRow, docs: Docs): string[] {
  const name = struct.typescript;
  const gates = struct.fields
    .filter((field) => field.capability !== null)
    .map((field) => `readonly ${field.property}: ${quote(field.capability ?? "")};`);
  return [
    "declare namespace WSLGating {",
    ...indent(
      [
        `interface ${name}Fields {`,
        ...indent(properties(struct), 2),
        "}",
        "",
        `interface ${name}Gates {`,
        ...indent(gates, 2),
        "}",
        "",
        `interface ${name}Methods {`,
        ...indent(methods(docs, `this is ${name}<WSLGating.GuaranteedFields<C>>`), 2),
        "}",
      ],
      2,
    ),
    "}",
    "",
    ...comment(
      {
        ...struct.doc,
        details:
          "`Guaranteed` are the capabilities whose fields are there for sure. `Lacks` is for the compiler's messages: what the other fields would need.",
      },
      { source: struct.source, remarks: remarksOf(struct, null) },
    ),
    `type ${name}<`,
    "  Guaranteed extends WSLCapabilityName = never,",
    `  Lacks = WSLGating.Lack<WSLGating.${name}Gates, Guaranteed>["requirements"],`,
    `> = WSLGating.Visible<WSLGating.${name}Fields, WSLGating.${name}Gates, Guaranteed> & WSLGating.${name}Methods;`,
    "",
  ];
}

function properties(struct: StructRow): string[] {
  return [...fields(struct), ...derived(struct)];
}

function fields(struct: StructRow): string[] {
  const session = isSession(struct);
  return struct.fields
    .filter((field) => field.property !== null)
    .flatMap((field) => [
      ...comment(field.doc, {
        source: `${struct.source}, ${field.name}`,
        remarks: remarksOf(struct, field),
      }),
      `readonly ${field.property}: ${fieldType(field, session)};`,
    ]);
}

function derived(struct: StructRow): string[] {
  return struct.derived.flatMap((row) => [
    ...comment(row.doc, { remarks: remarksOf(struct, null) }),
    `readonly ${row.property}: ${derivedTypes[row.type]};`,
  ]);
}

function fieldType(field: FieldRow, session: boolean): string {
  const type = fieldTypes[field.type].typescript;
  return session && isSessionId(field.type) ? `${type}<Guaranteed>` : type;
}

/** The version that introduced a field, or the struct itself. */
export function remarksOf(struct: StructRow, field: FieldRow | null): string[] {
  if (field?.capability) {
    const since = sinceRemark(sinceOf(field.capability), field.capability);
    return [`${since} On an older one, reading it throws {@link RequiresUpdateError}.`];
  }
  return [sinceRemark(struct.since, null)];
}

function methods(docs: Docs, predicate: string): string[] {
  return [
    ...comment(docs.supports),
    predicate === "boolean"
      ? "supports(capability: WSLCapability): boolean;"
      : `supports<const C extends WSLCapability>(capability: C): ${predicate};`,
    ...comment(docs.toJSON),
    "toJSON(): object;",
  ];
}
