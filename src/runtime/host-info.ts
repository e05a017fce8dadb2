/** What C++ says about the plugin that the runtime serves, and the WSL that it is loaded in. */
export interface HostInfo {
  /** The name of the DLL without its extension. */
  readonly name: string;
  /** The name under which the script is evaluated, which its frames in stacks have: `hello.js`. */
  readonly scriptFile: string;
  readonly scriptPath: string;
  /** Major, minor and revision, under 0, 1 and 2. */
  readonly version: { readonly 0: number; readonly 1: number; readonly 2: number };
}
