// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { GlobalRow, TypeRow } from "../model/schema.ts";
import { member } from "./member.ts";

const start = "onVmStarted";

/** Why the globals below say nothing of themselves in a script that was not built. */
const added = "`build` adds it to scripts that use it; a script that is written by hand does not have it.";

const parse = 'const url = new URL("https://example.org:8080/a/b?x=1#top");';

function urlPart(name: string, summary: string, access = ""): ReturnType<typeof member> {
  return member(name, `${access}${name}: string`, summary, { body: `${parse}\nconsole.log(url.${name});` });
}

/** Globals that other platforms take from browsers, and that many packages expect. */
export const webGlobals = freeze([
  {
    kind: "object",
    name: "crypto",
    members: [
      member(
        "getRandomValues",
        "getRandomValues<T extends Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array>(array: T): T",
        "Fills an array with random bytes that cannot be predicted.",
        {
          parameters: [{ name: "array", text: "At most 65,536 bytes." }],
          returns: "The same array.",
          errors: [
            { error: "DOMException", when: "named `TypeMismatchError` or `QuotaExceededError`, if it is another one." },
          ],
          body: "const key = crypto.getRandomValues(new Uint8Array(16));\nconsole.log(key.length);",
        },
      ),
      member("randomUUID", "randomUUID(): string", "A random UUID, version 4.", {
        body: "console.log(crypto.randomUUID());",
      }),
    ],
    doc: {
      summary: "Random values. There are no hashes and keys: run a program such as sha256sum for them.",
      example: { hook: start, body: "console.log(crypto.randomUUID());" },
    },
  },
  {
    kind: "function",
    name: "structuredClone",
    signature: "<T>(value: T, options?: StructuredCloneOptions): T",
    capability: null,
    source: null,
    doc: {
      summary: "A deep copy of a value.",
      details: `Instances of the script's own classes become plain objects. ${added}`,
      parameters: [
        {
          name: "value",
          text: "Plain data, Map, Set, Date, RegExp, errors, buffers and their views, with circular references.",
        },
        { name: "options", text: "The buffers that the original loses." },
      ],
      errors: [
        { error: "DOMException", when: "named `DataCloneError`, for a function, a symbol, a promise and the like." },
      ],
      example: {
        hook: start,
        body: 'const defaults = { folders: ["C:\\\\Tools"] };\nconst own = structuredClone(defaults);\nown.folders.push("C:\\\\Data");\nconsole.log(defaults.folders.length);',
      },
    },
  },
  {
    kind: "class",
    name: "URL",
    heritage: "",
    members: [
      member("constructor", "constructor(url: string | URL, base?: string | URL)", "Reads an address.", {
        errors: [{ error: "TypeError", when: "if the text is no address." }],
        body: 'console.log(new URL("../b", "https://example.org/a/").href);',
      }),
      member(
        "canParse",
        "static canParse(url: string | URL, base?: string | URL): boolean",
        "Whether the text is an address.",
        {
          body: 'console.log(URL.canParse("example.org"));',
        },
      ),
      member(
        "parse",
        "static parse(url: string | URL, base?: string | URL): URL | null",
        "The address; null for a text that is not one.",
        { body: 'console.log(URL.parse("example.org"));' },
      ),
      urlPart("href", "The whole address."),
      urlPart("origin", "Scheme, host and port.", "readonly "),
      urlPart("protocol", 'The scheme, with its colon: `"https:"`.'),
      urlPart("username", "The name before the host."),
      urlPart("password", "The password before the host."),
      urlPart("host", "The host, with the port if it is not the scheme's own."),
      urlPart("hostname", "The host without the port."),
      urlPart("port", "The port; empty for the scheme's own."),
      urlPart("pathname", "The path, with its slash."),
      urlPart("search", "The query, with its question mark; empty without one."),
      urlPart("hash", "What stands behind `#`, with it; empty without one."),
      // The reference would have two sections of one anchor: see URLSearchParams.
      {
        ...member(
          "searchParams",
          "readonly searchParams: URLSearchParams",
          "The query, name by name. Changes change the address.",
          {
            body: `${parse}\nurl.searchParams.set("x", "2");\nconsole.log(url.href);`,
          },
        ),
        tabled: true,
      },
      member("toString", "toString(): string", "The whole address.", { body: `${parse}\nconsole.log(\`\${url}\`);` }),
      member("toJSON", "toJSON(): string", "The same, for `JSON.stringify`.", {
        body: `${parse}\nconsole.log(JSON.stringify({ url }));`,
      }),
    ],
    doc: {
      summary: "An address by the WHATWG URL Standard. Names of hosts are encoded, not normalized by Unicode's tables.",
      details: added,
      example: { hook: start, body: `${parse}\nconsole.log(url.hostname, url.searchParams.get("x"));` },
    },
  },
  {
    kind: "class",
    name: "URLSearchParams",
    heritage: "",
    members: [
      member(
        "constructor",
        "constructor(init?: string | Readonly<Record<string, string>> | Iterable<readonly [name: string, value: string]>)",
        "Reads a query, or takes names with their values.",
        { body: 'console.log(new URLSearchParams({ q: "a b" }).toString());' },
      ),
      member("append", "append(name: string, value: string): void", "Adds a value to those of a name.", {
        body: 'const query = new URLSearchParams();\nquery.append("tag", "a");\nquery.append("tag", "b");\nconsole.log(`${query}`);',
      }),
      member("delete", "delete(name: string, value?: string): void", "Takes a name away, or one of its values.", {
        body: 'const query = new URLSearchParams("a=1&b=2");\nquery.delete("a");\nconsole.log(`${query}`);',
      }),
      member("get", "get(name: string): string | null", "The first value of a name; null if there is none.", {
        body: 'console.log(new URLSearchParams("a=1").get("a"));',
      }),
      member("getAll", "getAll(name: string): string[]", "All values of a name.", {
        body: 'console.log(new URLSearchParams("a=1&a=2").getAll("a"));',
      }),
      member("has", "has(name: string, value?: string): boolean", "Whether a name is there, or one of its values.", {
        body: 'console.log(new URLSearchParams("a=1").has("a"));',
      }),
      member("set", "set(name: string, value: string): void", "Makes a value the only one of its name.", {
        body: 'const query = new URLSearchParams("a=1&a=2");\nquery.set("a", "3");\nconsole.log(`${query}`);',
      }),
      member("sort", "sort(): void", "Sorts by name; the values of a name stay in order.", {
        body: 'const query = new URLSearchParams("b=1&a=2");\nquery.sort();\nconsole.log(`${query}`);',
      }),
      member("size", "readonly size: number", "How many values there are.", {
        body: 'console.log(new URLSearchParams("a=1&a=2").size);',
      }),
      member("entries", "entries(): IterableIterator<[string, string]>", "Names with their values, in order.", {
        body: 'for (const [name, value] of new URLSearchParams("a=1").entries()) console.log(name, value);',
      }),
      member("keys", "keys(): IterableIterator<string>", "The names, one for each value.", {
        body: 'console.log([...new URLSearchParams("a=1&b=2").keys()]);',
      }),
      member("values", "values(): IterableIterator<string>", "The values, in order.", {
        body: 'console.log([...new URLSearchParams("a=1&b=2").values()]);',
      }),
      member(
        "forEach",
        "forEach(callback: (value: string, name: string, parent: URLSearchParams) => void): void",
        "Calls a function for each value.",
        { body: 'new URLSearchParams("a=1").forEach((value, name) => console.log(name, value));' },
      ),
      member("[Symbol.iterator]", "[Symbol.iterator](): IterableIterator<[string, string]>", "The same as `entries`.", {
        body: 'for (const [name, value] of new URLSearchParams("a=1")) console.log(name, value);',
      }),
      member("toString", "toString(): string", "The query without a question mark.", {
        body: 'console.log(new URLSearchParams({ a: "ä" }).toString());',
      }),
    ],
    doc: {
      summary: "The query of an address: `url.searchParams` is one.",
      details: added,
      example: { hook: start, body: 'console.log(new URLSearchParams("a=1&b=2").get("b"));' },
    },
  },
] as const satisfies readonly GlobalRow[]);

export const webTypes = freeze([
  {
    kind: "interface",
    name: "StructuredCloneOptions",
    parameters: "",
    heritage: "",
    members: [
      member("transfer", "readonly transfer?: Iterable<ArrayBuffer>", "Buffers that the original loses.", {
        body: "const buffer = new ArrayBuffer(8);\nstructuredClone(buffer, { transfer: [buffer] });\nconsole.log(buffer.detached);",
      }),
    ],
    doc: {
      summary: "How {@link structuredClone} copies.",
      example: {
        hook: start,
        body: "const options: StructuredCloneOptions = { transfer: [] };\nconsole.log(structuredClone({ a: 1 }, options));",
      },
    },
  },
] as const satisfies readonly TypeRow[]);
