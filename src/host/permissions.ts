/** A script's permissions, and whether they allow a call: host/plugin/permissions.h in Node. */

import {
  aliases,
  codeVariables,
  interpreters,
  otherNameRemark,
  programTrees,
  writtenCode,
} from "../../bindings/files/permissions.ts";
import { type PermissionRule, permissionPlaces } from "../runtime/generated/permissions.ts";

/** Flags for how a folder may be mounted. */
export type PermissionFlag = "write" | "userWritable";

/** One permission of a script. */
export interface Permission {
  /** "vm.run" */
  readonly kind: string;
  /** Empty for a flag. */
  readonly value: string;
  readonly flags?: readonly PermissionFlag[];
}

/** A permission that a call lacks. */
export interface Denial {
  readonly permission: Permission;
  /** The file that lacks it. */
  readonly file: string;
  /** A remark for the message, or nothing. */
  readonly remark: string;
}

/** "vm.mount+write C:\\Tools" */
export function permissionText({ kind, value, flags = [] }: Permission): string {
  const text = [kind, ...flags].join("+");
  return value === "" ? text : `${text} ${value}`;
}

/** As the runtime reads it. */
export function denialText({ permission, file, remark }: Denial): string {
  return [permissionText(permission), file, remark].join("\0");
}

const everything = "all";
const flagNames: readonly string[] = ["write", "userWritable"] satisfies PermissionFlag[];

export class PermissionSet {
  readonly isAll: boolean;
  readonly list: readonly Permission[];

  /** As the runtime writes it: "all", or permissions joined by NUL. Malformed text allows nothing. */
  constructor(text = "") {
    this.isAll = text === everything;
    this.list = text.split("\0").flatMap(readPermission);
  }

  allows(needed: Permission): boolean {
    return this.isAll || this.list.some((allowed) => covers(allowed, needed));
  }

  /** Whether all that `other` has is in here, word for word. */
  includes(other: PermissionSet): boolean {
    if (this.isAll || other.isAll) return this.isAll;
    const own = new Set(this.list.map(permissionText));
    return other.list.every((each) => own.has(permissionText(each)));
  }

  /** Those that a script can do everything with in their place, such as a shell; "all" for everything. */
  get unrestricted(): string[] {
    if (this.isAll) return [everything];
    return this.list.filter((each) => isUnrestricted(each, this.list)).map(permissionText);
  }

  /** For people. */
  toString(): string {
    return this.isAll ? everything : this.list.map(permissionText).join(", ") || "none";
  }
}

/** The script declares permissions and the administrator grants them: a call needs both. */
export class Permissions {
  readonly declared: PermissionSet;
  readonly granted: PermissionSet;
  readonly #declaredIn: string;
  readonly #grantedIn: string;

  constructor(
    declared: string,
    granted: string,
    files: { readonly scriptFile: string; readonly settingsFile: string },
  ) {
    this.declared = new PermissionSet(declared);
    this.granted = new PermissionSet(granted);
    this.#declaredIn = files.scriptFile;
    this.#grantedIn = files.settingsFile;
  }

