/**
 * Identifies a DLL: whether it is this project's host, its version, and whether it is signed. Reads the PE file and
 * runs nothing.
 */

export interface HostFile {
  readonly architecture: Architecture;
  readonly version: string;
  /** Its engine and the engine's version; null if the file does not name them. */
  readonly engine: string | null;
  /** Its source commit; null if the file does not name it. */
  readonly commit: string | null;
  /** Whether it has a signature; Windows decides who signed it, and whether to trust it. */
  readonly signed: boolean;
}

/** What Windows runs on, as `--arch` names it. */
export type Architecture = (typeof architectures)[number];
export const architectures = ["x64", "arm64"] as const;

/** Throws an Error whose message says why it is not the host. */
export function readHostFile(bytes: Uint8Array): HostFile {
  const image = new PeImage(bytes);
  const architecture = architectures.find((name) => machines[name] === image.machine);
  if (architecture === undefined) throw new Error("it is neither for x64 nor for ARM64");
  const product = image.versionText("ProductName");
  if (product !== productName) throw new Error(`its product is ${product === null ? "unknown" : `"${product}"`}`);
  return {
    architecture,
    version: image.versionText("ProductVersion") ?? "unknown",
    engine: image.versionText("Engine"),
    commit: image.versionText("Commit"),
    signed: image.hasSignature,
  };
}

/** IMAGE_FILE_MACHINE_AMD64 and IMAGE_FILE_MACHINE_ARM64. */
const machines: Readonly<Record<Architecture, number>> = { x64: 0x8664, arm64: 0xaa64 };
/** As in host/version.rc.in. */
const productName = "wsl-script-host";
/** The image's directories that are read, by index. */
const directory = { resources: 2, signature: 4 } as const;
const versionResource = 16;

/** What stands between the texts of a version resource: their lengths, types and ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const lengthsAndEnds = /[\0-\x1f]+/;

class PeImage {
  readonly machine: number;
  readonly #view: DataView;
  readonly #optionalHeader: number;
  readonly #sections: number;
  readonly #sectionCount: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      const header = this.#view.getUint32(0x3c, true);
      if (this.#view.getUint16(0, true) !== 0x5a4d || this.#view.getUint32(header, true) !== 0x4550) throw notPe();
      this.#optionalHeader = header + 24;
      this.#sections = this.#optionalHeader + this.#view.getUint16(header + 20, true);
      this.#sectionCount = this.#view.getUint16(header + 6, true);
      this.machine = this.#view.getUint16(header + 4, true);
    } catch {
      throw notPe();
    }
  }

  get hasSignature(): boolean {
    return this.#directory(directory.signature).size > 0;
  }

  /** A text of the version resource; null if there is none of that name. */
  versionText(name: string): string | null {
    const texts = this.#versionTexts();
    const at = texts.indexOf(name);
    return at < 0 ? null : (texts[at + 1] ?? null);
  }

  /** All texts of the version resource in order: names are followed by their values. */
  #versionTexts(): string[] {
    try {
      const { start, size } = this.#versionData();
      const bytes = Buffer.from(this.#view.buffer, this.#view.byteOffset + start, size);
      return bytes
        .toString("utf16le")
        .split(lengthsAndEnds)
        .filter((text) => text !== "");
    } catch {
      return [];
    }
  }

  /** Three levels of tables: type, name, language. */
  #versionData(): { start: number; size: number } {
    const root = this.#offsetOf(this.#directory(directory.resources).address);
    const names = root + this.#entry(root, (id) => id === versionResource);
    const languages = root + this.#entry(names, () => true);
    const data = root + this.#entry(languages, () => true);
    return { start: this.#offsetOf(this.#view.getUint32(data, true)), size: this.#view.getUint32(data + 4, true) };
  }

  /** Where the first entry that is wanted leads to, from the root. */
  #entry(table: number, isWanted: (id: number) => boolean): number {
    const count = this.#view.getUint16(table + 12, true) + this.#view.getUint16(table + 14, true);
    for (let index = 0; index < count; index += 1) {
      const entry = table + 16 + 8 * index;
      if (isWanted(this.#view.getUint32(entry, true))) return this.#view.getUint32(entry + 4, true) & 0x7fffffff;
    }
    throw new RangeError("there is no such resource");
  }

  #directory(index: number): { address: number; size: number } {
    // Behind the other fields of the header of a 64-bit image.
    const at = this.#optionalHeader + 112 + 8 * index;
    return { address: this.#view.getUint32(at, true), size: this.#view.getUint32(at + 4, true) };
  }

  /** The place in the file of an address in the image. */
  #offsetOf(address: number): number {
    for (let index = 0; index < this.#sectionCount; index += 1) {
      const section = this.#sections + 40 * index;
      const start = this.#view.getUint32(section + 12, true);
      const size = this.#view.getUint32(section + 16, true);
      if (address >= start && address < start + size) return this.#view.getUint32(section + 20, true) + address - start;
    }
    throw new RangeError("it is in no section");
  }
}

function notPe(): Error {
  return new Error("it is not a DLL");
}
