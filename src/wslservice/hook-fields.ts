import { configurationFlags } from "../wsl/information.ts";
import type { HookCall } from "../wsl/plugin-host.ts";
import type { Fields } from "./protocol.ts";

/** The fields of a `hook` request (hooks.h): what the stand-in makes the hook's structs of. */
export function hookFields(plugin: string, call: HookCall): Fields {
  const { session, hook, via } = call;
  const common = {
    plugin,
    hook,
    ...via,
    session: session.id,
    sid: session.userSid,
    token: session.hasToken,
  };
  if ("settings" in call) return { ...common, flags: configurationFlags(call.settings) };
  return "distribution" in call ? { ...common, ...call.distribution } : common;
}
