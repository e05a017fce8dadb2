/**
 * `import "wsl-script-host"` in Node runs this: the package's main entry contains only types, and they describe
 * globals.
 */

throw new Error(
  [
    '"wsl-script-host" exports nothing.',
    'In a plugin definePlugin and the rest of the API are global: put "types": ["wsl-script-host"] into tsconfig.json.',
    'In a test import { startWsl } from "wsl-script-host/testing".',
  ].join(" "),
);
