/** Rebuilds a plugin whenever a source file changes. */

import type { BuildContext, Plugin } from "esbuild";
import { context } from "../../bundle/bundler.ts";
import { bundleOptions, readBundle } from "../../bundle/plugin-bundle.ts";
import { type BuildOutcome, type BuildRequest, writeBundle } from "./build.ts";
import { SourceWatcher } from "./source-watcher.ts";

export interface BuildWatcher {
  /** Ends after the build under way, so its files are complete. */
  stop(): Promise<void>;
}

/**
 * Builds now, and again whenever an imported file changes. A failed build keeps the previous script. esbuild looks for
 * changes ten times a second, also of files that were missing; those of known files build at once.
 */
export async function watchBuild(
  request: BuildRequest,
  onOutcome: (outcome: BuildOutcome) => Promise<void>,
): Promise<BuildWatcher> {
  let last: Promise<void> = Promise.resolve();
  const options = bundleOptions(request);
  // A failed build is reported as such.
  const sources = new SourceWatcher(() => void watching.rebuild().catch(() => {}));
  const report: Plugin = {
    name: "report",
    setup(build) {
      build.onEnd((result) => {
        if (result.metafile !== undefined) sources.watch(Object.keys(result.metafile.inputs));
        last = last.then(async () => {
          const bundle = readBundle(request, result);
          await onOutcome(bundle.ok ? await writeBundle(request, bundle) : bundle);
        });
        return last;
      });
    },
  };
  const watching: BuildContext = await context({ ...options, plugins: [...options.plugins, report] });
  await watching.watch();
  return {
    stop: async () => {
      sources.close();
      await watching.dispose();
      await last;
    },
  };
}
