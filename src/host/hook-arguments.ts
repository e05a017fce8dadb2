import type { Argument } from "../engine/runtime.ts";
import { capabilities } from "../runtime/generated/capabilities.ts";
import { type Hook, hooks } from "../runtime/generated/hooks.ts";
import { type StructField, type StructName, structs } from "../runtime/generated/structs.ts";
import { fieldValue, type Information } from "../wsl/information.ts";
import type { HookCall, HookName } from "../wsl/plugin-host.ts";

/** A version of WSL: major, minor, revision. */
export type Version = readonly [number, number, number];

export function parseVersion(text: string): Version {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (parts === null) throw new TypeError(`A version of WSL is written like "2.4.4", not ${JSON.stringify(text)}.`);
  return [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

/** Whether a version has what came with another. */
export function reaches(version: Version, since: Version): boolean {
  const at = version.findIndex((part, index) => part !== since[index]);
  return at < 0 || (version[at] ?? 0) > (since[at] ?? 0);
}

/** The number under which the runtime knows the hook. */
export function hookId(name: HookName): number {
  return hooks.findIndex((hook) => hook.name === name);
}

/** The fields of the hook's structs, as the DLL hands them to the runtime. */
export function hookArguments(call: HookCall, version: Version): Argument[] {
  const hook: Hook | undefined = hooks[hookId(call.hook)];
  const passed = call as unknown as Readonly<Record<string, Information[StructName]>>;
  return (hook?.parameters ?? []).flatMap(({ name, struct }) =>
    structs[struct].fields.map((field: StructField) =>
      exists(field, version) ? textOrNull(fieldValue(field, passed[name] as Information[StructName])) : undefined,
    ),
  );
}

function exists({ capability }: StructField, version: Version): boolean {
  return capability === null || reaches(version, capabilities[capability]);
}

/** WSL's NULL and its empty text are one to scripts. */
function textOrNull(value: Argument): Argument {
  return value === "" ? null : value;
}
