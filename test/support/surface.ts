/**
 * Compares what a script can reach, which test/plugins/surface.ts lists, with the description. A difference means that the
 * types and the reference describe something that does not exist, or omit something that does.
 */

import { expect } from "vitest";
import { description } from "../../bindings/index.ts";
import type { GlobalRow, MemberRow, TypeRow } from "../../bindings/model/schema.ts";
import { addedGlobals } from "../../bindings/script/added-globals.ts";

/** `WSLVersion.parse` for what belongs to the class or object, `WSLVersion#compare` for what belongs to its instances. */
export interface Reachable {
  readonly path: string;
  readonly kind: "function" | "class" | "object" | "property" | "missing";
  /** A function's own name, and its `length`. */
  readonly name?: string;
  readonly length?: number;
}

interface Described {
  readonly path: string;
  readonly kind: Reachable["kind"];
  /** The number of required parameters, and of all. */
  readonly parameters?: readonly [least: number, most: number];
}

/** Compares what the plugin has printed with the description. */
export function expectDescribedSurface(printed: readonly string[]): void {
  const found = byPath(printed.map((line): Reachable => JSON.parse(line)));
  const described = byPath(describedSurface());
  const kinds = (surface: readonly { path: string; kind: string }[]) =>
    surface.map(({ path, kind }) => `${path}: ${kind}`);
  expect(kinds(found)).toEqual(kinds(described));
  expect(found.flatMap((one, at) => quirksOf(one, described[at]!))).toEqual([]);
}

function byPath<T extends { readonly path: string }>(surface: readonly T[]): T[] {
  const unique = new Map(surface.map((one) => [one.path, one]));
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The name and the length of a function, where they contradict its description. */
function quirksOf({ path, name, length = 0 }: Reachable, { parameters }: Described): string[] {
  if (parameters === undefined) return [];
  const [least, most] = parameters;
  return [
    ...(name === path.split(/[.#](?!dispose\])/).at(-1) ? [] : [`${path} calls itself ${name}`]),
    ...(length >= least && length <= most ? [] : [`${path} has the length ${length}, not ${least} to ${most}`]),
  ];
}

function describedSurface(): Described[] {
  const { globals, structs, enums, types } = description;
  const given = types.filter((row): row is InterfaceRow => givenInterfaces.some((name) => name === row.name));
  return [
    ...globals.filter(({ builtIn, name }) => !builtIn && !isAdded(name)).flatMap(describedGlobal),
    ...structs.flatMap(({ typescript, fields, derived }) => [
      ...describedObject(typescript, [...fields, ...derived]),
      ...describedMethods(typescript),
    ]),
    ...enums.flatMap(({ typescript, members }) => describedObject(typescript, [...members, { property: "flags" }])),
    ...given.flatMap(({ name, members }): Described[] => [
      { path: name, kind: "object" },
      ...members.flatMap((member) => describedMember(`${name}#`, member)),
    ]),
  ];
}

/** Whether `build` adds the global: scripts that do not use it lack it. */
function isAdded(name: string): boolean {
  return addedGlobals.some((added) => added === name);
}

type InterfaceRow = Extract<TypeRow, { kind: "interface" }>;

/** The interfaces of objects that scripts get. The others describe what scripts pass. */
const givenInterfaces = ["WSLContext", "WSLSessionUser", "CommandResult", "PreparedCommand", "LinuxMount"];

function describedObject(path: string, rows: readonly { readonly property: string | null }[]): Described[] {
  const properties = rows.flatMap(({ property }) => property ?? []);
  return [
    { path, kind: "object" },
    ...properties.map((name): Described => ({ path: `${path}#${name}`, kind: "property" })),
  ];
}

/** What all information objects have. */
function describedMethods(path: string): Described[] {
  const { supports, toJSON } = description.informationDocs;
  return Object.entries({ supports, toJSON }).map(([name, { parameters = [] }]) => {
    return { path: `${path}#${name}`, kind: "function", parameters: [parameters.length, parameters.length] };
  });
}

function describedGlobal(row: GlobalRow): Described[] {
  const { name: path, kind } = row;
  if (kind === "function") return [{ path, kind, parameters: parametersOf(row.signature) }];
  if (kind === "object")
    return [{ path, kind }, ...row.members.flatMap((member) => describedMember(`${path}.`, member))];
  const made = row.members.find(({ name }) => name === "constructor")?.declarations[0] ?? "()";
  const members = row.members.filter(({ name }) => name !== "constructor");
  return [
    // A private constructor is the runtime's own business.
    { path, kind, ...(made.startsWith("private ") ? {} : { parameters: parametersOf(made) }) },
    ...members.flatMap((member) => describedMember(`${path}#`, member, `${path}.`)),
  ];
}

/** Overloads count as one function, with the least and the most parameters of them all. */
function describedMember(prefix: string, { name, declarations }: MemberRow, staticPrefix = prefix): Described[] {
  const isStatic = (declaration: string) => declaration.startsWith("static ");
  const sides = [
    { path: staticPrefix + name, overloads: declarations.filter(isStatic) },
    { path: prefix + name, overloads: declarations.filter((declaration) => !isStatic(declaration)) },
  ];
  return sides.flatMap(({ path, overloads }): Described[] => {
    if (overloads.length === 0) return [];
    if (overloads.some((declaration) => /^(static )?readonly /.test(declaration))) return [{ path, kind: "property" }];
    const counts = overloads.map(parametersOf);
    const least = Math.min(...counts.map(([count]) => count));
    const most = Math.max(...counts.map(([, count]) => count));
    return [{ path, kind: "function", parameters: [least, most] }];
  });
}

/** Of a method's declaration or a function's signature, whose type parameters have no brackets of other kinds. */
function parametersOf(declaration: string): readonly [least: number, most: number] {
  const parameters = [""];
  let depth = 0;
  for (const letter of declaration.slice(declaration.indexOf("(") + 1).replaceAll("=>", "")) {
    if ("([{<".includes(letter)) depth += 1;
    if (")]}>".includes(letter)) depth -= 1;
    if (depth < 0) break;
    if (letter === "," && depth === 0) parameters.push("");
    else parameters[parameters.length - 1] += letter;
  }
  // A function's `length` does not count a rest parameter.
  const counted = parameters.map((text) => text.trim()).filter((text) => text !== "" && !text.startsWith("..."));
  return [counted.filter((text) => !/^\w+\?/.test(text)).length, counted.length];
}
