// Puts the public names on the script's global object.

import { defineProperty, generatorPrototype, getPrototypeOf, ownKeys } from "./base/primordials.ts";

/** Scripts and their libraries cannot replace WSL's own names. */
export function installFixed(names: Readonly<Record<string, unknown>>): void {
  install(names, { writable: false, configurable: false });
}

/** Names that other platforms also have: a script may replace them, as it may there. */
export function installReplaceable(names: Readonly<Record<string, unknown>>): void {
  install(names, { writable: true, configurable: true });
}

/** The engine runs template literals and `yield*`, including ours, through methods that a script could replace. */
export function fixSyntax(): void {
  const attributes = { writable: false, configurable: false };
  defineProperty(String.prototype, "concat", attributes);
  defineProperty(generatorPrototype, "next", attributes);
  defineProperty(generatorPrototype, "return", attributes);
  defineProperty(generatorPrototype, "throw", attributes);
  defineProperty(getPrototypeOf(generatorPrototype) as object, Symbol.iterator, attributes);
}

function install(names: Readonly<Record<string, unknown>>, attributes: PropertyDescriptor): void {
  const keys = ownKeys(names) as string[];
  for (let at = 0; at < keys.length; at++) {
    const name = keys[at] as string;
    defineProperty(globalThis, name, { ...attributes, value: names[name], enumerable: false });
  }
}
