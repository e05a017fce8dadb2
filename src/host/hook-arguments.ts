import type { Argument } from "../engine/runtime.ts";
import { capabilities } from "../runtime/generated/capabilities.ts";
import { type Hook, hooks } from "../runtime/generated/hooks.ts";
import { type StructField, type StructName, structs } from "../runtime/generated/structs.ts";
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
  const fields = fieldsOf(call);
  const hook: Hook | undefined = hooks[hookId(call.hook)];
  return (hook?.parameters ?? []).flatMap(({ struct }) =>
    structs[struct satisfies StructName].fields.map((field: StructField) =>
      exists(field, version) ? textOrNull(fields[field.name]) : undefined,
    ),
  );
}

function exists({ capability }: StructField, version: Version): boolean {
  return capability === null || reaches(version, capabilities[capability]);
}

/** WSL's NULL and its empty text are one to scripts. */
function textOrNull(value: Argument): Argument {
  return value === "" || value === undefined ? null : value;
}

function fieldsOf(call: HookCall): Record<string, Argument> {
  return { SessionId: call.session.id, UserSid: call.session.userSid, ...settingsOf(call), ...distributionOf(call) };
}

function settingsOf(call: HookCall): Record<string, Argument> {
  if (!("settings" in call)) return {};
  const { customKernel, customKernelCommandLine } = call.settings;
  return { CustomConfigurationFlags: Number(customKernel) | (Number(customKernelCommandLine) << 1) };
}

function distributionOf(call: HookCall): Record<string, Argument> {
  if (!("distribution" in call)) return {};
  const { id, name, packageFamilyName, flavor, version } = call.distribution;
  const offline = { Id: id, Name: name, PackageFamilyName: packageFamilyName, Flavor: flavor, Version: version };
  if (!("initPid" in call.distribution)) return offline;
  return { ...offline, InitPid: call.distribution.initPid, PidNamespace: call.distribution.pidNamespace };
}
