// The script's side of `npm run bench`: in each hook the same work as the native plugin's steps for it (scripts/bench/work.ts).

import { readFields } from "./read-fields.ts";

let sum = 0;

export default definePlugin({
  permissions: "all",
  requires: "2.4.4",
  limits: { scriptTime: 60_000, hookTime: 60_000 },

  onVmStopping() {
    console.log(`sum: ${sum}`);
  },

  onDistributionStarted(session, distribution) {
    sum = readFields(session, distribution);
  },

  onDistributionRegistered(session) {
    MountFolder(session, "C:\\windows", "/bench/windows", true, "bench");
  },

  onDistributionUnregistered(session) {
    using process = ExecuteBinary(session, "/bin/echo", ["bench"]);
    console.log(`output: ${process.text()}`);
  },

  onDistributionStopping(session) {
    using process = ExecuteBinary(session, "/bin/dd", ["if=/dev/zero", "bs=1M", "count=100", "status=none"]);
    let size = 0;
    for (let chunk = process.read(); chunk !== null; chunk = process.read()) size += chunk.length;
    console.log(`count: ${size}`);
  },
});
