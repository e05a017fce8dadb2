import type { Runtime, ScriptValue } from "./runtime.ts";

/** Reads the members of an object that the runtime made, each checked for its type: host/engine/object_reader.h. */
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

  /** A number out of range becomes the nearest one in range. */
  integer(name: string, lowest: number, highest: number): number {
    return this.#runtime.toNumber(this.#get(name)).within(lowest, highest);
  }

  /** Undefined for a member that is absent. */
  optionalInteger(name: string, lowest: number, highest: number): number | undefined {
    return this.#runtime.isUndefined(this.#get(name)) ? undefined : this.integer(name, lowest, highest);
  }

  /** The fallback if the text is not one of the choices. */
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
