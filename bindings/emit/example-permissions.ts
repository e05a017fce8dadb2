/** Derives the permissions that an example must declare from the calls in it. */

interface Needed {
  readonly place: string;
  readonly kind: string;
  readonly value: string;
}

const calls: readonly { readonly pattern: RegExp; readonly needed: (match: RegExpMatchArray) => Needed }[] = [
  {
    pattern:
      /\b(ExecuteBinary|ExecuteBinaryInDistribution)\(session(?:\.sessionId)?, (?:distribution(?:\.id)?, )?("[^"]+")/g,
    needed: ([, call, value = ""]) => ({ place: call === "ExecuteBinary" ? "vm" : "distribution", kind: "run", value }),
  },
  {
    pattern: /\bWSLCCreateProcess\(session, ("[^"]+")/g,
    needed: ([, value = ""]) => ({ place: "container", kind: "run", value }),
  },
  {
    pattern: /\b(?:run|runAsync)\(session, ("[^"]+")(?=([^;]*))/g,
    needed: ([, value = "", rest = ""]) => ({ place: placeOf(rest), kind: "run", value }),
  },
  { pattern: /\bprepare\(("[^"]+")/g, needed: ([, value = ""]) => ({ place: "vm", kind: "run", value }) },
  {
    pattern: /\bLinux\.(read|write)TextFile\(session, ("[^"]+")(?=([^;]*))/g,
    needed: ([, kind = "", value = "", rest = ""]) => ({ place: placeOf(rest), kind, value }),
  },
  {
    pattern: /\bLinux\.(osRelease|mounts|waitForSystemd)\(session(?=([^;]*))/g,
    needed: ([, call = "", rest = ""]) => ({ place: placeOf(rest), ...(helpers[call] as (typeof helpers)[string]) }),
  },
  {
    pattern: /\bMountFolder\([^"]*("[^"]+")(?=([^;]*))/g,
    needed: ([, folder = "", rest = ""]) => {
      const write = /, false[,)]/.test(rest) ? ", write: true" : "";
      return { place: "vm", kind: "mount", value: `{ folder: ${folder}${write} }` };
    },
  },
  {
    pattern: /\bWindows\.(?:registry\(|userRegistry\(session, )("[^"]+")/g,
    needed: ([, value = ""]) => ({ place: "windows", kind: "registry", value }),
  },
  {
    pattern: /\bWindows\.certificates\(("[^"]+")/g,
    needed: ([, value = ""]) => ({ place: "windows", kind: "certificates", value }),
  },
  {
    pattern: /\bWindows\.(proxy|userGroups)\(/g,
    needed: ([, kind = ""]) => ({ place: "windows", kind, value: "" }),
  },
  {
    pattern: /\bsession\.user\b|\{ user\b[^}]*\} = session/g,
    needed: () => ({ place: "windows", kind: "account", value: "" }),
  },
];

const helpers: Readonly<Record<string, Omit<Needed, "place">>> = {
  osRelease: { kind: "read", value: '"/etc/os-release"' },
  mounts: { kind: "read", value: '"/proc/self/mounts"' },
  waitForSystemd: { kind: "run", value: '"systemctl"' },
};

function placeOf(rest: string): string {
  return /\bdistribution\b/.test(rest) ? "distribution" : "vm";
}

/** The `permissions` lines for the example's definition; none if it needs no permission. */
export function examplePermissions(code: string): string[] {
  const places = new Map<string, Map<string, Set<string>>>();
  for (const { pattern, needed } of calls) {
    for (const match of code.matchAll(pattern)) {
      const { place, kind, value } = needed(match);
      const kinds = places.get(place) ?? new Map<string, Set<string>>();
      places.set(place, kinds.set(kind, (kinds.get(kind) ?? new Set()).add(value)));
    }
  }
  // A list never lets one program pass for another.
  if (/\barg0:/.test(code)) return [`permissions: "all",`];
  if (places.size === 0) return [];
  const texts = [...places].map(([place, kinds]) => `${place}: { ${[...kinds].map(kindText).join(", ")} }`);
  return [`permissions: { ${texts.join(", ")} },`];
}

function kindText([kind, values]: [string, ReadonlySet<string>]): string {
  return `${kind}: ${values.has("") ? "true" : `[${[...values].join(", ")}]`}`;
}
