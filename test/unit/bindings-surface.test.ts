import { beforeAll, describe, expect, it } from "vitest";
import { description } from "../../bindings/index.ts";
import type { GlobalRow } from "../../bindings/schema.ts";
import { Engine } from "./runtime-engine.ts";

type RowWithMembers = Extract<GlobalRow, { members: unknown }>;

/** What the language itself puts on every function, every object and every error. */
const ofFunctions = ["length", "name", "prototype"];
const ofObjects = ["constructor"];
const ofErrors = ["name", "message", "toString"];

describe("the globals of scripts", () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await Engine.start();
  });

  it("are those that are described", async () => {
    const { before, after } = await Engine.globals();
    const added = after.filter((name) => !before.includes(name));

    expect(added.toSorted()).toEqual(description.globals.map((row) => row.name).toSorted());
  });

  it.each(description.globals)("are what they are described as ($name)", (row) => {
    const described = { function: "function", class: "function", object: "object" }[row.kind];

    expect(engine.run(`typeof ${row.name}`)).toBe(described);
  });

  it.each(rows("object"))("have the described members ($name)", (row) => {
    expect(ownNames(row.name)).toEqual(describedNames(row, "own"));
  });

  it.each(rows("class"))("have the described static members ($name)", (row) => {
    expect(without(ownNames(row.name), ofFunctions)).toEqual(describedNames(row, "static"));
  });

  it.each(rows("class"))("have instances with the described members ($name)", (row) => {
    const inherited = row.kind === "class" && row.heritage === "extends Error" ? ofErrors : [];

    expect(without(inheritedNames(`${row.name}.prototype`), inherited)).toEqual(describedNames(row, "instance"));
  });

  it.each(description.structs)("give hooks objects with the described properties ($name)", (struct) => {
    const isOfStruct = (parameter: { struct: string }) => parameter.struct === struct.name;
    const id = description.hooks.findIndex((hook) => hook.parameters.some(isOfStruct));
    const hook = description.hooks[id]!;
    const place = hook.parameters.findIndex(isOfStruct);
    engine.load(
      `export default definePlugin({ ${hook.method}(...objects) { globalThis.object = objects[${place}]; } });`,
    );
    engine.run(`dispatch.invoke(${id})`);
    const fields = struct.fields.flatMap((field) => (field.property === null ? [] : [field.property]));
    const names = [...fields, ...struct.derived.map((row) => row.property), "supports", "toJSON"];

    expect(inheritedNames("Object.getPrototypeOf(object)")).toEqual(names.toSorted());
  });

  /** The names of an object's own members that scripts can reach. */
  function ownNames(object: string): string[] {
    const symbols = `Object.getOwnPropertySymbols(${object}).filter((symbol) => symbol === Symbol.dispose)`;
    const names = engine.run(`Object.getOwnPropertyNames(${object}).concat(${symbols}.map(() => "[Symbol.dispose]"))`);
    return (names as string[]).toSorted();
  }

  /** Those of a prototype and of what it inherits from, up to what the language has. */
  function inheritedNames(prototype: string): string[] {
    const isLast = engine.run(`[Object.prototype, Error.prototype, null].includes(${prototype})`);
    const names = isLast ? [] : [...ownNames(prototype), ...inheritedNames(`Object.getPrototypeOf(${prototype})`)];
    return without([...new Set(names)], ofObjects).toSorted();
  }
});

function rows(kind: RowWithMembers["kind"]): RowWithMembers[] {
  return description.globals.filter((row): row is RowWithMembers => row.kind === kind);
}

function describedNames(row: RowWithMembers, side: "own" | "static" | "instance"): string[] {
  const isThere = (text: string) => side === "own" || text.startsWith("static ") === (side === "static");
  const names = row.members.filter((member) => member.declarations.some(isThere)).map((member) => member.name);
  return without(names, ofObjects).toSorted();
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}
