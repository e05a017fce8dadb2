/** Files that this package ships beside its code. */

import { fileURLToPath } from "node:url";

/** The path of a file in dist, which lies two levels above this file, and above the bundle that this file becomes a part of. */
export function packageFile(name: string): string {
  return fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
}
