// The objects that hooks receive: copies of WSL's data, which a script may keep. Their classes are made from the
// description's tables; an object holds the hook's arguments and converts a field when it is read.

import {
  create,
  defineProperty,
  freeze,
  isObject,
  isSafeInteger,
  ownKeys,
  preventExtensions,
  toNumber,
  toText,
} from "../base/primordials.ts";
import { inspectAs, Verbatim } from "../console/inspect.ts";
import type { Natives } from "../generated/natives.ts";
import { type Struct, type StructField, type StructName, structs } from "../generated/structs.ts";
import type { Running } from "../host.ts";
import { RequiresUpdateError } from "./errors.ts";
import { lookUpUser } from "./session-user.ts";
import { requiredVersion, WSLVersion } from "./versions.ts";

type FlagsField = Extract<StructField, { kind: "flags" }>;
type DerivedProperty = Struct["derived"][number];

const kOldest = new WSLVersion(2, 0, 0);

/** Makes the object of the struct whose fields start at `first` among a hook's arguments, which it keeps. */
type InformationClass = new (values: readonly unknown[], first: number) => object;

/** The method that finds a field by its property name. */
const rawField: unique symbol = Symbol("rawField");

export type InformationClasses = Readonly<Record<StructName, InformationClass>>;

/** A class for every struct that hooks get, as the running version of WSL has it. */
export function createInformation(running: Running, natives: Natives): InformationClasses {
  const classes = create(null) as Record<StructName, InformationClass>;
  const names = ownKeys(structs) as StructName[];
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as StructName;
    classes[name] = createClass(structs[name], running, natives);
  }
  return freeze(classes);
}

/** A field's value in an information object as C++ passed it; undefined for any other object. */
export function fieldOf(value: unknown, property: string): unknown {
  if (!isObject(value)) return undefined;
  const object = value as { [rawField]?(property: string): unknown };
  return typeof object[rawField] === "function" ? object[rawField](property) : undefined;
}

/**
 * Hooks are called often: a separate class for each struct, without a base class and without private methods, makes the
 * cheapest objects.
 */
function createClass(struct: Struct, running: Running, natives: Natives): InformationClass {
  const { fields, derived } = struct;
  class StructInformation {
    readonly #values: readonly unknown[];
    readonly #first: number;
    /** The derived properties that have been read. */
    #made: Record<string, object | null> | undefined;

    static {
      for (let at = 0; at < fields.length; at++) {
        const field = fields[at] as StructField;
        const isPlain = field.kind !== "optionalText" && field.kind !== "text" && field.kind !== "flags";
        defineProperty(StructInformation.prototype, field.property, {
          get(this: StructInformation): unknown {
            const value = this.#values[this.#first + at];
            if (value === undefined) throw lacks(struct, field, running.version);
            return isPlain ? value : fieldValue(value, field);
          },
        });
      }
      for (let at = 0; at < derived.length; at++) {
        const property = derived[at] as DerivedProperty;
        defineProperty(StructInformation.prototype, property.property, {
          get(this: StructInformation): unknown {
            this.#made ??= create(null) as Record<string, object | null>;
            let value = this.#made[property.property];
            if (value === undefined) {
              value = derivedValue(this.#values[this.#first + property.field], property, natives);
              this.#made[property.property] = value;
            }
            return value;
          },
        });
      }
    }

    constructor(values: readonly unknown[], first: number) {
      this.#values = values;
      this.#first = first;
      // It has no properties of its own, so this freezes it.
      preventExtensions(this);
    }

    supports(capability: unknown): boolean {
      return running.version.supports(capability);
    }

    toJSON(): object {
      return copyOf(this.#values, this.#first, jsonValue);
    }

    [inspectAs](): object {
      return copyOf(this.#values, this.#first, shownValue);
    }

    [rawField](property: string): unknown {
      for (let at = 0; at < fields.length; at++) {
        if (fields[at]?.property === property) return this.#values[this.#first + at];
      }
      return undefined;
    }
  }

  /** Every field with a value, as properties of a plain object. */
  function copyOf(
    values: readonly unknown[],
    first: number,
    convert: (value: unknown, field: StructField) => unknown,
  ): object {
    const copy = {};
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as StructField;
      const value = convert(values[first + at], field);
      if (value !== undefined) defineProperty(copy, field.property, { value, enumerable: true });
    }
    return copy;
  }

  defineProperty(StructInformation, "name", { value: struct.name });
  freeze(StructInformation.prototype);
  return freeze(StructInformation);
}

function lacks(struct: Struct, field: StructField, running: WSLVersion): RequiresUpdateError {
  return new RequiresUpdateError(`${struct.name}.${field.property}`, sinceOf(field), running);
}

function fieldValue(value: unknown, field: StructField): unknown {
  switch (field.kind) {
    case "optionalText":
      return value === "" ? null : value;
    case "text":
      return value ?? "";
    case "flags":
      return flagsObject(value as number, field);
    default:
      return value;
  }
}

function derivedValue(value: unknown, property: DerivedProperty, natives: Natives): object | null {
  switch (property.kind) {
    case "account":
      return lookUpUser(natives, value);
  }
}

/** JSON has no bigint: a number if that is exact, else text. Fields that the version lacks are left out. */
function jsonValue(value: unknown, field: StructField): unknown {
  if (typeof value !== "bigint") return value === undefined ? undefined : fieldValue(value, field);
  const number = toNumber(value);
  return isSafeInteger(number) ? number : toText(value);
}

function shownValue(value: unknown, field: StructField): unknown {
  return value === undefined ? new Verbatim(`[needs WSL ${sinceOf(field)}]`) : fieldValue(value, field);
}

function flagsObject(value: number, { flags: bits }: FlagsField): object {
  const flags: Record<string, unknown> = {};
  for (let at = 0; at < bits.length; at++) {
    const bit = bits[at] as (typeof bits)[number];
    flags[bit.property] = (value & bit.value) !== 0;
  }
  flags.flags = value;
  return freeze(flags);
}

function sinceOf(field: StructField): WSLVersion {
  return field.capability === null ? kOldest : requiredVersion(field.capability);
}
