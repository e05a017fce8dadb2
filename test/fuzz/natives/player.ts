/** Turns bytes into what a script can do to the host: calls of natives and of globals, with values of any kind. */

import { natives as rows } from "../../../bindings/border/natives.ts";
import { makers } from "./values.ts";

type Callable = (...args: unknown[]) => unknown;

/** How deep calls are made within calls: by getters, by traps, by conversions. */
const kDeepest = 6;
const kMostSteps = 64;

export class Player {
  readonly #natives: Readonly<Record<string, unknown>>;
  readonly #globals: readonly unknown[];
  /** What came out of earlier calls, or went into them. */
  readonly #pool: unknown[] = [];
  #bytes: readonly number[] = [];
  #at = 0;
  #depth = 0;

  constructor(natives: object, globals: readonly unknown[]) {
    this.#natives = natives as Readonly<Record<string, unknown>>;
    this.#globals = globals;
  }

  /** `input` as two hexadecimal digits a byte. */
  open(input = ""): void {
    this.#bytes = (input.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
    this.#at = 0;
  }

  /** 0 at the end. */
  byte(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.byte() % items.length];
  }

  /** What `real` answers, or now and then something else in its place, with members of `kept`. */
  instead(real: () => unknown, kept: object = {}): unknown {
    switch (this.byte()) {
      case 0xf0:
        return Object.assign(Object(this.value()), kept);
      case 0xf1:
        return { ...Object(real()), ...Object.fromEntries([[this.pick(memberNames), this.value()]]), ...kept };
      case 0xf2:
        throw this.value();
      default:
        return real();
    }
  }

  /** Does what the next bytes say, until they say that it is over. */
  play(): unknown {
    for (let steps = 0; steps < kMostSteps && this.#at < this.#bytes.length; steps++) {
      const end = this.byte() % 32;
      if (end === 0) return this.value();
      if (end === 1) throw this.value();
      if (end === 2) return Promise.reject(this.value());
      this.step();
    }
    return undefined;
  }

  step(): void {
    if (this.#depth > kDeepest) return;
    this.#depth++;
    try {
      this.#pool.push(this.#act());
    } catch (error) {
      this.#pool.push(error);
    } finally {
      this.#depth--;
    }
  }

  value(): unknown {
    if (this.#depth > kDeepest) return undefined;
    this.#depth++;
    try {
      // Every other is one that is known already.
      const maker = this.byte() % 2 === 0 ? undefined : this.pick(makers);
      const value = maker === undefined ? this.pick(this.#pool) : maker(this);
      this.#pool.push(value);
      return value;
    } finally {
      this.#depth--;
    }
  }

  #act(): unknown {
    switch (this.byte() % 8) {
      case 0:
        return this.#call(this.pick(Object.values(this.#natives)), undefined, this.#values());
      case 1:
        return this.#call(this.pick(this.#globals), undefined, this.#values());
      case 2:
        return Reflect.construct(this.pick(this.#globals) as Callable, this.#values());
      case 3:
        return this.#callMember(this.pick(this.#globals));
      case 4:
        return this.#callMember(this.value());
      default:
        return this.#callAsDescribed();
    }
  }

  /** A native with arguments of the types that it takes. */
  #callAsDescribed(): unknown {
    const name = this.pick(Object.keys(this.#natives)) ?? "";
    const parameters = rows.find((row) => row.name === name)?.parameters ?? [];
    const args = parameters.map(({ type }) => this.#valueOf(type));
    return this.#call(this.#natives[name], undefined, args);
  }

  #valueOf(type: string): unknown {
    switch (type) {
      case "uint32":
      case "int32":
      case "double":
        return this.byte() % 16;
      case "boolean":
        return this.byte() % 2 === 0;
      case "utf16":
      case "utf8":
        return this.pick(["", "/bin/cat", "0c0e1c4a-1234-5678-0102-030405060708", "cat\0-", "S-1-5-18"]);
      case "bytes":
        return new Uint8Array(this.byte());
      default:
        return this.value();
    }
  }

  #callMember(owner: unknown): unknown {
    const holder = Object(owner);
    const keys = [...Reflect.ownKeys(holder), ...Reflect.ownKeys(Object.getPrototypeOf(holder) ?? {})];
    return this.#call(Reflect.get(holder, this.pick(keys) ?? ""), owner, this.#values());
  }

  #call(target: unknown, self: unknown, args: readonly unknown[]): unknown {
    return Reflect.apply(target as Callable, self, args);
  }

  #values(): unknown[] {
    return Array.from({ length: this.byte() % 6 }, () => this.value());
  }
}

/** Those that the host reads. */
const memberNames = [
  "log",
  "file",
  "level",
  "maximumSize",
  "hotReload",
  "loadFailure",
  "hooks",
  "limits",
  "message",
  "location",
  "stack",
  "hresult",
];
