/** What tests need of the checkout as it is now. Each is bundled once in each of vitest's processes. */

import { bundleCli, bundleForNode, bundleRuntime, bundleWebGlobals } from "../../scripts/build/bundle.ts";

export const bundledRuntime = once(bundleRuntime);

/** The command line tool and the files that it reads. */
export const bundledCli = once(async () => {
  await bundledRuntime();
  await bundleForNode();
  await bundleCli();
  await bundleWebGlobals();
});

function once(bundle: () => Promise<void>): () => Promise<void> {
  let bundled: Promise<void> | undefined;
  return () => {
    bundled ??= bundle();
    return bundled;
  };
}
