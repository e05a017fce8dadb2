/** `tsx scripts/build/main-linux.ts`: the host without Windows, for its tests under sanitizers. Nothing to do elsewhere than on Linux. */

import { main } from "../progress.mjs";
import { buildLinux } from "./linux.ts";

if (process.platform === "linux") {
  await main(buildLinux);
}
