/** Rebuilds a plugin whenever a source file changes. */

import type { BuildContext, BuildResult, Plugin } from "esbuild";
import { context } from "../../bundle/bundler.ts";
import {
  type Bundle,
  type BundleErrors,
  bundleOptions,
  isBuildFailure,
  readBundle,
} from "../../bundle/plugin-bundle.ts";
import { type BuildOutcome, type BuildRequest, finishBundle, placeBundle } from "./build.ts";
import { SourceWatcher } from "./source-watcher.ts";

export interface BuildWatcher {
  /** Ends after the build under way, so its files are complete. */
  stop(): Promise<void>;
}

/**
 * Builds now, and again whenever an imported file changes. A failed build keeps the previous script. The system's
 * notifications of known files build at once; esbuild finds the other changes, ten times a second: those of files that were missing,
 * and in folders of which the system reports none.
 */
export async function watchBuild(
  request: BuildRequest,
  onOutcome: (outcome: BuildOutcome) => Promise<void>,
): Promise<BuildWatcher> {
  const options = bundleOptions(request);
  const outcomes = new Outcomes(request, onOutcome);
  const sources = new SourceWatcher(() => void rebuild());
  /** How many changes the latest build has seen. */
  let seen = 0;
  const report: Plugin = {
    name: "report",
    setup(build) {
      build.onStart(() => {
        seen = sources.changes;
      });
      build.onEnd((result) => {
        if (result.metafile !== undefined) sources.watch(Object.keys(result.metafile.inputs));
        // Otherwise another build follows, and this one may have read half of a file.
        if (seen === sources.changes) outcomes.add(result);
      });
    },
  };
  const watching: BuildContext = await context({ ...options, plugins: [...options.plugins, report] });
  let isRebuilding = false;
  async function rebuild(): Promise<void> {
    if (isRebuilding) return;
    isRebuilding = true;
    // Again after a change during a build, which esbuild would not build: it returns the result of the build under way.
    while (seen < sources.changes && (await hasBuilt(watching)));
    isRebuilding = false;
  }
  await watching.watch();
  return {
    stop: async () => {
      sources.close();
      await watching.dispose();
      await outcomes.end();
    },
  };
}

/** False if esbuild has ended. A failed build is reported as such. */
async function hasBuilt(watching: BuildContext): Promise<boolean> {
  try {
    await watching.rebuild();
    return true;
  } catch (error) {
    return isBuildFailure(error);
  }
}

/** Scripts are in their place as soon as possible. What is to be said about them follows, in the same order. */
class Outcomes {
  readonly #request: BuildRequest;
  readonly #report: (outcome: BuildOutcome) => Promise<void>;
  #placed: Promise<Bundle | BundleErrors | undefined> = Promise.resolve(undefined);
  #reported: Promise<void> = Promise.resolve();

  constructor(request: BuildRequest, report: (outcome: BuildOutcome) => Promise<void>) {
    this.#request = request;
    this.#report = report;
  }

  add(result: BuildResult): void {
    const placed = this.#placed.then(async () => placeBundle(await readBundle(this.#request, result)));
    this.#placed = placed;
    this.#reported = this.#reported.then(async () => this.#report(await finishBundle(await placed)));
  }

  end(): Promise<void> {
    return this.#reported;
  }
}
