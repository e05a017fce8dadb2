/** The messages of protocol.h: `<id> <verb> <key>=<value> ...`, every word percent-encoded. */
export class Message {
  readonly id: string;
  readonly verb: string;
  readonly #fields: readonly Field[];

  /** A null value means NULL: its key is left out. A list repeats its key. */
  constructor(id: string, verb: string, fields: Fields) {
    this.id = id;
    this.verb = verb;
    this.#fields = Object.entries(fields).flatMap(([key, value]) => flatten(key, value));
  }

  /** Throws a SyntaxError for a line that is not a message. */
  static parse(line: string): Message {
    const [id = "", verb = "", ...words] = line.split(" ");
    if (verb === "") {
      throw new SyntaxError(`Not a message: ${line.slice(0, 200)}`);
    }
    const fields: Record<string, string[]> = {};
    for (const word of words) {
      const [key = "", value, ...more] = word.split("=");
      if (value === undefined || more.length > 0) {
        throw new SyntaxError(`Not a field: ${word.slice(0, 200)}`);
      }
      const name = decode(key);
      fields[name] = [...(fields[name] ?? []), decode(value)];
    }
    return new Message(decode(id), decode(verb), fields);
  }

  toString(): string {
    const words = this.#fields.map(([key, value]) => `${encode(key)}=${encode(value)}`);
    return [encode(this.id), encode(this.verb), ...words].join(" ");
  }

  /** Null for an absent key. */
  find(key: string): string | null {
    return this.#fields.find(([name]) => name === key)?.[1] ?? null;
  }

  all(key: string): string[] {
    return this.#fields.filter(([name]) => name === key).map(([, value]) => value);
  }

  /** Throws if the key is missing. */
  text(key: string): string {
    const value = this.find(key);
    if (value === null) {
      throw new SyntaxError(`${this.verb} lacks ${key}`);
    }
    return value;
  }

  /** Throws if the key is missing or not a number. */
  number(key: string): number {
    const value = Number(this.text(key));
    if (Number.isNaN(value)) {
      throw new SyntaxError(`${this.verb} has ${key}=${this.text(key)}`);
    }
    return value;
  }
}

export type Fields = Readonly<Record<string, Value | readonly Value[]>>;

type Value = string | number | bigint | boolean | null | undefined;
type Field = readonly [key: string, value: string];

function flatten(key: string, value: Value | readonly Value[]): Field[] {
  return [value].flat().flatMap((one) => (one === null || one === undefined ? [] : [[key, textOf(one)] as const]));
}

function textOf(value: string | number | bigint | boolean): string {
  return typeof value === "boolean" ? String(Number(value)) : String(value);
}

function encode(word: string): string {
  return Buffer.from(word, "utf8")
    .toString("latin1")
    .replace(/[^!-~]|[%=]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Invalid UTF-8 becomes U+FFFD. */
function decode(word: string): string {
  const bytes = word.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}
