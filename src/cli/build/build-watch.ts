/** Builds a plugin at every change of its source files. */

import type { BuildContext, Plugin } from "esbuild";
import { context } from "../../bundle/bundler.ts";
import { bundleOptions, readBundle } from "../../bundle/plugin-bundle.ts";
import { type BuildOutcome, type BuildRequest, writeBundle } from "./build.ts";

export interface BuildWatcher {
  /** Ends with the build that is under way, whose files are complete then. */
  stop(): Promise<void>;
}

/** Builds now, and again whenever an imported file changes. A build that fails leaves the last script in its place. */
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
