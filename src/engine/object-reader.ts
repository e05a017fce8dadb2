import type { Runtime, ScriptValue } from "./runtime.ts";

/** Reads the members of an object that the runtime has made, each as what it has to be: host/engine/object_reader.h. */
export class ObjectReader {
  readonly #runtime: Runtime;
  readonly #object: ScriptValue;

  constructor(runtime: Runtime, object: ScriptValue) {
    this.#runtime = runtime;
    this.#object = object;
  }

  text(name: string): string {
    return this.#runtime.toText(this.#get(name));
  }

  boolean(name: string): boolean {
    return this.#runtime.toBoolean(this.#get(name));
  }

  /** What is out of the range becomes the nearest in it. */
  integer(name: string, lowest: number, highest: number): number {
    return this.#runtime.toNumber(this.#get(name)).within(lowest, highest);
  }

  /** Undefined for a member that is absent. */
  optionalInteger(name: string, lowest: number, highest: number): number | undefined {
    return this.#runtime.isUndefined(this.#get(name)) ? undefined : this.integer(name, lowest, highest);
  }

  /** The fallback for a text that is none of the choices. */
  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const text = this.text(name);
    return choices.find((choice) => choice === text) ?? fallback;
  }

  object(name: string): ObjectReader {
    return new ObjectReader(this.#runtime, this.#get(name));
  }

  #get(name: string): ScriptValue {
    return this.#runtime.get(this.#object, name);
  }
}
