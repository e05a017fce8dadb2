/** Bundles the editor's plugin as `wsl-script-host build` does, with esbuild's WebAssembly. */

import { build, initialize, type Message, type Plugin } from "esbuild-wasm";
import esbuildUrl from "esbuild-wasm/esbuild.wasm?url";
import globalsSource from "../../../dist/web/globals.js?raw";
import structuredCloneSource from "../../../dist/web/structured-clone.js?raw";
import urlSource from "../../../dist/web/url.js?raw";
import { pluginBuildOptions } from "../../../src/bundle/esbuild-options.ts";

export type Bundled =
  | { readonly ok: true; readonly script: Uint8Array; readonly map: Uint8Array }
  | { readonly ok: false; readonly errors: readonly string[] };

let started: Promise<void> | undefined;

export function startBundler(): Promise<void> {
  started ??= initialize({ wasmURL: esbuildUrl });
  return started;
}

export async function bundle(name: string, source: string): Promise<Bundled> {
  await startBundler();
  try {
    const { outputFiles = [], metafile } = await build({
      ...pluginBuildOptions,
      absWorkingDir: "/",
      entryPoints: [`/${name}.ts`],
      outfile: `/${name}.js`,
      inject: ["/web/globals.js"],
      plugins: [filesOfThePage(new Map([[`/${name}.ts`, source], ...webGlobals]))],
    });
    const [script, map] = [".js", ".js.map"].map((ending) => outputFiles.find(({ path }) => path.endsWith(ending)));
    if (script === undefined || map === undefined) throw new Error("esbuild did not write a script and a source map");
    const exported = Object.values(metafile.outputs).flatMap(({ exports }) => exports);
    if (!exported.includes("default")) {
      return { ok: false, errors: [`${name}.ts has no default export. Write: export default definePlugin({ ... });`] };
    }
    return { ok: true, script: script.contents, map: map.contents };
  } catch (error) {
    const { errors } = error as { errors?: readonly Message[] };
    if (errors === undefined) throw error;
    return { ok: false, errors: errors.map(formatMessage) };
  }
}

const webGlobals = [
  ["/web/globals.js", globalsSource],
  ["/web/url.js", urlSource],
  ["/web/structured-clone.js", structuredCloneSource],
] as const;

/** esbuild's file system: a few texts. */
function filesOfThePage(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: "files-of-the-page",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, resolveDir }) => {
        const file = path.startsWith("./") ? `${resolveDir}/${path.slice(2)}` : path;
        if (!files.has(file)) {
          return { errors: [{ text: `"${path}" cannot be imported: a plugin of the playground is one file` }] };
        }
        // Globals that a plugin does not use are left out.
        return { path: file, sideEffects: !file.startsWith("/web/") };
      });
      onLoad({ filter: /.*/ }, ({ path }) => ({
        contents: files.get(path) ?? "",
        loader: path.endsWith(".ts") ? "ts" : "js",
        resolveDir: path.replace(/\/[^/]*$/, ""),
      }));
    },
  };
}

function formatMessage({ text, location, notes }: Message): string {
  const place = location === null ? "" : `${location.file}:${location.line}:${location.column + 1}: `;
  return [`${place}${text}`, ...notes.map((note) => note.text)].join("\n");
}
