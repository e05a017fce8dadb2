// Reads all fields in a hook that cannot veto, for which the host looks at no file.

import { readFields } from "./read-fields.ts";

export default definePlugin({
  requires: "2.4.4",

  onDistributionStopping(session, distribution) {
    readFields(session, distribution);
  },
});
