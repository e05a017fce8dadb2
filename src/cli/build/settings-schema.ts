/** `<name>.schema.json`: the schema of `<name>.json`, for editors. */

import hostSchema from "../../../bindings/generated/settings.schema.json";
import type { Bundle } from "../../bundle/plugin-bundle.ts";
import { pluginNameOf } from "../../bundle/plugin-name.ts";
import { CliError } from "../shared/cli-error.ts";

/** The schema's text, with the plugin's own settings in it. Throws a CliError for a script that cannot be loaded. */
export async function settingsSchemaOf(outfile: string, bundle: Bundle): Promise<string> {
  const name = pluginNameOf(outfile);
  const { settings: _, ...properties } = hostSchema.properties;
  const own = await ownSettings(name, outfile, bundle);
  const schema = {
    ...hostSchema,
    $comment: "Written by wsl-script-host build.",
    title: `Settings of ${name}`,
    properties: own === null ? properties : { ...properties, settings: own },
    ...(own === null || own.required.length === 0 ? {} : { required: ["settings"] }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

interface OwnSettings {
  readonly required: readonly string[];
}

/** Only scripts that declare settings are run for this. */
async function ownSettings(name: string, outfile: string, { script, map }: Bundle): Promise<OwnSettings | null> {
  if (!Buffer.from(script).includes("defineSettings")) return null;
  const [{ loadScript }, { SourcePlaces }] = await Promise.all([
    import("../shared/load-script.ts"),
    import("../../bundle/source-places.ts"),
  ]);
  const places = SourcePlaces.of(outfile, script, map);
  try {
    const { declared } = loadScript({ name, content: { script, settings: null }, places });
    return declared.settings === "" ? null : JSON.parse(declared.settings);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(`${name}.schema.json is not written, because the script cannot be loaded: ${error.message}`);
  }
}
