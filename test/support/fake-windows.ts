/** Wine as a Windows with WSL: its version, its service, and a certificate that the machine trusts. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { paths } from "../../src/paths.ts";
import { prepareWine, windowsPath } from "../../src/wslservice/wine.ts";
import { mustRunWine, runWine, Signer } from "./windows.ts";

/** To be called at the top of a test file; the only one, since there is one Windows. */
export function useFakeWindows(): void {
  beforeAll(async () => {
    await prepareWine();
    current = await FakeWindows.create();
    await current.installWsl("2.4.4.0");
  });
  afterAll(() => current?.[Symbol.asyncDispose]());
}

export function theWindows(): FakeWindows {
  if (current === null) throw new Error("useFakeWindows() has not been called.");
  return current;
}

let current: FakeWindows | null = null;

const installation = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Lxss\\MSI";

export class FakeWindows implements AsyncDisposable {
  readonly #signer: Signer;
  readonly #packages: string;

  /** Needs the Wine prefix. The service runs afterwards. */
  static async create(): Promise<FakeWindows> {
    const signer = await Signer.create("wsl-script-host's tests", "20490101000000Z");
    await signer.trust();
    const windows = new FakeWindows(signer, await mkdtemp(join(tmpdir(), "wsl-script-host-packages-")));
    // A run that was ended from outside has left it.
    if ((await runWine("sc.exe", "query", "WSLService")).code === 0) await windows.#removeService();
    await mustRunWine("sc.exe", "create", "WSLService", "binPath=", windowsPath(paths.windowsService));
    await windows.startService();
    return windows;
  }

  private constructor(signer: Signer, packages: string) {
    this.#signer = signer;
    this.#packages = packages;
  }

  async installWsl(version: string): Promise<void> {
    await mustRunWine("reg.exe", "add", installation, "/v", "Version", "/t", "REG_SZ", "/d", version, "/f");
  }

  sign(dll: Uint8Array): Promise<Buffer> {
    return this.#signer.sign(dll);
  }

  /** A package's folder by its Windows path, with one plugin, signed by default. */
  async packagePlugin(
    name: string,
    script: string,
    options: { settings?: object; signed?: boolean } = {},
  ): Promise<string> {
    const { settings = {}, signed = true } = options;
    const folder = await mkdtemp(join(this.#packages, `${name}-`));
    const dll = await readFile(paths.dll);
    await writeFile(join(folder, `${name}.dll`), signed ? await this.sign(dll) : dll);
    await writeFile(join(folder, `${name}.js`), script);
    await writeFile(join(folder, `${name}.json`), JSON.stringify(settings));
    return windowsPath(folder);
  }

  async startService(): Promise<void> {
    await mustRunWine("sc.exe", "start", "WSLService");
    await this.#reaches("RUNNING");
  }

  stopped(): Promise<void> {
    return this.#reaches("STOPPED");
  }

  async #reaches(state: string): Promise<void> {
    while (!(await mustRunWine("sc.exe", "query", "WSLService")).includes(state));
  }

  async #removeService(): Promise<void> {
    await runWine("sc.exe", "stop", "WSLService");
    await this.stopped();
    await mustRunWine("sc.exe", "delete", "WSLService");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#removeService();
    await mustRunWine("reg.exe", "delete", installation, "/f");
    await this.#signer.distrust();
    await this.#signer[Symbol.asyncDispose]();
    await rm(this.#packages, { recursive: true, force: true });
  }
}
