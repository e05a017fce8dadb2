// Text never becomes code. What a distribution prints must not run with the rights of WSL's service, and whatever has checked
// the script has seen all of its code.

import { defineProperty, getPrototypeOf, makeEvalError } from "./base/primordials.ts";

/** Puts functions that throw in place of `eval`, `Function` and the constructors of the other kinds of functions. */
export function forbidCodeFromText(): void {
  defineProperty(globalThis, "eval", { value: refusal("eval") });
  const refused = forbidConstructor("Function", () => {});
  defineProperty(globalThis, "Function", { value: refused });
  forbidConstructor("AsyncFunction", async () => {});
  forbidConstructor("GeneratorFunction", function* () {});
  forbidConstructor("AsyncGeneratorFunction", async function* () {});
}

/** Every function of a kind leads to the constructor through its prototype. `instanceof` goes on working. */
function forbidConstructor(name: string, example: object): object {
  const prototype = getPrototypeOf(example) as object;
  const refused = refusal(name);
  defineProperty(refused, "prototype", { value: prototype, writable: false });
  defineProperty(prototype, "constructor", { value: refused });
  return refused;
}

/** No arrow function: `new` has to throw the same. */
function refusal(name: string): object {
  function refuse(_code: string): never {
    throw makeEvalError(`${name} makes code from text, which a plugin's script cannot`);
  }
  return defineProperty(refuse, "name", { value: name });
}
