/** Converts values to text and back, to pass them into an engine and out of it. */

export interface Marshalling {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * Leaves functions and symbols out, and copies only the enumerable members of objects; a cycle becomes a text. The engine
 * evaluates this function's source, too: so it uses no other name of this file, and keeps the built-ins that it needs.
 */
export function makeMarshalling(): Marshalling {
  const { stringify, parse } = JSON;
  const { apply, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
  const { isArray } = Array;
  const { keys, is } = Object;
  const { isFinite: isFiniteNumber } = Number;
  const [Bytes, Big, Plain, Failure, text] = [Uint8Array, BigInt, Number, Error, String];
  const kindOf = getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype) as object, Symbol.toStringTag)?.get;

  function encodeObject(value: object, depth: number): string {
    if (isArray(value)) {
      let items = "";
      for (let index = 0; index < value.length; index += 1) items += `,${encodeAny(value[index], depth)}`;
      return `["list"${items}]`;
    }
    if (kindOf !== undefined && apply(kindOf, value, []) === "Uint8Array") {
      const bytes = value as Uint8Array;
      let items = "";
      for (let index = 0; index < bytes.length; index += 1) items += `,${bytes[index]}`;
      return `["bytes"${items}]`;
    }
    if (value instanceof Failure) {
      return `["error",${stringify(text(value.name))},${stringify(text(value.message))},${stringify(text(value.stack))}]`;
    }
    let members = "";
    const names = keys(value);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string;
      members += `,${stringify(name)},${encodeAny((value as Record<string, unknown>)[name], depth)}`;
    }
    return `["object"${members}]`;
  }

  function encodeAny(value: unknown, depth: number): string {
    const deepest = 20;
    if (value === null || typeof value === "boolean" || typeof value === "string")
      return `["plain",${stringify(value)}]`;
    if (typeof value === "number" && isFiniteNumber(value) && !is(value, -0)) return `["plain",${value}]`;
    if (typeof value === "number") return `["number","${is(value, -0) ? "-0" : value}"]`;
    if (typeof value === "bigint") return `["bigint","${value}"]`;
    return typeof value === "object" && depth < deepest ? encodeObject(value, depth + 1) : `["nothing"]`;
  }

  // biome-ignore lint/suspicious/noExplicitAny: what encode has written.
  function decodeAny(coded: any): unknown {
    if (coded[0] === "plain") return coded[1];
    if (coded[0] === "number") return Plain(coded[1]);
    if (coded[0] === "bigint") return Big(coded[1]);
    if (coded[0] === "error") {
      const failure = new Failure(coded[2]);
      failure.name = coded[1];
      failure.stack = coded[3];
      return failure;
    }
    const result: Record<string, unknown> | unknown[] | Uint8Array =
      coded[0] === "bytes" ? new Bytes(coded.length - 1) : coded[0] === "list" ? [] : {};
    if (coded[0] === "nothing") return undefined;
    for (let index = 1; index < coded.length; index += 1) {
      if (coded[0] === "bytes") (result as Uint8Array)[index - 1] = coded[index];
      else if (coded[0] === "list") (result as unknown[])[index - 1] = decodeAny(coded[index]);
      else (result as Record<string, unknown>)[coded[index]] = decodeAny(coded[++index]);
    }
    return result;
  }

  return { encode: (value) => encodeAny(value, 0), decode: (coded) => decodeAny(parse(coded)) };
}
