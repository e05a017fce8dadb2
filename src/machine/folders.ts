import { platform } from "../platform/platform.ts";

/**
 * The folders of Windows: a list of those that exist, or a map to the machine's folders that stand for them (null:
 * none). Case-insensitive, as on Windows.
 */
export type WindowsFolders = readonly string[] | Readonly<Record<string, string | null>>;

/** A folder of Windows as it is found. */
export interface MachineFolder {
  readonly path: string;
  /** The folder of this machine that stands for it, or null. */
  readonly folder: string | null;
  /** Why accounts other than administrators can change it; null if they cannot. */
  readonly refusal: string | null;
}

export interface MountPoint {
  readonly linuxPath: string;
  /** The folder of this machine, or null. */
  readonly folder: string | null;
}

/** The machine's folder for a Windows folder; null if there is none, undefined if the Windows folder does not exist. */
export function findFolder(folders: WindowsFolders | null, windowsPath: string): string | null | undefined {
  if (folders === null) return null;
  const entries = Array.isArray(folders) ? folders.map((path) => [path, null] as const) : Object.entries(folders);
  const found = entries.find(([path]) => keyOf(path) === keyOf(windowsPath));
  if (found === undefined) return undefined;
  return found[1] === null ? null : platform.absolutePath("", found[1]);
}

/** The machine's path for a Linux path, through the mount in effect: the newest of the deepest. */
export function hostPathOf(mounts: readonly MountPoint[], path: string): string | null {
  const wanted = plainParts(path.split("/"));
  const inside = mounts.filter(({ linuxPath }) => isPrefix(plainParts(linuxPath.split("/")), wanted));
  const [found] = inside.toSorted((one, other) => other.linuxPath.length - one.linuxPath.length).slice(0, 1);
  if (found === undefined || found.folder === null) return null;
  const below = wanted.slice(plainParts(found.linuxPath.split("/")).length);
  return platform.absolutePath(found.folder, below.join("/"));
}

/** The path in full, with one spelling of separators and none at its end: `FullFolderPath` of host/win32/trusted_path.h. */
export function fullFolderPath(windowsPath: string): string {
  const bare = windowsPath.replace(/^\\\\\?\\(?=[a-z]:[\\/])/i, "");
  if (!/^(?:[a-z]:[\\/]|\\\\|\/\/)/i.test(bare)) return windowsPath;
  const [root = ""] = /^(?:[a-z]:|[\\/]{2}[^\\/]*[\\/]*[^\\/]*)/i.exec(bare) ?? [];
  const parts = plainParts(bare.slice(root.length).split(/[\\/]/));
  const start = root.replaceAll("/", "\\");
  return parts.length === 0 && start.length === 2 ? `${start}\\` : [start, ...parts].join("\\");
}

/** A user's folder, or one on another machine: on Windows, accounts other than administrators can change it. */
export function isUsers(path: string): boolean {
  return path.startsWith("\\\\") || /^c:\\users(\\|$)/i.test(path);
}

/** An absolute path's parts, without empty ones, `.` and `..`. */
function plainParts(parts: readonly string[]): string[] {
  const plain: string[] = [];
  for (const part of parts) {
    if (part === "..") plain.pop();
    else if (part !== "" && part !== ".") plain.push(part);
  }
  return plain;
}

function isPrefix(start: readonly string[], parts: readonly string[]): boolean {
  return start.every((part, index) => part === parts[index]);
}

function keyOf(windowsPath: string): string {
  return fullFolderPath(windowsPath).toLowerCase();
}
