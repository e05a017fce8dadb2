/** What `import "wsl-script-host"` runs in Node: the package's main entry has types only, and those are of globals. */

throw new Error(
  [
    '"wsl-script-host" exports nothing.',
    'In a plugin definePlugin and the rest of the API are global: put "types": ["wsl-script-host"] into tsconfig.json.',
    'In a test import { startWsl } from "wsl-script-host/testing".',
  ].join(" "),
);
