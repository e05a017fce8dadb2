/** Files that this package ships beside its code. */

import { fileURLToPath } from "node:url";

/** The host, under its name in this package. */
export const dllFile = "wsl-script-host.dll";

/** The native tool, under its name in this package and in every packaged folder. */
export const toolFile = "wsl-script-host.exe";

/** The script that signs on Windows. */
export const signScript = "sign.ps1";

/** The path of a file in dist, which lies two levels above this file, and above the bundle that this file becomes a part of. */
export function packageFile(name: string): string {
  return fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
}
