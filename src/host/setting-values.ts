/** What counts of a plugin's own settings, as its script reports it. */

/** By the setting's name; a secret's value is left out. */
export type SettingValues = Readonly<Record<string, { readonly from: string; readonly value?: unknown }>>;

/** Those that a script reports: name, value and origin, joined by NUL. */
export function readValues(texts: string | undefined): SettingValues {
  const parts = texts?.split("\0") ?? [];
  const rows = Array.from({ length: parts.length / 3 }, (_, at) => parts.slice(3 * at, 3 * at + 3));
  return Object.fromEntries(
    rows.map(([name = "", value = "", from = ""]) => [
      JSON.parse(name),
      { from, ...(value !== "" && { value: JSON.parse(value) }) },
    ]),
  );
}
