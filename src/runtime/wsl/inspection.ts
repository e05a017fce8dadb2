// Containers and images for hooks: WSL's inspect JSON, parsed and frozen. Environments contain secrets: they can be
// read, but are not enumerable, so that the console, JSON and the log leave them out.

import { defineProperty, freeze, hasOwn, isObject, makeTypeError, ownKeys, parseJson } from "../base/primordials.ts";
import type { HookParameter } from "../generated/hooks.ts";

type ValueKind = Extract<HookParameter, { value: unknown }>["value"];

/** Converts the text that C++ passes to a hook's argument. */
export function hookValue(kind: ValueKind, text: unknown): unknown {
  switch (kind) {
    case "narrowText":
      return text ?? "";
    case "containerInspection":
      return inspection("container", text);
    case "imageInspection":
      return inspection("image", text);
  }
}

function inspection(what: string, text: unknown): object {
  const value = parsed(text);
  if (!isObject(value)) throw new makeTypeError(`WSL's description of the ${what} is not valid JSON`);
  const config = (value as { Config?: unknown }).Config;
  if (isObject(config) && hasOwn(config, "Env")) defineProperty(config, "Env", { enumerable: false });
  freezeAll(value);
  return value;
}

function parsed(text: unknown): unknown {
  try {
    return parseJson(text as string);
  } catch {
    return undefined;
  }
}

function freezeAll(value: object): void {
  const keys = ownKeys(value);
  for (let at = 0; at < keys.length; at++) {
    const member = (value as Record<PropertyKey, unknown>)[keys[at] as PropertyKey];
    if (isObject(member)) freezeAll(member);
  }
  freeze(value);
}
