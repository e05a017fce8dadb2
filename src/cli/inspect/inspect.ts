/** Evaluates a script to read what it declares. */

import { createHash } from "node:crypto";
import { basename } from "node:path";
import { permissions as places } from "../../../bindings/files/permissions.ts";
import { compareVersions, oldestVersion } from "../../../bindings/wsl/versions.ts";
import { placesBeside } from "../../bundle/places-beside.ts";
import { PermissionSet, type PermissionsObject, permissionsObject } from "../../host/permissions.ts";
import type { LoadResult } from "../../runtime/generated/dispatch.ts";
import { hooks } from "../../runtime/generated/hooks.ts";
import { limits } from "../../runtime/generated/settings.ts";
import { formatBytes } from "../shared/format-bytes.ts";
import { loadScript, readBuiltScript } from "../shared/load-script.ts";
import { formatRows } from "./format-rows.ts";
import { type SettingsSchema, settingTable } from "./setting-table.ts";

/** As `inspect --json` prints it. */
export interface Inspection {
  readonly script: string;
  readonly bytes: number;
  /** The plugin's own version; null if it has none. */
  readonly version: string | null;
  /** The script's hash, in hexadecimal. */
  readonly sha256: string;
  /** The oldest version of WSL that the script requires; null for any. */
  readonly requires: string | null;
  readonly onLoad: boolean;
  readonly onReloading: boolean;
  /** In WSL's order. */
  readonly hooks: readonly { readonly name: string; readonly method: string; readonly since: string }[];
  /** The JSON Schema of the settings that the script declares; null if it declares none. */
  readonly settings: SettingsSchema | null;
  /** The permissions that the script declares. */
  readonly permissions: PermissionsObject;
  /** The unlimited ones among them, as text. */
  readonly unrestricted: readonly string[];
  /** The limits that the script sets; null where it keeps the default. */
  readonly limits: Readonly<Record<keyof typeof limits, number | null>>;
}

/** Reads a built script and evaluates it, without running its hooks. What it prints goes to `onPrint`. */
export async function inspectScript(file: string, onPrint: (text: string) => void): Promise<Inspection> {
  const script = await readBuiltScript(file);
  const { declared } = loadScript({
    name: basename(file, ".js"),
    content: { script, settings: null },
    places: placesBeside(file),
    onPrint,
  });
  return describe(file, script, declared);
}

/** What an evaluated script has declared. */
export function describe(file: string, script: Uint8Array, declared: LoadResult): Inspection {
  const permissions = new PermissionSet(declared.permissions);
  return {
    script: file,
    bytes: script.length,
    version: declared.version === "" ? null : declared.version,
    sha256: createHash("sha256").update(script).digest("hex"),
    requires: declared.requiredVersion.some((part) => part > 0) ? declared.requiredVersion.join(".") : null,
    onLoad: declared.hasOnLoad,
    onReloading: declared.hasOnReloading,
    hooks: hooks
      .filter((_, id) => (declared.hooks & (1 << id)) !== 0)
      .map(({ name, method, since }) => ({ name, method, since: since.join(".") })),
    settings: declared.settings === "" ? null : JSON.parse(declared.settings),
    permissions: permissionsObject(permissions),
    unrestricted: permissions.unrestricted,
    limits: {
      scriptTime: declared.declaredLimits.scriptTime ?? null,
      hookTime: declared.declaredLimits.hookTime ?? null,
      memory: declared.declaredLimits.memory ?? null,
    },
  };
}

/** For people. */
export function formatInspection(inspection: Inspection, settings = settingLines(inspection)): string {
  const { script, bytes, version, sha256, requires, onLoad, onReloading } = inspection;
  const rows: [string, string][] = [
    ["script", `${script}, ${formatBytes(bytes)}`],
    ["version", version ?? "none"],
    ["sha256", sha256],
    ["requires", requires === null ? "any WSL with plugins" : `WSL ${requires}`],
    ["onLoad", onLoad ? "yes" : "no"],
    ["onReloading", onReloading ? "yes" : "no"],
    ...hookRows(inspection),
    ...settings.map((line, index): [string, string] => [index === 0 ? "settings" : "", line]),
    ...permissionRows(inspection),
    ["scriptTime", milliseconds(inspection.limits.scriptTime, limits.scriptTime.default)],
    ["hookTime", milliseconds(inspection.limits.hookTime, limits.hookTime.default)],
    ["memory", withDefault(inspection.limits.memory, limits.memory.default, formatBytes)],
  ];
  return formatRows(rows);
}

function hookRows({ hooks: declared, requires }: Inspection): [string, string][] {
  if (declared.length === 0) return [["hooks", "none: this plugin does nothing after onLoad"]];
  return declared.map(({ method, since }, index) => {
    const note =
      compareVersions(since, requires ?? oldestVersion) > 0 ? ` (WSL ${since} and newer; never called before)` : "";
    return [index === 0 ? "hooks" : "", `${method}${note}`];
  });
}

function settingLines({ settings }: Inspection): string[] {
  return settings === null ? ["none"] : settingTable(settings);
}

/** One line for each kind of permission, worded for reviewers. */
function permissionRows({ permissions: declared, unrestricted }: Inspection): [string, string][] {
  const lines =
    declared === "all"
      ? ["all: unrestricted"]
      : places.flatMap(({ name, title, kinds }) =>
          kinds.flatMap((kind) =>
            permissionLines(`${name}.${kind.name}`, title, declared[name]?.[kind.name], unrestricted),
          ),
        );
  if (lines.length === 0) lines.push("none: it may read its hooks' arguments, log, and refuse");
  return lines.map((line, index) => [index === 0 ? "permissions" : "", line]);
}

function permissionLines(kind: string, title: string, values: unknown, unrestricted: readonly string[]): string[] {
  const what = kind.slice(kind.indexOf(".") + 1);
  if (values === undefined) return [];
  if (!Array.isArray(values)) return [`${what} ${title}`];
  return values.map((value: string | { folder: string; write?: true; userWritable?: true }) => {
    if (typeof value === "string") {
      return `${what} ${value} ${title}${unrestricted.includes(`${kind} ${value}`) ? ": unrestricted" : ""}`;
    }
    const notes = [value.write ? "writable" : "read-only", ...(value.userWritable ? ["users may change it"] : [])];
    return `${what} ${value.folder} ${title} (${notes.join(", ")})`;
  });
}

function milliseconds(declared: number | null, fallback: number): string {
  return withDefault(declared, fallback, (value) => `${value} ms`);
}

function withDefault(declared: number | null, fallback: number, format: (value: number) => string): string {
  return declared === null ? `${format(fallback)} (default)` : format(declared);
}
