import type { Description } from "../index.ts";
import type { EnumRow, HookRow, StructRow } from "../model/schema.ts";
import { derivedTypes, fieldTypes } from "../model/types.ts";
import { sinceOf } from "../wsl/versions.ts";
import { remarksOf } from "./information-types.ts";
import { code, codeBlock, paragraph, type Section, table } from "./markdown.ts";
import { failureOf, parameterTypeName } from "./plugin-types.ts";
import { bodyWithoutExample, docBody, memberList } from "./reference-rows.ts";
import { exampleLines } from "./tsdoc.ts";

export function hookSections({ hooks, structs }: Description): Section[] {
  return hooks.map((row) => ({
    title: row.method,
    body: hookBody(row, structs),
    sections: [],
    since: sinceOf(row.capability),
  }));
}

/** The objects that hooks receive, with a section for each property. */
export function informationSections(description: Description): Section[] {
  return [
    commonSection(description),
    ...description.structs.map((row) => structSection(row, description)),
    ...description.enums.map((row) => enumSection(row, description)),
  ];
}

/** Common members are described once. */
function commonSection({ informationDocs }: Description): Section {
  const sections = [
    section("supports", docBody(informationDocs.supports, ["supports(capability: WSLCapability): boolean"])),
    section("toJSON", docBody(informationDocs.toJSON, ["toJSON(): object"])),
  ];
  const text = "Beside the properties below, every object that a hook gets has these methods.";
  return { title: "All information objects", body: [...paragraph(text), ...memberList(sections)], sections };
}

function hookBody(row: HookRow, structs: readonly StructRow[]): string[] {
  const since = `WSL ${sinceOf(row.capability)}`;
  const parameters = row.parameters.map((parameter) => ({
    name: parameter.name,
    type: parameterTypeName(parameter, structs),
  }));
  const signature = parameters.map(({ name, type }) => `${name}: ${type}`).join(", ");
  return [
    ...paragraph(row.doc.summary),
    ...codeBlock("ts", [`${row.method}(${signature}): void | Promise<void>`]),
    ...table(
      ["Parameter", "Meaning"],
      row.parameters.map(({ name, text }, index) => [code(name), `${code(parameters[index]?.type ?? "")}. ${text}`]),
    ),
    ...table(
      ["", ""],
      [
        ["Called", row.called],
        ["Repeats", row.repeats],
        ["If it fails", failureOf(row)],
        ["Since", row.capability === null ? since : `${since} (${code(row.capability)})`],
        ["In WSL", code(row.name)],
      ],
    ),
    ...(row.doc.example === undefined ? [] : codeBlock("ts", exampleLines(row.doc.example))),
  ];
}

function structSection(row: StructRow, description: Description): Section {
  const owner = row.typescript;
  const sections = [
    ...row.fields
      .filter((field) => field.property !== null)
      .map((field) => {
        const declaration = `readonly ${field.property}: ${fieldTypes[field.type].typescript}`;
        const remarks = [...remarksOf(row, field), `In WSL: ${code(`${row.name}::${field.name}`)}.`];
        const since = field.capability === null ? row.since : sinceOf(field.capability);
        return section(
          `${owner}.${field.property}`,
          bodyWithoutExample(field.doc, [declaration], [remarks.join(" ")]),
          since,
        );
      }),
    ...row.derived.map((property) => {
      const declaration = `readonly ${property.property}: ${derivedTypes[property.type]}`;
      return section(
        `${owner}.${property.property}`,
        bodyWithoutExample(property.doc, [declaration], remarksOf(row, null)),
        row.since,
      );
    }),
  ];
  const hooks = description.hooks.filter((hook) =>
    hook.parameters.some((parameter) => "struct" in parameter && parameter.struct === row.name),
  );
  const remarks = [
    `Handed to ${hooks.map(({ method }) => code(method)).join(", ")}.`,
    [...remarksOf(row, null), `In WSL: ${code(row.name)}.`].join(" "),
  ];
  return { ...section(owner, [...docBody(row.doc, [], remarks), ...memberList(sections)], row.since), sections };
}

function enumSection(row: EnumRow, description: Description): Section {
  const owner = row.typescript;
  const sections = [
    ...row.members
      .filter((member) => member.property !== null)
      .map((member) => {
        const remark = `In WSL: ${code(member.name)}.`;
        return section(
          `${owner}.${member.property}`,
          bodyWithoutExample(member.doc, [`readonly ${member.property}: boolean`], [remark]),
        );
      }),
    section(`${owner}.flags`, bodyWithoutExample(description.informationDocs.flags, ["readonly flags: number"])),
  ];
  return { title: owner, body: [...docBody(row.doc, []), ...memberList(sections)], sections };
}

function section(title: string, body: readonly string[], since?: string): Section {
  return { title, body, sections: [], since };
}
