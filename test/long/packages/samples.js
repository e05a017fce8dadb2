/** What each package is tried with. Everything that is logged has to be the same in Node and in a plugin. */

export const samples = {
  "@noble/hashes": `import { sha256 } from "@noble/hashes/sha2.js"; import { bytesToHex, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
    export default (log) => log(bytesToHex(sha256(utf8ToBytes("abc"))), randomBytes(8).length);`,
  acorn: `import { parse } from "acorn";
    export default (log) => log(parse("const a = /x/v ?? class { #b = 1n };", { ecmaVersion: "latest" }).body[0].declarations[0].init.type);`,
  bcryptjs: `import { compareSync, hashSync } from "bcryptjs";
    export default (log) => log(hashSync("secret", "$2b$04$abcdefghijklmnopqrstuu"), compareSync("secret", hashSync("secret", 4)));`,
  "crypto-js": `import CryptoJS from "crypto-js";
    export default (log) => log(CryptoJS.SHA256("abc").toString(), CryptoJS.AES.decrypt(CryptoJS.AES.encrypt("text", "key").toString(), "key").toString(CryptoJS.enc.Utf8));`,
  "date-fns": `import { addMonths, formatISO, intervalToDuration, parseISO } from "date-fns";
    export default (log) => log(formatISO(addMonths(parseISO("2024-01-31T12:00:00"), 1), { representation: "date" }), intervalToDuration({ start: 0, end: 1e9 }));`,
  dayjs: `import dayjs from "dayjs";
    export default (log) => log(dayjs("2024-02-28T10:00:00").add(2, "day").format("YYYY-MM-DD dddd"));`,
  debug: `import debug from "debug";
    export default (log) => { const say = debug("a:b"); say("not shown"); log(say.enabled, debug.names?.length ?? 0); };`,
  "fast-xml-parser": `import { XMLBuilder, XMLParser } from "fast-xml-parser";
    export default (log) => { const xml = new XMLParser({ ignoreAttributes: false }).parse("<a b='1'><c>2</c><c>x</c></a>"); log(xml, new XMLBuilder().build(xml)); };`,
  graphql: `import { buildSchema, graphqlSync } from "graphql";
    export default (log) => log(JSON.stringify(graphqlSync({ schema: buildSchema("type Query { a(b: Int): Int }"), source: "{ a(b: 2) }", rootValue: { a: ({ b }) => b + 1 } })));`,
  immer: `import { produce } from "immer";
    export default (log) => log(produce({ a: { b: [1] } }, (draft) => void draft.a.b.push(2)));`,
  ini: `import { parse, stringify } from "ini";
    export default (log) => log(parse("[boot]\\nsystemd=true\\n[network]\\nhostname = x"), stringify({ a: { b: "c" } }));`,
  "js-yaml": `import * as yaml from "js-yaml";
    export default (log) => log(yaml.load("a: [1, 2]\\nb: {c: d}"), yaml.dump({ x: [true, null] }));`,
  "lodash-es": `import { chunk, cloneDeep, debounce, groupBy, isEqual } from "lodash-es";
    export default (log) => log(chunk([1, 2, 3], 2), groupBy([1.2, 1.8, 2.1], Math.floor), isEqual(cloneDeep({ a: new Map([[1, 2]]) }), { a: new Map([[1, 2]]) }), typeof debounce);`,
  "lru-cache": `import { LRUCache } from "lru-cache";
    export default (log) => { const cache = new LRUCache({ max: 2 }); for (const key of "abc") cache.set(key, 1); log([...cache.keys()].join()); };`,
  marked: `import { marked } from "marked";
    export default (log) => log(marked.parse("# A\\n\\n- *b* [c](https://d.example)\\n\\n| x |\\n|---|\\n| 1 |"));`,
  minimatch: `import { minimatch } from "minimatch";
    export default (log) => log(minimatch("src/a/b.ts", "src/**/*.{ts,js}"), minimatch("a.txt", "!(*.txt)"));`,
  mustache: `import Mustache from "mustache";
    export default (log) => log(Mustache.render("{{#list}}{{name}},{{/list}}{{{raw}}}", { list: [{ name: "a<" }, { name: "b" }], raw: "<" }));`,
  nanoid: `import { customAlphabet, nanoid } from "nanoid";
    export default (log) => log(nanoid().length, /^[ab]{9}$/.test(customAlphabet("ab", 9)()));`,
  papaparse: `import Papa from "papaparse";
    export default (log) => log(Papa.parse('a,b\\n1,"x,y"', { header: true }).data, Papa.unparse([{ q: 'say "hi"' }]));`,
  qs: `import qs from "qs";
    export default (log) => log(qs.parse("a[b]=1&c[]=2&c[]=3"), qs.stringify({ a: { b: ["x y"] } }));`,
  rxjs: `import { firstValueFrom, from, map, reduce, filter } from "rxjs";
    export default async (log) => log(await firstValueFrom(from([1, 2, 3, 4]).pipe(filter((n) => n % 2 === 0), map((n) => n * n), reduce((a, b) => a + b))));`,
  semver: `import semver from "semver";
    export default (log) => log(semver.satisfies("2.4.4", "^2.1 || >=3"), semver.inc("1.2.3-beta.1", "prerelease"), semver.sort(["1.10.0", "1.9.0"]));`,
  "shell-quote": `import { parse, quote } from "shell-quote";
    export default (log) => log(quote(["a b", "$c", "d'e"]), parse("echo 'x y' | cat > z"));`,
  superstruct: `import { array, is, object, string, create, defaulted, number } from "superstruct";
    export default (log) => log(is({ a: ["x"] }, object({ a: array(string()) })), create({}, object({ n: defaulted(number(), 3) })));`,
  ulid: `import { decodeTime, monotonicFactory } from "ulid";
    export default (log) => { const next = monotonicFactory(); log(decodeTime(next(1469918176385)), next(5) < next(5)); };`,
  uuid: `import { v4, v5, v7, validate, version } from "uuid";
    export default (log) => log(v5("a", v5.URL), validate(v4()), version(v4()), version(v7()));`,
  valibot: `import * as v from "valibot";
    export default (log) => log(v.safeParse(v.object({ a: v.pipe(v.string(), v.email()) }), { a: "no" }).issues?.[0].message, v.parse(v.array(v.number()), [1]));`,
  validator: `import validator from "validator";
    export default (log) => log(validator.isEmail("a@b.example"), validator.isIP("::1"), validator.isURL("https://a.example/x?y"), validator.escape("<a>"));`,
  yaml: `import { parse, parseDocument, stringify } from "yaml";
    export default (log) => log(parse("a: &x [1]\\nb: *x"), stringify({ t: "multi\\nline" }), String(parseDocument("# c\\nk: v")));`,
  zod: `import { z } from "zod";
    export default (log) => log(z.object({ a: z.string().min(2), b: z.coerce.number() }).parse({ a: "xy", b: "3" }), z.string().safeParse(1).error?.issues[0].code);`,
};

/** They make code of text when they run, which a plugin cannot; build says so. */
export const impossible = {
  ajv: `import Ajv from "ajv"; export default () => new Ajv();`,
  dot: `import dot from "dot"; export default () => dot.template("a");`,
  ejs: `import ejs from "ejs"; export default () => ejs.render("a");`,
  handlebars: `import Handlebars from "handlebars"; export default () => Handlebars.compile("a")({});`,
  nunjucks: `import nunjucks from "nunjucks"; export default () => nunjucks.renderString("a", {});`,
};
