// Keeps scripts from turning text into code. A distribution's output must not run with the rights of WSL's service, and
// a check of the script must see all its code.

import { defineProperty, getPrototypeOf, makeEvalError } from "./base/primordials.ts";

/** Replaces `eval`, `Function` and the constructors of the other kinds of functions by functions that throw. */
export function forbidCodeFromText(): void {
  defineProperty(globalThis, "eval", { value: refusal("eval") });
  const refused = forbidConstructor("Function", () => {});
  defineProperty(globalThis, "Function", { value: refused });
  forbidConstructor("AsyncFunction", async () => {});
  forbidConstructor("GeneratorFunction", function* () {});
  forbidConstructor("AsyncGeneratorFunction", async function* () {});
}

/** Every function leads to its kind's constructor through its prototype. `instanceof` still works. */
function forbidConstructor(name: string, example: object): object {
  const prototype = getPrototypeOf(example) as object;
  const refused = refusal(name);
  defineProperty(refused, "prototype", { value: prototype, writable: false });
  defineProperty(prototype, "constructor", { value: refused });
  return refused;
}

/** Not an arrow function: `new` must throw the same error. */
function refusal(name: string): object {
  function refuse(_code: string): never {
    throw makeEvalError(`${name} makes code from text, which a plugin's script cannot`);
  }
  return defineProperty(refuse, "name", { value: name });
}
