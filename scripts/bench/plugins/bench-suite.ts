// What the JavaScript part of `npm run bench` measures: each program is run by the hook for a distribution of its name, and
// prints the milliseconds that it took. Every program's work depends on all that it has computed, so none can be skipped.

/** The engine's own clock; the public types leave it out. */
declare const performance: { now(): number };

type Program = () => number;

const programs: Record<string, Program> = {
  "property access"() {
    const point = { x: 1, y: 2, z: 3 };
    for (let i = 0; i < 900_000; i++) {
      point.x = point.y + 1;
      point.y = point.z - 1;
      point.z = point.x & 1023;
    }
    return point.x;
  },

  "integer arithmetic"() {
    let hash = 0x811c9dc5;
    for (let i = 0; i < 1_000_000; i++) hash = Math.imul(hash ^ (i & 255), 0x01000193) >>> 0;
    return hash;
  },

  "floating point"() {
    let sum = 0;
    for (let i = 1; i < 2_000_000; i++) sum += 1 / (i * i + 0.5);
    return sum;
  },

  "function calls"() {
    const fibonacci = (n: number): number => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));
    return fibonacci(29);
  },

  closures() {
    const counters = Array.from({ length: 100 }, (_, step) => {
      let count = 0;
      return () => (count += step);
    });
    let sum = 0;
    for (let i = 0; i < 8000; i++) for (const next of counters) sum = (sum + next()) | 0;
    return sum;
  },

  "classes and methods"() {
    class Shape {
      constructor(readonly side: number) {}
      area(): number {
        return this.side;
      }
    }
    class Square extends Shape {
      override area(): number {
        return super.area() * this.side;
      }
    }
    let sum = 0;
    for (let i = 0; i < 250_000; i++) sum += (i & 1 ? new Square(i) : new Shape(i)).area() % 1000;
    return sum;
  },

  "strings, built up"() {
    let length = 0;
    for (let round = 0; round < 40; round++) {
      let text = "";
      for (let i = 0; i < 8000; i++) text += `${i},`;
      length += text.length;
    }
    return length;
  },

  "strings, taken apart"() {
    const text = Array.from({ length: 2000 }, (_, i) => `key${i}=value ${i}`).join("\n");
    let found = 0;
    for (let round = 0; round < 30; round++) {
      for (const line of text.split("\n")) {
        const [key = "", value = ""] = line.split("=");
        if (key.endsWith("7") && value.toUpperCase().includes("VALUE")) found += value.trim().length;
      }
    }
    return found;
  },

  "regular expressions"() {
    const line = 'Nov 25 18:33:21 host wslservice[4711]: plugin "hello" took 12.5 ms (0x80004005)';
    const pattern = /^(\w{3} +\d+) ([\d:]+) \S+ (\w+)\[(\d+)\]: (?:.*?) took ([\d.]+) ms \((0x[0-9a-f]{8})\)$/i;
    let sum = 0;
    for (let i = 0; i < 6_000; i++) sum += Number(pattern.exec(line)?.[5]) + line.replace(/\d/g, "#").length;
    return sum;
  },

  "arrays: map, filter, reduce"() {
    const numbers = Array.from({ length: 1000 }, (_, i) => i);
    let sum = 0;
    for (let round = 0; round < 400; round++) {
      sum += numbers
        .map((n) => n * round)
        .filter((n) => n % 3 === 0)
        .reduce((total, n) => (total + n) | 0, 0);
    }
    return sum;
  },

  sort() {
    let first = 0;
    for (let round = 1; round <= 20; round++) {
      const numbers = Array.from({ length: 4000 }, (_, i) => Math.imul(i * round, 2654435761) >>> 0);
      first += numbers.sort((a, b) => a - b)[7] ?? 0;
    }
    return first;
  },

  JSON() {
    const rows = Array.from({ length: 300 }, (_, id) => ({ id, name: `row "${id}"`, tags: ["a", "b"], ratio: id / 7 }));
    let length = 0;
    for (let round = 0; round < 40; round++) length += JSON.stringify(JSON.parse(JSON.stringify(rows))).length;
    return length;
  },

  "Map and Set"() {
    const counts = new Map<string, number>();
    const seen = new Set<number>();
    for (let i = 0; i < 150_000; i++) {
      const key = `key${i % 500}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (i % 3 === 0) seen.add(i % 5000);
    }
    return counts.size + seen.size;
  },

  "typed arrays"() {
    const bytes = new Uint8Array(64 * 1024);
    let sum = 0;
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 31 + round) & 255;
      for (let i = 0; i < bytes.length; i += 3) sum += bytes[i] ?? 0;
    }
    return sum;
  },

  "destructuring and spread"() {
    let sum = 0;
    for (let i = 0; i < 50_000; i++) {
      const { a, ...rest } = { a: i, b: 2, c: 3 };
      const [first, ...others] = [a, ...Object.values(rest)];
      sum += (first ?? 0) + others.length;
    }
    return sum;
  },

  generators() {
    function* upTo(end: number): Generator<number, void> {
      for (let i = 0; i < end; i++) yield i;
    }
    let sum = 0;
    for (const n of upTo(700_000)) sum += n;
    return sum;
  },

  exceptions() {
    let caught = 0;
    for (let i = 0; i < 30_000; i++) {
      try {
        throw new RangeError(`number ${i}`);
      } catch (error) {
        if (error instanceof RangeError) caught += error.message.length;
      }
    }
    return caught;
  },

  BigInt() {
    let product = 1n;
    for (let i = 1n; i <= 8000n; i++) product *= i;
    return product.toString().length;
  },
};

export default definePlugin({
  permissions: "all",
  requires: "2.4.4",
  limits: { scriptTime: 60_000, hookTime: 60_000 },

  onLoad() {
    console.log(JSON.stringify(Object.keys(programs)));
  },

  onDistributionRegistered(_, { name }) {
    const program = programs[name];
    if (program === undefined) throw new RangeError(`There is no program "${name}".`);
    const start = performance.now();
    const result = program();
    console.log(JSON.stringify({ name, milliseconds: performance.now() - start, result }));
  },
});
