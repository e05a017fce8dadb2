import { basename } from "node:path";

/** The name of the DLL beside the script: `hello` for `src/hello.ts`, `hello.mts` and `dist/hello.js`. */
export function pluginNameOf(file: string): string {
  return basename(file).replace(/\.[cm]?[jt]sx?$/, "");
}
