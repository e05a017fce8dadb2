import type { ObjectShape, Shape, ValueOf } from "../../../bindings/model/shape.ts";

/** A value that the file may not have in that place. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** Throws a ShapeError that names the place, the value, and what is allowed. */
export function checkShape<S extends Shape>(shape: S, value: unknown): asserts value is ValueOf<S> {
  check(shape, value, "");
}

function check(shape: Shape, value: unknown, place: string): void {
  switch (shape.kind) {
    case "object":
      checkObject(shape, value, place, []);
      break;
    case "variants":
      checkVariant(shape, value, place);
      break;
    case "list":
      if (!Array.isArray(value)) throw mismatch(shape, value, place);
      for (const [index, item] of value.entries()) check(shape.of, item, `${place}[${index}]`);
      break;
    case "map":
      for (const [key, item] of entriesOf(shape, value, place))
        check(shape.of, item, `${place}[${JSON.stringify(key)}]`);
      break;
    case "either":
      checkEither(shape.of, value, place);
      break;
    default:
      if (!isPlain(shape, value)) throw mismatch(shape, value, place);
  }
}

type VariantsShape = Extract<Shape, { kind: "variants" }>;
type PlainShape = Extract<Shape, { kind: "text" | "flag" | "integer" | "choice" | "anyObject" }>;

function checkObject({ members }: ObjectShape, value: unknown, place: string, more: readonly string[]): void {
  const known = [...more, ...Object.keys(members)];
  for (const [key, item] of entriesOf({ kind: "anyObject" }, value, place)) {
    const member = Object.hasOwn(members, key) ? members[key] : undefined;
    if (member !== undefined) check(member.shape, item, at(place, key));
    else if (!more.includes(key)) throw unknownKey(place, key, known);
  }
  for (const [key, { required }] of Object.entries(members)) {
    if (required && !Object.hasOwn(value as object, key)) {
      throw new ShapeError(`${at(place, key)} is missing`);
    }
  }
}

function checkVariant({ key, of }: VariantsShape, value: unknown, place: string): void {
  entriesOf({ kind: "anyObject" }, value, place);
  const choice = (value as Record<string, unknown>)[key];
  check({ kind: "choice", choices: Object.keys(of) }, choice, at(place, key));
  const variant = of[choice as string];
  if (variant !== undefined) checkObject(variant, value, place, [key]);
}

/** Reports what is wrong inside the one alternative that the value probably means. */
function checkEither(shapes: readonly Shape[], value: unknown, place: string): void {
  const mistakes: { readonly shape: Shape; readonly error: ShapeError }[] = [];
  for (const shape of shapes) {
    try {
      check(shape, value, place);
      return;
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      mistakes.push({ shape, error });
    }
  }
  const meant = mistakes.find(({ shape }) => isContainer(shape) && isSameContainer(shape, value));
  throw meant?.error ?? mismatch({ kind: "either", of: shapes }, value, place);
}

function isContainer({ kind }: Shape): boolean {
  return kind === "list" || kind === "map" || kind === "object" || kind === "variants";
}

function isSameContainer({ kind }: Shape, value: unknown): boolean {
  return typeof value === "object" && value !== null && Array.isArray(value) === (kind === "list");
}

function isPlain(shape: PlainShape, value: unknown): boolean {
  switch (shape.kind) {
    case "text":
      return typeof value === "string" && (shape.pattern === undefined || new RegExp(shape.pattern).test(value));
    case "flag":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value) && Number(value) >= shape.minimum && Number(value) <= shape.maximum;
    case "choice":
      return shape.choices.some((choice) => choice === value);
    case "anyObject":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

function entriesOf(shape: Shape, value: unknown, place: string): [string, unknown][] {
  if (!isPlain({ kind: "anyObject" }, value)) throw mismatch(shape, value, place);
  return Object.entries(value as object);
}

function mismatch(shape: Shape, value: unknown, place: string): ShapeError {
  const what = value === undefined ? "which is missing" : `not ${cut(JSON.stringify(value))}`;
  return new ShapeError(`${place === "" ? "it" : place} must be ${allowed(shape)}, ${what}`);
}

function unknownKey(place: string, key: string, known: readonly string[]): ShapeError {
  return new ShapeError(`${at(place, key)} is unknown; ${place === "" ? "it" : place} can have ${listed(known)}`);
}

/** Describes the allowed values. */
function allowed(shape: Shape): string {
  switch (shape.kind) {
    case "text":
      return shape.pattern === undefined
        ? "a text"
        : `a text such as ${JSON.stringify(shape.examples?.[0] ?? shape.pattern)}`;
    case "flag":
      return "true or false";
    case "integer":
      return `a whole number from ${shape.minimum} to ${shape.maximum}`;
    case "choice":
      return shape.choices.length > 20 ? "one of the names in the schema" : oneOf(shape.choices);
    case "list":
      return "a list";
    case "either":
      return shape.of.map(allowed).join(" or ");
    default:
      return "an object";
  }
}

function oneOf(choices: readonly unknown[]): string {
  const texts = choices.map((choice) => JSON.stringify(choice));
  return texts.length === 1 ? texts.join() : `one of ${texts.join(", ")}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "no other keys" : names.join(", ");
}

function at(place: string, key: string): string {
  return place === "" ? key : `${place}.${key}`;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
