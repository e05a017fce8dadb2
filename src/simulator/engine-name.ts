/** The engines that a script can run in. */
export const engineNames = ["quickjs", "node"] as const;

export type EngineName = (typeof engineNames)[number];

/** What the options say, else the environment. Throws a TypeError for an engine that does not exist. */
export function engineOf({ engine }: { readonly engine?: EngineName }): EngineName {
  const wanted = engine ?? process.env.WSL_SCRIPT_HOST_ENGINE ?? "quickjs";
  const found = engineNames.find((name) => name === wanted);
  if (found === undefined)
    throw new TypeError(`There is no engine "${wanted}"; the engines are ${engineNames.join(", ")}.`);
  return found;
}
