/** Values of every kind, those included that do something when they are looked at. */

import type { Player } from "./player.ts";

type Maker = (player: Player) => unknown;

const views = [
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigUint64Array,
  DataView,
];

const thenable = "then";

const numbers = [-0, 0.5, -1, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 1e300, -(2 ** 31) - 1];

const texts = [
  "",
  "\0",
  "a\0b",
  "\ud800",
  "\udc00\ud800",
  "\u{1f600}",
  "/bin/cat",
  "C:\\x",
  "S-1-5-18",
  "0c0e1c4a-1234-5678-0102-030405060708",
];

const numberMakers: readonly Maker[] = [
  (player) => player.byte(),
  (player) => -player.byte(),
  (player) => 2 ** player.byte() - 1,
  (player) => player.pick(numbers),
  (player) => 2n ** BigInt(player.byte()),
];

const textMakers: readonly Maker[] = [
  (player) => player.pick(texts),
  (player) => String.fromCharCode(...bytes(player)),
  (player) => String.fromCharCode(...bytes(player).map((byte) => byte * 256 + player.byte())),
  (player) => "x".repeat(player.byte() * 1024),
  // A rope.
  (player) => `${"x".repeat(3000)}${String(player.byte())}`.concat("y".repeat(3000)),
];

const bufferMakers: readonly Maker[] = [
  (player) => new Uint8Array(bytes(player)),
  (player) => view(player, new ArrayBuffer(64)),
  (player) => view(player, resizable(ArrayBuffer, player)),
  (player) => view(player, resizable(SharedArrayBuffer, player)),
  (player) => afterwards(player, "transfer"),
  (player) => afterwards(player, "resize"),
  (player) => new Uint8Array(player.byte() * 65536),
  // It says that it is longer.
  (player) =>
    Object.defineProperties(new Uint8Array(8), {
      length: { get: () => player.value() },
      byteLength: { get: () => player.value() },
    }),
];

const objectMakers: readonly Maker[] = [
  () => ({}),
  (player) => [player.value(), player.value()],
  (player) => ({ length: player.value(), 0: player.value() }),
  (player) => Object.assign([], { length: 2 ** player.byte() - 1 }),
  (player) => Object.fromEntries([[player.value(), player.value()]]),
  (player) => ({
    valueOf: () => busy(player),
    toString: () => busy(player),
    [Symbol.toPrimitive]: () => busy(player),
  }),
  (player) => new Proxy({}, { get: () => busy(player), has: () => true, ownKeys: () => [busy(player) as string] }),
  (player) => new Proxy(Object(player.value()), anyTrap(player)),
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  (player) => () => busy(player),
  (player) => Object.defineProperty(() => {}, Symbol.hasInstance, { value: () => busy(player) }),
  (player) => Promise.resolve(player.value()),
  (player) => Promise.reject(player.value()),
  (player) => ({ [thenable]: (settle: (value: unknown) => void) => settle(busy(player)) }),
  (player) => Object.assign(new Error("fuzzed"), { cause: player.value(), stack: player.value() }),
  (player) => Object.defineProperty(new Error("fuzzed"), "message", { get: () => busy(player) }),
  (player) => Object.freeze(player.value()),
];

export const makers: readonly Maker[] = [
  () => null,
  () => true,
  () => Symbol("fuzzed"),
  ...numberMakers,
  ...textMakers,
  ...bufferMakers,
  ...objectMakers,
];

/** Does something, and then answers or throws. */
function busy(player: Player): unknown {
  player.step();
  if (player.byte() % 4 === 0) throw player.value();
  return player.value();
}

function anyTrap(player: Player): ProxyHandler<object> {
  const get =
    (_: object, trap: string) =>
    (...args: unknown[]) => {
      player.step();
      return Reflect.apply(Reflect.get(Reflect, trap), undefined, args);
    };
  return new Proxy({}, { get: get as NonNullable<ProxyHandler<object>["get"]> });
}

function bytes(player: Player): number[] {
  return Array.from({ length: player.byte() % 32 }, () => player.byte());
}

/** From anywhere in the buffer. */
function view(player: Player, buffer: unknown): unknown {
  return Reflect.construct(player.pick(views) ?? DataView, [buffer, (player.byte() % 9) * 8]);
}

function resizable(Buffer: typeof ArrayBuffer | typeof SharedArrayBuffer, player: Player): unknown {
  return Reflect.construct(Buffer, [64, { maxByteLength: 64 + player.byte() }]);
}

/** A view of a buffer that has changed under it. */
function afterwards(player: Player, method: "transfer" | "resize"): unknown {
  const buffer = resizable(ArrayBuffer, player);
  const result = view(player, buffer);
  Reflect.apply(Reflect.get(buffer as object, method), buffer, [player.byte() % 80]);
  return result;
}
