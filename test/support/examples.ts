/** The examples of the description, as readers of the reference and of the types see them. */

import { basename } from "node:path";
import { build, type Plugin } from "esbuild";
import { exampleLines } from "../../bindings/emit/tsdoc.ts";
import { description } from "../../bindings/index.ts";
import type { Doc, MemberRow } from "../../bindings/model/schema.ts";
import { pluginBuildOptions } from "../../src/bundle/esbuild-options.ts";
import { paths } from "../../src/paths.ts";

export interface NamedExample {
  /** What it shows, such as "WSLProcess.write". */
  readonly name: string;
  readonly code: string;
}

/** Everything that has documentation, by the name that the reference gives it. */
export function describedThings(): { name: string; doc: Doc }[] {
  const { structs, enums, hooks, globals, types, informationDocs } = description;
  return [
    ...hooks.map((row) => ({ name: row.method, doc: row.doc })),
    ...Object.entries(informationDocs).map(([name, doc]) => ({ name: `information.${name}`, doc })),
    ...structs.flatMap((struct) =>
      [...struct.fields, ...struct.derived]
        .filter((row) => row.property !== null)
        .map((row) => ({ name: `${struct.typescript}.${row.property}`, doc: row.doc })),
    ),
    ...enums.flatMap((row) =>
      row.members.map((member) => ({ name: `${row.typescript}.${member.property}`, doc: member.doc })),
    ),
    ...[...globals, ...types].flatMap((row) => [
      { name: row.name, doc: row.doc },
      ...("members" in row ? row.members : [])
        .filter(isForReaders)
        .map((member) => ({ name: `${row.name}.${member.name}`, doc: member.doc })),
    ]),
  ];
}

export function describedExamples(): NamedExample[] {
  return describedThings().flatMap(({ name, doc }) =>
    doc.example === undefined ? [] : [{ name, code: exampleLines(doc.example).join("\n") }],
  );
}

/** The examples as a plugin's author would build them, with what is added to scripts: scripts by their source. */
export async function buildExamples(examples: readonly NamedExample[]): Promise<ReadonlyMap<string, string>> {
  const codes = new Map(examples.map(({ code }, index) => [`example-${index}`, code]));
  // One build reads what is added to each only once.
  const { outputFiles } = await build({
    ...pluginBuildOptions,
    entryPoints: [...codes.keys()],
    outdir: paths.build,
    inject: [paths.webGlobals],
    sourcemap: false,
    plugins: [withoutFiles(codes)],
  });
  return new Map(outputFiles.map(({ path, text }) => [codes.get(basename(path, ".js")) ?? "", text]));
}

/** TypeScript modules by their names. */
function withoutFiles(modules: ReadonlyMap<string, string>): Plugin {
  return {
    name: "without-files",
    setup({ onResolve, onLoad }) {
      const namespace = "without-files";
      onResolve({ filter: /^example-/ }, ({ path }) => ({ path, namespace }));
      onLoad({ filter: /^/, namespace }, ({ path }) => ({ contents: modules.get(path) ?? "", loader: "ts" }));
    },
  };
}

/** Neither a member for the compiler only, nor a row of a table with just a name and a meaning. */
function isForReaders({ name, tabled, declarations }: MemberRow): boolean {
  return !name.startsWith("~") && tabled !== true && !declarations.some((text) => text.startsWith("private "));
}
