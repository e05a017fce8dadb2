/** Rebuilds a plugin whenever a source file changes. */

import type { BuildContext, Plugin } from "esbuild";
import { context } from "../../bundle/bundler.ts";
import { bundleOptions, readBundle } from "../../bundle/plugin-bundle.ts";
import { type BuildOutcome, type BuildRequest, writeBundle } from "./build.ts";

export interface BuildWatcher {
  /** Ends after the build under way, so its files are complete. */
  stop(): Promise<void>;
}

/** Builds now, and again whenever an imported file changes. A failed build keeps the previous script. */
export async function watchBuild(
  request: BuildRequest,
  onOutcome: (outcome: BuildOutcome) => Promise<void>,
): Promise<BuildWatcher> {
  let last: Promise<void> = Promise.resolve();
  const options = bundleOptions(request);
  const report: Plugin = {
    name: "report",
    setup(build) {
      build.onEnd((result) => {
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
      await watching.dispose();
      await last;
    },
  };
}
