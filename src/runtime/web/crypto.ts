// The part of the Web Crypto API that needs only random bytes.

import { bytesOf } from "../base/bytes.ts";
import {
  ByteArray,
  bytesToHex,
  copyBytes,
  indexOf,
  isObject,
  makeDOMException,
  min,
  slice,
  typedArrayName,
} from "../base/primordials.ts";
import type { Natives } from "../generated/natives.ts";
import { maximumRandom } from "../generated/numbers.ts";
import { WSLApiError } from "../wsl/errors.ts";

/** The standard's maximum for one call. */
const kMaximumBytes = 65_536;

export function createCrypto(natives: Natives) {
  const fill = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at += maximumRandom) {
      const random = natives._randomBytes(min(maximumRandom, bytes.length - at));
      if (typeof random === "number") throw new WSLApiError("BCryptGenRandom", random);
      copyBytes(bytes, random, at);
    }
  };
  return {
    getRandomValues<T>(array: T): T {
      const name = isObject(array) ? typedArrayName(array) : undefined;
      const bytes = name === undefined || indexOf(name, "Float") === 0 ? undefined : bytesOf(array);
      if (bytes === undefined) {
        throw new makeDOMException(
          "crypto.getRandomValues: array must be a typed array of integers",
          "TypeMismatchError",
        );
      }
      if (bytes.length > kMaximumBytes) {
        const text = `crypto.getRandomValues: array has ${bytes.length} bytes, more than ${kMaximumBytes}`;
        throw new makeDOMException(text, "QuotaExceededError");
      }
      fill(bytes);
      return array;
    },

    randomUUID(): string {
      const bytes = new ByteArray(16);
      fill(bytes);
      // Version 4, variant 1: RFC 9562.
      bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
      const hex = bytesToHex(bytes);
      const part = (from: number, to?: number) => slice(hex, from, to);
      return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20)}`;
    },
  };
}
