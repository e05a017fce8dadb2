/** `tsx scripts/build-linux.ts`: the host without Windows, for its tests under sanitizers. Nothing to do elsewhere than on Linux. */

import { buildLinux } from "./linux.ts";
import { main } from "./progress.mjs";

if (process.platform === "linux") {
  await main(buildLinux);
}
