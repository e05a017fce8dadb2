import type { recordingRow } from "../../../bindings/files/recording.ts";
import type { ValueOf } from "../../../bindings/model/shape.ts";
import type { Argument, NativeValue } from "../../engine/runtime.ts";

/** One line of a recording. */
export type Row = Plain<ValueOf<typeof recordingRow>>;

/** The same members, worked out once: compilers give up on more. */
type Plain<Of> = Of extends unknown ? { readonly [Name in keyof Of]: Of[Name] } : never;

export type RowOf<Kind extends Row["kind"]> = Extract<Row, { readonly kind: Kind }>;

/** A value as rows have it. */
export type RowValue = RowOf<"answer">["value"];

/** What a recording without content has in the place of a value. */
export interface LeftOut {
  /** In characters or bytes. */
  readonly length: number;
  readonly hash: string;
}

export function rowValue(value: Argument | NativeValue): RowValue {
  switch (typeof value) {
    case "undefined":
      return { absent: true };
    case "bigint":
      return { bigint: String(value) };
    case "number":
      return Number.isSafeInteger(value) ? value : { number: String(value) };
    case "object":
      return value === null ? null : { bytes: textOfBytes(value) };
    default:
      return value;
  }
}

/** The value, or what stands in its place. */
export function valueOfRow(value: RowValue): Argument | NativeValue | LeftOut {
  if (typeof value !== "object" || value === null) return value;
  const { bytes, bigint, number, length, hash } = value as Partial<Record<string, unknown>>;
  if (typeof bytes === "string") return bytesOfText(bytes);
  if (typeof bigint === "string") return BigInt(bigint);
  if (typeof number === "string") return Number(number);
  return typeof length === "number" ? { length, hash: String(hash) } : undefined;
}

export function isLeftOut(value: ReturnType<typeof valueOfRow>): value is LeftOut {
  return typeof value === "object" && value !== null && "hash" in value;
}

/** A character for each byte. */
export function textOfBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

export function bytesOfText(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}
