import { posix, resolve } from "node:path";

/**
 * The folders of Windows: those that exist, or each with the folder of this machine that stands for it (null: none
 * does). Upper and lower case are one, as on Windows.
 */
export type WindowsFolders = readonly string[] | Readonly<Record<string, string | null>>;

/** A folder of Windows as it is found. */
export interface MachineFolder {
  /** What Windows calls it in the end. */
  readonly path: string;
  /** The folder of this machine that stands for it, or null. */
  readonly folder: string | null;
  /** Why others than administrators can change it; null if they cannot. */
  readonly refusal: string | null;
}

export interface MountPoint {
  readonly linuxPath: string;
  /** The folder of this machine, or null. */
  readonly folder: string | null;
}

/**
 * The folder of this machine that stands for one of Windows; null for none, undefined where there is no such folder.
 */
export function findFolder(folders: WindowsFolders | null, windowsPath: string): string | null | undefined {
  if (folders === null) return null;
  const entries = Array.isArray(folders) ? folders.map((path) => [path, null] as const) : Object.entries(folders);
  const found = entries.find(([path]) => keyOf(path) === keyOf(windowsPath));
  if (found === undefined) return undefined;
  return found[1] === null ? null : resolve(found[1]);
}

/** Where a path of Linux lies on this machine, through the mount that counts: the newest of the deepest. */
export function hostPathOf(mounts: readonly MountPoint[], path: string): string | null {
  const inside = mounts.filter(({ linuxPath }) => !posix.relative(linuxPath, path).startsWith(".."));
  const [found] = inside.toSorted((one, other) => other.linuxPath.length - one.linuxPath.length).slice(0, 1);
  if (found === undefined || found.folder === null) return null;
  return resolve(found.folder, posix.relative(found.linuxPath, path));
}

/** With one spelling of separators; a drive alone keeps its own. */
export function finalPathOf(windowsPath: string): string {
  const plain = windowsPath.replaceAll("/", "\\").replace(/^\\\\\?\\/, "");
  return /^.:\\+$/.test(plain) ? plain.slice(0, 3) : plain.replace(/\\+$/, "");
}

/** A folder of a user, or of another machine: as Windows has it, others than administrators can change it. */
export function isUsers(path: string): boolean {
  return path.startsWith("\\\\") || /^c:\\users(\\|$)/i.test(path);
}

function keyOf(windowsPath: string): string {
  return finalPathOf(windowsPath).toLowerCase();
}
