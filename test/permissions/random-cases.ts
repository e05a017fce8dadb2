/** Calls and permissions of parts that lie close to each other, so that many are allowed and many are just not. */

import { type Call, command, mount, type PermissionCase, program } from "./cases.ts";

const parts = ["bin", "bin", "opt", "a", "..", ".", "", "etc", "~1", "x:y", "ä", "BIN"];
const names = ["a", "sh", "uname", "", ".", "-c", "cat"];
const variables = ["A=1", "LANG=C", "LC_ALL=x", "LC_=", "PATH=/", "A", "=", "TERM==", "1=2", "B_2=--", "--"];
const places = ["vm", "distribution", "windows", "container", ""];
const kinds = [
  "run",
  "read",
  "write",
  "env",
  "mount",
  "mount+write",
  "mount+write+userWritable",
  "account",
  "registry",
  "certificates",
  "mount+x",
  "",
];

/** Always the same ones. */
export function randomCases(count: number, seed: number): PermissionCase[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const call = random.call();
    // Half of the time with what the call is about among it.
    const own = ownPermission(call);
    const declared = random.set(own);
    return { declared, granted: random.below(3) === 0 ? random.set(own) : "all", call, denied: null };
  });
}

function ownPermission(call: Call): string {
  switch (call.call) {
    case "program":
      return `${call.place}.run ${call.path}`;
    case "command": {
      const words = call.words.split("\0");
      return `${call.place}.${["run", "read", "write", "run"][call.kind]} ${words[words.indexOf("--") + 1] ?? ""}`;
    }
    case "permission":
      return call.value === "" ? call.kind : `${call.kind} ${call.value}`;
  }
}

class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** The generator "mulberry32". */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  some<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  call(): Call {
    const place = this.of(places.slice(0, 2));
    switch (this.below(5)) {
      case 0: {
        const path = this.path();
        return program(path, this.of([path, path.slice(path.lastIndexOf("/") + 1), this.of(names)]), place);
      }
      case 4:
        return {
          call: "permission",
          kind: this.of(["windows.registry", "windows.certificates"]),
          value: this.of([this.key(), "Root", "root"]),
          flags: 0,
        };
      case 1:
        return {
          ...mount(this.folder(), this.below(4)),
          kind: this.of(["vm.mount", "vm.mount", "windows.account"]),
        } as Call;
      default:
        return command(
          this.below(5),
          this.words(),
          this.some(2, () => this.of(variables)),
          place,
        );
    }
  }

  words(): string[] {
    return [
      this.of([this.path(), this.of(names)]),
      ...this.of([[], [], ["ab", "1", "644"], ["-r"], ["/../x", "0", ""]]),
    ];
  }

  set(own: string): string {
    const list = this.some(3, () => this.permission());
    if (this.below(2) === 0) list.push(this.below(4) === 0 ? own.replace(/[^/\\]*$/, "") : own);
    return this.below(8) === 0 ? "all" : list.join("\0");
  }

  permission(): string {
    const kind = this.of(kinds);
    const value = kind.startsWith("mount")
      ? this.folder()
      : this.of([this.path(), this.key(), this.of(names), "A", "B_2", "Root"]);
    return `${this.of(places)}.${kind}${this.below(10) === 0 ? "" : ` ${value}`}`;
  }

  path(): string {
    return `${this.of(["/", "/", "/", "", "//"])}${this.some(3, () => this.of(parts)).join("/")}${this.of(["", "", "/"])}`;
  }

  key(): string {
    const keys = ["SOFTWARE", "software", "A", "a", "AB", "ä", ""];
    return [this.of(["HKLM", "HKLM", "HKCU", ""]), ...this.some(3, () => this.of(keys))].join("\\");
  }

  folder(): string {
    const start = this.of(["C:\\", "C:\\", "c:\\", "D:\\", "\\\\", "\\\\?\\C:\\", "C:", ""]);
    return `${start}${this.some(3, () => this.of(parts)).join(this.of(["\\", "\\", "/"]))}${this.of(["", "", "\\"])}`;
  }
}
