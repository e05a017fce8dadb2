// Texts that cannot be guessed.

import { bytesToHex } from "../base/primordials.ts";
import type { Natives } from "../generated/natives.ts";
import { WSLApiError } from "../wsl/errors.ts";

/** This many random bytes, as two hexadecimal digits each. */
export function randomText(natives: Natives, byteCount: number): string {
  const bytes = natives._randomBytes(byteCount);
  if (typeof bytes === "number") throw new WSLApiError("BCryptGenRandom", bytes);
  return bytesToHex(bytes);
}
