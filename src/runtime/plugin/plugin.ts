// A plugin that definePlugin made.

import { freeze, isObject } from "../base/primordials.ts";
import type { HookMethod } from "../generated/hooks.ts";
import type { Limits } from "../generated/settings.ts";
import type { Requirement } from "./requirements.ts";

export type PluginMethod = HookMethod | "onLoad" | "onReloading";

/** A method and its `this`. */
export interface PluginFunction {
  readonly owner: object;
  readonly method: (...args: never[]) => unknown;
}

/** The content of a script's definition, checked and copied. */
export interface PluginDefinition {
  readonly methods: Readonly<Partial<Record<PluginMethod, PluginFunction>>>;
  readonly limits: Partial<Limits>;
  /** As `parsePermissions` writes them. */
  readonly permissions: string;
  readonly requirement: Requirement;
  /** Empty for none. */
  readonly version: string;
}

/** The definition behind a value that definePlugin returned; undefined for every other value, even a look-alike. */
export let definitionOf: (value: unknown) => PluginDefinition | undefined;

export class Plugin {
  readonly #definition: PluginDefinition;

  static {
    definitionOf = (value) => (isObject(value) && #definition in value ? value.#definition : undefined);
  }

  constructor(definition: PluginDefinition) {
    this.#definition = definition;
    freeze(this);
  }
}

freeze(Plugin.prototype);
freeze(Plugin);
