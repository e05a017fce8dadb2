import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lowerUsing, nodeHasUsing } from "../bundle/lower-using.ts";
import { readPluginFile } from "../bundle/read-plugin.ts";
import { NodeScript } from "../engine/node-script.ts";
import { originOf } from "./plugin-source.ts";

/** What vitest hands to its plugins, as far as it matters here. */
interface VitestContext {
  readonly vitest: { readonly config: { readonly coverage: { readonly enabled: boolean } } };
  readonly project: { readonly config: { env?: Partial<Record<string, string>> } };
}

/** A plugin of Vite and vitest. */
export interface PluginCoverage {
  readonly name: string;
  readonly enforce: "pre";
  configureVitest(context: VitestContext): void;
  load(id: string): Promise<{ readonly code: string; readonly map: string } | null>;
}

/**
 * For the `plugins` of a vitest.config.ts: with `vitest run --coverage`, WSL plugins run in engine "node" unless a test names another, and the
 * lines of their sources are counted. It needs the package `@vitest/coverage-v8`.
 *
 * @example
 * ```ts
 * import { defineConfig } from "vitest/config";
 * import { pluginCoverage } from "wsl-script-host/testing";
 *
 * export default defineConfig({
 *   plugins: [pluginCoverage()],
 *   test: { coverage: { include: ["src/**"] } },
 * });
 * ```
 */
export function pluginCoverage(): PluginCoverage {
  return {
    name: "wsl-script-host",
    enforce: "pre",
    configureVitest({ vitest, project }) {
      if (!vitest.config.coverage.enabled) return;
      const { WSL_SCRIPT_HOST_ENGINE = "node" } = process.env;
      project.config.env = { WSL_SCRIPT_HOST_ENGINE, ...project.config.env };
    },
    /** Coverage asks for the text that Node has evaluated under this name, and for its source map. */
    async load(id) {
      const file = sourceOf(id);
      if (file === null) return null;
      const plugin = await readPluginFile(file, nodeHasUsing);
      if (!plugin.ok || plugin.map === null) return null;
      const { name, script, path, map } = plugin;
      const evaluated = new NodeScript(
        Buffer.from(script).toString(),
        `${name}.js`,
        originOf(file, path, map),
        lowerUsing,
      );
      return { code: evaluated.code(false), map: evaluated.map ?? "" };
    },
  };
}

/** Of a bundle's name: `hello.ts` for `hello.ts.js`, which does not exist. */
function sourceOf(id: string): string | null {
  const bundle = id.startsWith("file:") ? fileURLToPath(id) : id;
  const source = /^(.*\.[cm]?tsx?)\.js$/.exec(bundle)?.[1];
  return source !== undefined && existsSync(source) && !existsSync(bundle) ? source : null;
}
