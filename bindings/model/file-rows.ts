/** The row types of the tables in `bindings/files`. */

/** An event of Windows' event log. */
export interface EventRow {
  readonly name: string;
  /** The "Event ID" in the Event Viewer. It never changes. */
  readonly id: number;
  readonly severity: "informational" | "warning" | "error";
  /** The meaning of %1, %2 and so on in the text. */
  readonly parts: readonly string[];
  readonly text: string;
  readonly summary: string;
}

/** A value that an administrator sets in the registry. */
export interface PolicyRow {
  readonly name: string;
  /**
   * `flag`: REG_DWORD, 0 or 1; `hashes`: REG_MULTI_SZ of SHA-256 hashes in hexadecimal; `folder`: REG_SZ, a path from the drive
   * on; `account`: REG_SZ, a SID.
   */
  readonly kind: "flag" | "hashes" | "folder" | "account";
  /** For all plugins at once, this value is a mistake. */
  readonly ofOnePlugin?: true;
  readonly summary: string;
}

/** One check of `wsl-script-host.exe doctor`. */
export interface CheckRow {
  readonly name: string;
  /** Its name in reports and for scripts. */
  readonly id: string;
  /** `plugin`: each value that WSL reads; `host`: those of this project; `machine`: once. */
  readonly scope: "plugin" | "host" | "machine";
  readonly summary: string;
  /** The command that fixes it; null if that depends on what is wrong. */
  readonly command: string | null;
}

/** A permission that a script needs in `definePlugin({ permissions })`. */
export interface PermissionRow {
  readonly name: string;
  /** The kind of its list; a flag is `true`. */
  readonly rule: "programs" | "programPaths" | "files" | "variables" | "folders" | "keys" | "stores" | "flag";
  readonly summary: string;
  readonly example: boolean | readonly (string | { readonly folder: string })[];
}

/** A place where a script acts. */
export interface PermissionPlaceRow {
  readonly name: string;
  /** The place, in a sentence. */
  readonly title: string;
  readonly summary: string;
  readonly kinds: readonly PermissionRow[];
}

/** A limit on a plugin's work. A plugin may request one; the settings file may only lower it. */
export interface LimitRow {
  readonly name: string;
  readonly unit: "milliseconds" | "bytes";
  readonly minimum: number;
  readonly maximum: number;
  /** The default if the plugin requests nothing. */
  readonly default: number;
  readonly example: number;
  readonly summary: string;
}

/** A value of the settings file, `<name>.json`. */
export type SettingRow =
  | {
      readonly kind: "object";
      readonly name: string;
      readonly summary: string;
      readonly members: readonly SettingRow[];
      /** Whether the file has it is its meaning: the result says so in `isOn`. */
      readonly isSwitch?: true;
    }
  | ({ readonly kind: "integer" } & LimitRow)
  | {
      readonly kind: "boolean";
      readonly name: string;
      readonly summary: string;
      readonly default: boolean;
      readonly example: boolean;
    }
  | {
      readonly kind: "choice";
      readonly name: string;
      readonly summary: string;
      readonly choices: readonly ChoiceRow[];
      readonly default: string;
      readonly example: string;
    }
  /** An absolute path on this machine. A variable of the environment may stand in front, as in `%ProgramData%\\log.txt`. */
  | {
      readonly kind: "windowsPath";
      readonly name: string;
      readonly summary: string;
      readonly default: string;
      readonly example: string;
    }
  /** An object whose members the script declares, with `defineSettings`. */
  | { readonly kind: "pluginSettings"; readonly name: string; readonly summary: string; readonly example: object }
  /** What a script may do, in the shape of `definePlugin({ permissions })`. */
  | { readonly kind: "permissions"; readonly name: string; readonly summary: string; readonly default: "all" }
  /** Text that editors read and the host ignores. */
  | { readonly kind: "ignoredText"; readonly name: string; readonly summary: string; readonly example: string };

interface ChoiceRow {
  readonly value: string;
  readonly summary: string;
}
