/** Refuses what cannot be bundled: a plugin runs alone, inside WSL's service, without Node. */

import { statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, relative, resolve } from "node:path";
import type { OnResolveArgs, OnResolveResult, PartialMessage, Plugin, PluginBuild, ResolveResult } from "esbuild";

/** An esbuild plugin which explains every import that cannot become part of the bundle. */
export const explainImports: Plugin = {
  name: "imports",
  setup(build) {
    build.onResolve({ filter: /.*/ }, (args) => (isRepeated(args) ? undefined : resolveOrExplain(build, args)));
  },
};

/** Marks our own question to esbuild, which comes back to us first. */
const repeated = Symbol("repeated");

/** What a plugin has in place of Node's modules. */
const substitutes: ReadonlyMap<string, string> = new Map([
  ["assert", "Throw a PluginError to refuse, or any Error."],
  ["buffer", "Use Uint8Array, with TextEncoder and TextDecoder for text."],
  ["child_process", "Use run(session, command, { args }) to run a program in Linux."],
  ["console", "Use the global console."],
  ["crypto", "Run a program for it, such as sha256sum, with run."],
  ["fs", "Use Linux.readTextFile and Linux.writeTextFile, and MountFolder to show Linux a Windows folder."],
  ["http", "There is no network here. Run a program such as curl with run."],
  ["net", "There is no network here. Run a program in Linux with run."],
  ["os", "What WSL tells is in the session and distribution objects that hooks get, and in ApiV1.version."],
  ["path", "Windows and Linux paths are plain strings here; join them with a template literal."],
  ["process", "What WSL tells is in the session and distribution objects that hooks get, and in ApiV1.version."],
  ["util", "Use TextEncoder and TextDecoder for text, and console.log to show values."],
]);

/** Modules that have their substitute in common with another one. */
const alike: ReadonlyMap<string, string> = new Map([
  ["http2", "http"],
  ["https", "http"],
  ["dgram", "net"],
  ["dns", "net"],
  ["tls", "net"],
]);

function isRepeated(args: OnResolveArgs): boolean {
  return args.pluginData === repeated;
}

async function resolveOrExplain(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult> {
  const { importer, kind, namespace, resolveDir } = args;
  const resolved = await build.resolve(args.path, {
    importer,
    kind,
    namespace,
    resolveDir,
    with: args.with,
    pluginData: repeated,
  });
  // esbuild leaves addresses such as https://... in the bundle as imports, and its idea of Node's modules is ours.
  if (resolved.errors.length === 0 && !resolved.external) {
    return asResult(resolved);
  }
  // Whoever builds at every change builds again when the file comes; esbuild wants some path for that.
  return { path: args.path, errors: [explain(args)], watchDirs: [dirname(resolve(resolveDir, args.path))] };
}

function asResult({ path, namespace, suffix, sideEffects, pluginData, warnings }: ResolveResult): OnResolveResult {
  return { path, namespace, suffix, sideEffects, pluginData, warnings };
}

/** esbuild adds file, line and the text of the import. */
function explain({ path, kind }: OnResolveArgs): PartialMessage {
  if (kind === "entry-point") {
    const shown = relative("", path) || ".";
    return isFolder(path)
      ? { text: `"${shown}" is a folder; name the file whose default export is the plugin` }
      : { text: `There is no file "${shown}"` };
  }
  const text = `"${path}" cannot be imported`;
  if (path === "wsl-script-host") {
    return {
      text: `${text}: what it declares is global`,
      notes: [{ text: `Remove the import, and name the package in tsconfig.json: "types": ["wsl-script-host"]` }],
    };
  }
  if (isBuiltin(path)) {
    const substitute = substituteFor(path) ?? "Nothing of Node is there.";
    return { text: `${text}: it is a part of Node, and a plugin runs without Node`, notes: [{ text: substitute }] };
  }
  if (/^[a-z][a-z+.-]*:|^\/\//i.test(path)) {
    return {
      text: `${text}: a plugin is one file and loads nothing when it runs`,
      notes: [{ text: "Install the code as an npm package, or copy it beside the plugin, and import that." }],
    };
  }
  if (/^\.{0,2}\//.test(path) || path === "." || path === "..") {
    return { text: `${text}: there is no such file`, notes: [{ text: "Check the spelling and the folder." }] };
  }
  const packageName = path.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? path;
  return {
    text: `${text}: it was not found in any node_modules folder`,
    notes: [{ text: `If it is a package, install it: npm install ${packageName}` }],
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function substituteFor(path: string): string | undefined {
  const [name = ""] = path.replace(/^node:/, "").split("/");
  return substitutes.get(alike.get(name) ?? name);
}
