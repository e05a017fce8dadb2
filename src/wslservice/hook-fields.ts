import { type AnySessionId, configurationFlags } from "../wsl/information.ts";
import type { HookCall } from "../wsl/plugin-host.ts";
import type { Fields } from "./protocol.ts";

/** The fields of a `hook` request (hooks.h), from which the stand-in builds the hook's structs. */
export function hookFields(plugin: string, call: HookCall): Fields {
  const { session, hook, via } = call;
  const common = {
    plugin,
    hook,
    ...via,
    session: numberOf(session.id),
    sid: session.userSid,
    token: session.hasToken,
  };
  if ("settings" in call) return { ...common, flags: configurationFlags(call.settings) };
  if ("distribution" in call) return { ...common, ...call.distribution };
  if (!("displayName" in call.session)) return common;
  const { displayName, applicationPid } = call.session;
  return { ...common, displayName, applicationPid, text: textOf(call) };
}

/** WSL counts sessions of both kinds from small numbers. */
function numberOf(id: AnySessionId): number {
  return typeof id === "number" ? id : Number(id.slice("wslc:".length));
}

/** The hook's parameters besides the container session. */
function textOf(call: HookCall): string | null {
  if ("container" in call) return call.container;
  if ("containerId" in call) return call.containerId;
  if ("image" in call) return call.image;
  return "imageId" in call ? call.imageId : null;
}