  /** A folder with `userWritable` needs an entry with that flag; "all" does not include it. */
  judge(needed: Permission, remark = ""): Denial | null {
    const needsEntry = needed.flags?.includes("userWritable") ?? false;
    if (!this.declared.allows(needed) || (needsEntry && this.declared.isAll)) {
      return { permission: needed, file: this.#declaredIn, remark };
    }
    return this.granted.allows(needed) ? null : { permission: needed, file: this.#grantedIn, remark };
  }

  /** A program that is started by itself. Where programs are listed, it cannot pretend to be another one. */
  judgeProgram(place: string, path: string, arg0: string): Denial | null {
    const isOwnName = arg0 === path || arg0 === lastPart(path);
    const denial = this.judge({ kind: `${place}.run`, value: path });
    if (denial !== null || isOwnName || (this.declared.isAll && this.granted.isAll)) return denial;
    const file = this.declared.isAll ? this.#grantedIn : this.#declaredIn;
    return { permission: { kind: everything, value: arg0 }, file, remark: otherNameRemark };
  }
}

function ruleOf(kind: string): PermissionRule | undefined {
  const [place = "", name = "", ...rest] = kind.split(".");
  const rules = Object.hasOwn(permissionPlaces, place) ? permissionPlaces[place] : undefined;
  return rest.length === 0 && rules !== undefined && Object.hasOwn(rules, name) ? rules[name] : undefined;
}

function readPermission(text: string): Permission[] {
  const space = text.indexOf(" ");
  const [kind = "", ...flags] = text.slice(0, space === -1 ? undefined : space).split("+");
  const rule = ruleOf(kind);
  const areFlags = flags.every((flag) => flagNames.includes(flag)) && (flags.length === 0 || rule === "folders");
  if (rule === undefined || (space === -1) !== (rule === "flag") || !areFlags) return [];
  const value = space === -1 ? "" : text.slice(space + 1);
  return [{ kind, value, flags: flagNames.filter((flag) => flags.includes(flag)) as PermissionFlag[] }];
}

function covers(allowed: Permission, needed: Permission): boolean {
  const hasFlags = (needed.flags ?? []).every((flag) => allowed.flags?.includes(flag));
  if (allowed.kind !== needed.kind || !hasFlags) return false;
  switch (ruleOf(needed.kind)) {
    case "programs":
    case "programPaths":
    case "files":
      return coversPath(allowed.value, needed.value);
    case "variables":
      return needed.value !== "" && allowed.value === needed.value;
    case "folders":
      return coversFolder(allowed.value, needed.value);
    case "keys":
      return coversKey(allowed.value, needed.value);
    case "stores":
      return lower(allowed.value) === lower(needed.value);
    case "flag":
      return true;
    default:
      return false;
  }
}

/** A program or a file: its own path, or a folder that ends in a slash. */
function coversPath(allowed: string, path: string): boolean {
  if (!path.includes("/")) return path !== "" && allowed === path;
  if (!isPlainPath(path, false)) return false;
  return allowed.endsWith("/") ? isPlainPath(allowed, true) && path.startsWith(allowed) : allowed === path;
}

/** Absolute, and spelt in the one form that is compared. A folder ends in a slash. */
function isPlainPath(path: string, isFolder: boolean): boolean {
  if (!path.startsWith("/") || path.endsWith("/") !== isFolder) return false;
  const parts = path.slice(1).split("/");
  if (isFolder) parts.pop();
  return parts.every((part) => part !== "" && part !== "." && part !== "..");
}

function coversFolder(allowed: string, folder: string): boolean {
  const outer = folderParts(allowed);
  return outer.length > 0 && isBelow(outer, folderParts(folder));
}

/** A registry key and everything below it. */
function coversKey(allowed: string, key: string): boolean {
  const [outer, inner] = [allowed.split("\\"), key.split("\\")];
  // The hive alone is no key.
  return outer.length > 1 && !inner.includes("") && isBelow(outer, inner);
}

/** Case-insensitive. */
function isBelow(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.length <= inner.length && outer.every((part, at) => lower(part) === lower(inner[at] ?? ""));
}

/** The parts of a final Windows path; none for any other path. A share's parts begin with an empty one. */
function folderParts(path: string): string[] {
  const isShare = path.startsWith("\\\\");
  const rest = isShare ? path.slice(2) : path;
  const colon = rest.indexOf(":");
  const hasDrive = colon === 1 && rest[2] === "\\" && !rest.includes(":", 2);
  const parts = (hasDrive && rest.length === 3 ? rest.slice(0, 2) : rest).split("\\");
  const isPlain = parts.every(
    (part) => part !== "" && part !== "." && part !== ".." && part !== "?" && !part.includes("/"),
  );
  if (!(isShare ? colon === -1 : hasDrive) || !isPlain) return [];
  return isShare ? ["", ...parts] : parts;
}

/** Of ASCII letters only. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isUnrestricted(permission: Permission, all: readonly Permission[]): boolean {
  switch (ruleOf(permission.kind)) {
    case "programs":
    case "programPaths":
      return isUnrestrictedProgram(permission.value);
    case "files":
      return isUnrestrictedFile(permission, all);
    case "variables":
      return isListed(codeVariables, permission.value);
    default:
      return false;
  }
}

function isUnrestrictedProgram(program: string): boolean {
  const isFolder = program.endsWith("/");
  return isInterpreter(program) || overlapsAny(program, aliases) || (isFolder && overlapsAny(program, programTrees));
}

function isUnrestrictedFile({ kind, value }: Permission, all: readonly Permission[]): boolean {
  if (overlapsAny(value, aliases)) return true;
  if (!kind.endsWith(".write")) return false;
  // What the script may run, it must not write.
  const runKind = kind.replace(/\.write$/, ".run");
  const isWritten = all.some((run) => run.kind === runKind && isSameOrAround(value, run.value));
  return isWritten || overlapsAny(value, writtenCode);
}

function isInterpreter(program: string): boolean {
  const name = lower(lastPart(program));
  const stem = name.replace(/[0-9.].*$/s, "").replace(/-static$/, "");
  return isListed(interpreters, name) || isListed(interpreters, stem);
}

function isSameOrAround(one: string, other: string): boolean {
  return one === other || isAround(one, other) || isAround(other, one);
}

function isAround(folder: string, path: string): boolean {
  return folder.endsWith("/") && path.startsWith(folder);
}

/** Whether it starts so, or is a folder around what does. */
function overlapsAny(path: string, starts: readonly string[]): boolean {
  return starts.some((start) => path.startsWith(start) || isAround(path, start));
}

/** Whether it is in the list, whose `*` at the end of an item stands for any end. */
export function isListed(list: readonly string[], name: string): boolean {
  return list.some((each) => (each.endsWith("*") ? name.startsWith(each.slice(0, -1)) : name === each));
}

/** Their form in `definePlugin({ permissions })`. */
export function permissionsObject({ isAll, list }: Pick<PermissionSet, "isAll" | "list">): PermissionsObject {
  if (isAll) return everything;
  const places: Record<string, Record<string, unknown>> = {};
  for (const { kind, value, flags = [] } of list) {
    const [place = "", name = ""] = kind.split(".");
    places[place] ??= {};
    const items = (places[place][name] ?? []) as unknown[];
    const folder = { folder: value, ...Object.fromEntries(flags.map((flag) => [flag, true])) };
    places[place][name] = value === "" ? true : [...items, ruleOf(kind) === "folders" ? folder : value];
  }
  return places;
}

/** The line for a plugin's source. */
export function permissionsSource(permissions: PermissionsObject): string {
  const text = JSON.stringify(permissions, null, 1)
    .replace(/\n\s*/g, " ")
    .replace(/"(\w+)":/g, "$1:");
  return `permissions: ${text.replaceAll("[ ", "[").replaceAll(" ]", "]")},`;
}

export type PermissionsObject = typeof everything | Readonly<Record<string, Readonly<Record<string, unknown>>>>;
