import { basename } from "node:path";

/** What the DLL beside the script is called: `hello` for `src/hello.ts`, `hello.mts` and `dist/hello.js`. */
export function pluginNameOf(file: string): string {
  return basename(file).replace(/\.[cm]?[jt]sx?$/, "");
}
