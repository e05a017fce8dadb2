/**
 * The esbuild bundles that are part of the product: the runtime inside the DLL, the command line tool, and the
 * simulator.
 */

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type BuildOptions, build, type OutputFile, type Plugin } from "esbuild";
import { CompileFlags, QuickJS } from "quickjs-wasi";
import { engineTarget } from "../../src/engine/target.ts";
import { paths } from "../../src/paths.ts";
import { StepError } from "../progress.mjs";
import { imageHeader, makeRuntimeImage } from "./runtime-image.ts";
import { writeIfChanged } from "./write-if-changed.ts";

/** How the runtime's own frames are named in stacks; error-text.ts in src/runtime leaves them out. */
const runtimeFile = "wsl-script-host:runtime";

/**
 * Writes build/runtime.js, its bytecode for the simulator, and build/runtime_image.h which embeds that in the DLL after
 * its evaluation.
 */
export async function bundleRuntime(): Promise<void> {
  const script = await runtimeScript(join(paths.root, "src", "runtime", "main.ts"));
  const bytecode = await compile(script);
  writeIfChanged(paths.runtimeScript, script);
  writeIfChanged(paths.runtimeHeader, imageHeader(makeRuntimeImage(readFileSync(paths.originalEngine), bytecode)));
  writeIfChanged(paths.runtimeBytecode, bytecode);
}

/** The runtime as a script for engines that lack `using`. */
export function runtimeWithoutUsing(): Promise<string> {
  return runtimeScript(join(paths.root, "src", "runtime", "main.ts"), { using: false });
}

/** Writes what engine "node" of the simulator evaluates: the runtime, and what prepares a context of Node's for it. */
export async function bundleForNode(): Promise<void> {
  writeIfChanged(paths.nodeRuntime, await runtimeWithoutUsing());
  writeIfChanged(
    paths.nodeRealm,
    await runtimeScript(join(paths.root, "src", "engine", "node-realm.ts"), { using: false }),
  );
}

/** Writes the header with the runtime of the fuzzer of natives. */
export async function bundleFuzzedRuntime(): Promise<void> {
  const script = await runtimeScript(join(paths.fuzz, "natives", "runtime.ts"));
  const image = makeRuntimeImage(readFileSync(paths.originalEngine), await compile(script));
  writeIfChanged(paths.fuzzedRuntimeHeader, imageHeader(image));
}

/** Writes dist/cli: main.js, and what it imports when a command needs it; dependencies are left as imports. */
export async function bundleCli(): Promise<void> {
  const folder = dirname(paths.cli);
  const files = await bundleFiles({ ...nodeBundle("cli", "main.ts"), splitting: true, outdir: folder });
  for (const { path, text } of files) {
    // esbuild would put it into every chunk.
    if (path === paths.cli) writeIfChanged(path, `#!/usr/bin/env node\n${text}`, 0o755);
    else writeIfChanged(path, text);
  }
  const written = new Set(files.map(({ path }) => basename(path)));
  for (const file of readdirSync(folder)) {
    if (!written.has(file) && file.endsWith(".js")) rmSync(join(folder, file), { force: true });
  }
}

/** Writes dist/testing/index.js: the simulator, for tests of plugins. */
export async function bundleTesting(): Promise<void> {
  writeIfChanged(paths.testing, await bundle(nodeBundle("simulator", "index.ts")));
}

/** Writes dist/index.js, which explains itself to a program that imports it. */
export async function bundleEntry(): Promise<void> {
  writeIfChanged(paths.entry, await bundle(nodeBundle("index.ts")));
}

/** Writes dist/web: globals that `build` adds to scripts, each in a file of its own, which is left out if nothing uses it. */
export async function bundleWebGlobals(): Promise<void> {
  const folder = dirname(paths.webGlobals);
  const files = await bundleFiles({
    ...engineTarget,
    entryPoints: ["globals", "structured-clone", "url"].map((name) => join(paths.root, "src", "web", `${name}.ts`)),
    outdir: folder,
    platform: "neutral",
    format: "esm",
    mainFields: ["module", "main"],
    // It becomes part of other people's scripts.
    minify: true,
    legalComments: "inline",
    charset: "utf8",
    plugins: [besideEachOther],
  });
  for (const { path, text } of files) writeIfChanged(path, text);
  writeIfChanged(join(folder, "package.json"), `${JSON.stringify({ type: "module", sideEffects: false })}\n`);
}

/** The files of dist/web import each other instead of having each a copy. */
const besideEachOther: Plugin = {
  name: "beside-each-other",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path }) => ({ path: path.replace(/ts$/, "js"), external: true }));
  },
};

function nodeBundle(...entry: string[]): BuildOptions {
  return {
    entryPoints: [join(paths.root, "src", ...entry)],
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
  };
}

/**
 * Makes a script from a CommonJS module: one expression whose value is the module's export `start`. It adds no name to
 * the global scope.
 */
export function asExpression(commonJs: string): string {
  return `((module) => {${commonJs}\nreturn module.exports.start;\n})({});\n`;
}

/** The runtime as a script whose value is the function `start` of the entry. */
async function runtimeScript(entry: string, supported: { using: boolean } = engineTarget.supported): Promise<string> {
  return asExpression(
    await bundle({
      ...engineTarget,
      supported,
      entryPoints: [entry],
      platform: "neutral",
      format: "cjs",
      // Stacks and messages show the names of functions and classes.
      keepNames: true,
      // Every DLL contains the text, and every load parses it.
      minifyWhitespace: true,
      charset: "ascii",
      legalComments: "none",
    }),
  );
}

async function bundle(options: BuildOptions): Promise<string> {
  const [output] = await bundleFiles(options);
  if (output === undefined) throw new StepError("esbuild wrote nothing");
  return output.text;
}

async function bundleFiles(options: BuildOptions): Promise<OutputFile[]> {
  const { outputFiles = [] } = await build({
    ...options,
    bundle: true,
    write: false,
    logLevel: "silent",
    absWorkingDir: paths.root,
  }).catch((error: Error) => {
    throw new StepError(error.message);
  });
  return outputFiles;
}

/**
 * The runtime as the engine's bytecode, which loads much faster than its text. The engine that is built into the DLL
 * makes it; the DLL never reads bytecode from a file.
 */
async function compile(script: string): Promise<Uint8Array> {
  using engine = await QuickJS.create({ wasm: readFileSync(paths.originalEngine) });
  return engine.compile(script, runtimeFile, 0, CompileFlags.STRIP_SOURCE);
}
