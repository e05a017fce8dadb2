/**
 * What a value of the settings file must be. The validator walks value and rule together:
 *
 * object        a JSON object without other keys than `members`; each member may be absent, and is then taken as its
 *               default (an absent object: as an empty one); that of an `isSwitch` has `isOn` in the result
 * integer       a whole number from `minimum` to `maximum`, in `unit`
 * boolean       true or false
 * choice        one of `choices`, spelt exactly like this
 * windowsPath   a string that `pattern` matches. The host expands %Variables%; in the default, <name> stands for the
 *               plugin's name
 * permissions   what a script may do, as in `definePlugin({ permissions })`; absent, everything
 * pluginSettings  an object, which is left out of the result: the script declares what it may contain
 * ignoredText   a string, which is left out of the result
 */
export type SettingRule =
  | {
      readonly kind: "object";
      /** Whether it is there is its meaning. */
      readonly isSwitch?: true;
      readonly members: Readonly<Record<string, SettingRule>>;
    }
  | {
      readonly kind: "integer";
      readonly unit: "milliseconds" | "bytes";
      readonly minimum: number;
      readonly maximum: number;
      readonly default: number;
    }
  | { readonly kind: "boolean"; readonly default: boolean }
  | { readonly kind: "choice"; readonly choices: readonly string[]; readonly default: string }
  | { readonly kind: "windowsPath"; readonly pattern: RegExp; readonly default: string }
  | { readonly kind: "permissions" }
  | { readonly kind: "pluginSettings" }
  | { readonly kind: "ignoredText" };
