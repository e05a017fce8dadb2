/** Explains imports that cannot become part of the script: a plugin runs alone, inside WSL's service, without Node. */

import { isBuiltin } from "node:module";
import type { Message, OnResolveArgs, OnResolveResult, PartialMessage, Plugin } from "esbuild";

/**
 * Refuses imports that esbuild would leave in the script: URLs, and this package, whose names are global. esbuild
 * handles all other imports without calling this process; it also knows which ones a try or catch guards, and lets
 * those fail when they are reached.
 */
export const refuseImports: Plugin = {
  name: "imports",
  setup(build) {
    build.onResolve({ filter: /^(?:https?:)?\/\/|^wsl-script-host$/ }, refuse);
  },
};

function refuse({ path, kind }: OnResolveArgs): OnResolveResult {
  const message = reasonAgainst(path);
  // A guarded call fails when it is reached, like a call for a missing module.
  if (kind === "dynamic-import") return { path, external: true, warnings: [message] };
  return { path, errors: [message] };
}

/** Rewrites an esbuild error for plugin authors if it is about an import that was not found. */
export function explainImport(message: Message): PartialMessage {
  const path = unresolvedPath(message);
  return path === null ? message : { ...message, notes: [], ...reasonAgainst(path) };
}

/** esbuild's messages have no codes. */
function unresolvedPath({ text }: Message): string | null {
  const quoted = /^Could not resolve (".*")$/s.exec(text)?.[1];
  return quoted === undefined ? null : (JSON.parse(quoted) as string);
}

function reasonAgainst(path: string): PartialMessage {
  const [reason, advice] = explain(path);
  return { text: `"${path}" cannot be imported: ${reason}`, notes: [{ text: advice }] };
}

/** The reason, and the way out. */
function explain(path: string): readonly [reason: string, advice: string] {
  if (path === "wsl-script-host") {
    return [
      "its declarations are global",
      `Remove the import, and name the package in tsconfig.json: "types": ["wsl-script-host"]`,
    ];
  }
  if (isBuiltin(path)) {
    return [
      "it is part of Node, and a plugin runs without Node",
      substituteFor(path) ?? "No part of Node is available.",
    ];
  }
  if (/^[a-z][a-z+.-]+:|^\/\//i.test(path)) {
    return [
      "a plugin is one file and loads no other code when it runs",
      "Install the code as an npm package, or copy it beside the plugin, and import that.",
    ];
  }
  if (/^[a-z]:[\\/]/i.test(path) || /^\.{0,2}[\\/]/.test(path) || path === "." || path === "..") {
    const advice = path.includes("\\") ? "Write the path with slashes; / works on Windows, too." : spelling;
    return ["there is no such file", advice];
  }
  const packageName = path.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? path;
  return ["it was not found in any node_modules folder", `If it is a package, install it: npm install ${packageName}`];
}

const spelling = "Check the spelling and the folder.";

/** What a plugin uses in place of Node's modules. */
const substitutes: ReadonlyMap<string, string> = new Map([
  ["assert", "Throw a PluginError to refuse, or any Error."],
  ["buffer", "Use Uint8Array, with TextEncoder and TextDecoder for text."],
  ["child_process", "Use run(session, command, { args }) to run a program in Linux."],
  ["console", "Use the global console."],
  [
    "crypto",
    "Use crypto.randomUUID and crypto.getRandomValues; run a program such as sha256sum, with run, for the rest.",
  ],
  ["fs", "Use Linux.readTextFile and Linux.writeTextFile, and MountFolder to show Linux a Windows folder."],
  ["http", "Plugins have no network access. Run a program such as curl with run."],
  ["net", "Plugins have no network access. Run a program in Linux with run."],
  ["os", "WSL's data is in the session and distribution objects that hooks receive, and in ApiV1.version."],
  ["path", "Windows and Linux paths are plain strings here; join them with a template literal."],
  ["process", "WSL's data is in the session and distribution objects that hooks receive, and in ApiV1.version."],
  ["timers", "Use the global setTimeout and setInterval."],
  ["url", "Use the global URL and URLSearchParams."],
  ["util", "Use TextEncoder and TextDecoder for text, and console.log to show values."],
]);

/** Modules that share their substitute with another one. */
const alike: ReadonlyMap<string, string> = new Map([
  ["http2", "http"],
  ["https", "http"],
  ["dgram", "net"],
  ["dns", "net"],
  ["tls", "net"],
  ["querystring", "url"],
]);

function substituteFor(path: string): string | undefined {
  const [name = ""] = path.replace(/^node:/, "").split("/");
  return substitutes.get(alike.get(name) ?? name);
}
