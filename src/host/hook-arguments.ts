import { compareVersions, type Version } from "../../bindings/wsl/versions.ts";
import type { Argument } from "../engine/runtime.ts";
import { capabilities } from "../runtime/generated/capabilities.ts";
import { type Hook, hooks } from "../runtime/generated/hooks.ts";
import { type StructField, type StructName, structs } from "../runtime/generated/structs.ts";
import { fieldValue, type Information } from "../wsl/information.ts";
import type { HookCall, HookName } from "../wsl/plugin-host.ts";

/** The number under which the runtime knows the hook. */
export function hookId(name: HookName): number {
  return hooks.findIndex((hook) => hook.name === name);
}

/** The fields of the hook's structs and its other values, as the DLL passes them to the runtime. */
export function hookArguments(call: HookCall, version: Version): Argument[] {
  const hook: Hook | undefined = hooks[hookId(call.hook)];
  const passed = call as unknown as Readonly<Record<string, Information[StructName] | string>>;
  return (hook?.parameters ?? []).flatMap((parameter) => {
    const value = passed[parameter.name];
    if ("value" in parameter) return [textOrNull(value as string)];
    return structs[parameter.struct].fields.map((field: StructField) =>
      exists(field, version) ? textOrNull(fieldValue(field, value as Information[StructName])) : undefined,
    );
  });
}

function exists({ capability }: StructField, version: Version): boolean {
  return capability === null || compareVersions(version, capabilities[capability]) >= 0;
}

/** Scripts do not distinguish WSL's NULL from its empty text. */
function textOrNull(value: Argument): Argument {
  return value === "" ? null : value;
}
