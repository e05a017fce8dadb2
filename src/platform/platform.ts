/**
 * What the simulator needs of the program that it runs in, beside the language and the globals that Node and browsers share. Node's
 * is node.ts. A bundle for browsers puts a module of the same shape in its place (docs/site/.vitepress/config.ts).
 */

export interface Platform {
  /** A file of the package: `engine.wasm`, `runtime.bytecode`. */
  packageFile(name: string): Uint8Array<ArrayBuffer>;
  sha1(bytes: Uint8Array): Uint8Array;
  sha256(bytes: Uint8Array): Uint8Array;
  /** A certificate in PEM as DER. Throws for any other text. */
  certificate(pem: string): Uint8Array;
  absolutePath(folder: string, path: string): string;
  isDirectory(path: string): boolean;
  urlOf(path: string): string;
  /** The URL of a file as a path from the current folder; another URL as it is. */
  pathOf(url: string): string;
  /** Linux's number of a signal, such as SIGKILL. */
  signalNumber(name: NodeJS.Signals): number;
}

export { platform } from "./node.ts";
