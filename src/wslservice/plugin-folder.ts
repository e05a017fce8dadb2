import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { driveC, windowsPath } from "./wine.ts";

/** A fresh folder on drive C: with a plugin in it, as an administrator would lay it out. */
export class PluginFolder implements AsyncDisposable {
  /** The folder, as the machine sees it. */
  readonly path: string;

  /** Needs an existing prefix. */
  static async create(): Promise<PluginFolder> {
    const parent = join(driveC, "plugins");
    await mkdir(parent, { recursive: true });
    return new PluginFolder(await mkdtemp(join(parent, "plugin-")));
  }

  private constructor(path: string) {
    this.path = path;
  }

  /** Copies a DLL under another name. Returns its path. */
  async addDll(name: string, dll: string): Promise<string> {
    const target = join(this.path, `${name}.dll`);
    await copyFile(dll, target);
    return target;
  }

  /** Writes a file, such as `hello.js` or `hello.json`. Returns its path. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const target = join(this.path, name);
    await writeFile(target, content);
    return target;
  }

  /** The Windows path of the folder or of a file in it. */
  windowsPath(name?: string): string {
    return windowsPath(name === undefined ? this.path : join(this.path, name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
