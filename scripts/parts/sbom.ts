/**
 * The components of the DLL, the native tool and the npm package, in CycloneDX. The same build gives the same bytes.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { author, description, license } from "../../package.json" with { type: "json" };
import { paths } from "../../src/paths.ts";
import { type Facts, npmPurl, type Tool } from "./facts.ts";
import { directDependencies, installedPackages, type Package } from "./lockfile.ts";
import { type Part, partsOfBinaries, partsOfWebGlobals } from "./parts.ts";

/** The used part of https://cyclonedx.org/docs/1.6/json. */
interface Component {
  readonly type: "application" | "file" | "library";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly scope?: "required" | "optional";
  readonly hashes?: readonly { readonly alg: "SHA-256" | "SHA-512"; readonly content: string }[];
  readonly licenses?: readonly object[];
  readonly copyright?: string;
  readonly purl?: string;
  readonly externalReferences?: readonly object[];
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

interface Content {
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
}

/** What is linked of the host's parts. */
const binaries = [
  { file: paths.dll, name: "wsl-script-host.dll", description: "The host for scripts in WSL's service" },
  { file: paths.tool, name: "wsl-script-host.exe", description: "Installs plugins, and examines machines" },
] as const;

/** The texts by the files that they go to. Reads what has been built, for its hashes. */
export function sboms(facts: Facts): ReadonlyMap<string, string> {
  const [dll, tool] = binaries;
  const content = binaryContent(facts);
  const of = (binary: Binary) => {
    const subject = binaryComponent(binary, facts);
    return document(facts, subject, {
      components: content.components,
      dependencies: [binaryDependency(binary, content), ...content.dependencies],
    });
  };
  return new Map([
    [paths.dllSbom, of(dll)],
    [paths.toolSbom, of(tool)],
    [paths.packageSbom, packageSbom(facts)],
  ]);
}

type Binary = (typeof binaries)[number];

/** The binaries with all their components, the package's other files, and what npm installs with it. */
function packageSbom(facts: Facts): string {
  const product: Component = {
    type: "application",
    ...named("wsl-script-host", facts),
    description,
    purl: npmPurl("wsl-script-host", facts.version),
  };
  const content = binaryContent(facts);
  const native = binaries.map((binary) => binaryComponent(binary, facts));
  const web = partsOfWebGlobals.map((part) => partComponent(part, facts));
  const installed = installedPackages();
  const engine: Component = {
    type: "file",
    "bom-ref": "dist/engine.wasm",
    name: "dist/engine.wasm",
    description: "QuickJS for WebAssembly, with which the simulator runs scripts",
    hashes: [hashOf(paths.simulatorEngine)],
  };
  const holds = [...native, engine, ...web].map((component) => component["bom-ref"]);
  return document(facts, product, {
    components: [...native, ...content.components, engine, ...web, ...installed.map(packageComponent)],
    dependencies: [
      { ref: product["bom-ref"], dependsOn: [...holds, ...directDependencies.map((name) => `npm:${name}`)] },
      ...binaries.map((binary) => binaryDependency(binary, content)),
      ...content.dependencies,
      { ref: engine["bom-ref"], dependsOn: ["quickjs-wasi"] },
      ...web.map((component) => ({ ref: component["bom-ref"], dependsOn: [] })),
      ...installed.map(({ name, dependencies }) => ({
        ref: `npm:${name}`,
        dependsOn: dependencies.map((needed) => `npm:${needed}`),
      })),
    ],
  });
}

function document({ source, tools }: Facts, subject: Component, { components, dependencies }: Content): string {
  const all = [subject, ...components].map((component) => component["bom-ref"]);
  const content = {
    metadata: {
      ...(source.time === null ? {} : { timestamp: source.time }),
      lifecycles: [{ phase: "build" }],
      authors: [{ name: author }],
      component: subject,
      properties: [{ name: "wsl-script-host:commit", value: source.commit }],
    },
    components,
    dependencies,
    compositions: [{ aggregate: "complete", assemblies: all, dependencies: all }],
    formulation: [{ components: tools.map(toolComponent) }],
  };
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
    ...content,
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** A UUID of version 8: the same for the same text. */
function uuidOf(text: string): string {
  const hash = createHash("sha256").update(text).digest();
  hash.writeUInt8(0x80 | (hash.readUInt8(6) & 0x0f), 6);
  hash.writeUInt8(0x80 | (hash.readUInt8(8) & 0x3f), 8);
  return hash.toString("hex", 0, 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function binaryComponent({ file, name, description: text }: Binary, facts: Facts): Component {
  return { type: "library", ...named(name, facts), description: text, hashes: [hashOf(file)] };
}

/** Depends on everything that is not part of another component. */
function binaryDependency({ name }: Binary, { components, dependencies }: Content): Dependency {
  const inner = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn));
  return { ref: name, dependsOn: components.map((part) => part["bom-ref"]).filter((ref) => !inner.has(ref)) };
}

function binaryContent(facts: Facts): Content {
  const own: readonly Component[] = [
    { type: "library", ...named("host", facts), description: "The host itself, in C++: the folder host" },
    { type: "library", ...named("runtime", facts), description: "What runs before a script, as bytecode: src/runtime" },
  ];
  return {
    components: [...own, ...partsOfBinaries.map((part) => partComponent(part, facts))],
    dependencies: [
      ...own.map(({ name }) => ({ ref: name, dependsOn: [] })),
      ...partsOfBinaries.map(({ name }) => ({
        ref: name,
        dependsOn: partsOfBinaries.filter((part) => part.within === name).map((part) => part.name),
      })),
    ],
  };
}

function named(name: string, { version }: Facts) {
  return { "bom-ref": name, name, version, licenses: licences(license) };
}

function partComponent({ name, url, what, licence, copyright, purl, version }: Part, { parts }: Facts): Component {
  const found = version === undefined ? undefined : parts[version];
  return {
    type: "library",
    "bom-ref": name,
    name,
    ...(found === undefined ? {} : { version: found }),
    description: what.replace(/[[\]`]/g, ""),
    licenses: licences(licence),
    ...(copyright === undefined ? {} : { copyright }),
    purl: purl.replace("{version}", found ?? ""),
    externalReferences: [{ type: "website", url }],
  };
}

function packageComponent({ name, version, licence, integrity, optional }: Package): Component {
  return {
    type: "library",
    "bom-ref": `npm:${name}`,
    name,
    version,
    scope: optional ? "optional" : "required",
    hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex") }],
    licenses: licences(licence),
    purl: npmPurl(name, version),
  };
}

function toolComponent({ name, version, purl }: Tool): Component {
  return { type: "application", "bom-ref": `tool:${name}`, name, version, purl };
}

/** A single licence has an identifier; what SPDX calls an expression goes into another member. */
function licences(expression: string): object[] {
  return [expression.includes(" ") ? { expression } : { license: { id: expression } }];
}

function hashOf(file: string) {
  return { alg: "SHA-256", content: createHash("sha256").update(readFileSync(file)).digest("hex") } as const;
}
