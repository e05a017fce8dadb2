import { freeze } from "./freeze.ts";
import type { DerivedTypeName, FieldTypeName, HookValueName } from "./schema.ts";

/** How a field of a struct of WSL looks everywhere. Sizes and alignments are those of 64-bit Windows, in bytes. */
export interface FieldType {
  readonly cpp: string;
  readonly size: number;
  readonly alignment: number;
  /** The method of the host's ArgumentList that copies the field, or null if it is never passed on. */
  readonly append: "Uint32" | "Uint64" | "Guid" | "WideString" | "Sid" | "ContainerSession" | null;
  /** What C++ writes around the field before it is appended. */
  readonly cast?: string;
  readonly typescript: string;
}

export const fieldTypes = freeze({
  uint32: { cpp: "uint32_t", size: 4, alignment: 4, append: "Uint32", typescript: "number" },
  uint64: { cpp: "uint64_t", size: 8, alignment: 8, append: "Uint64", typescript: "bigint" },
  guid: { cpp: "GUID", size: 16, alignment: 4, append: "Guid", typescript: "DistributionID" },
  sessionId: { cpp: "WSLSessionId", size: 4, alignment: 4, append: "Uint32", typescript: "SessionID" },
  containerSessionId: {
    cpp: "WSLCSessionId",
    size: 4,
    alignment: 4,
    append: "ContainerSession",
    typescript: "WSLCSessionID",
  },
  text: { cpp: "LPCWSTR", size: 8, alignment: 8, append: "WideString", typescript: "string" },
  optionalText: { cpp: "LPCWSTR", size: 8, alignment: 8, append: "WideString", typescript: "string | null" },
  sid: { cpp: "PSID", size: 8, alignment: 8, append: "Sid", typescript: "string" },
  handle: { cpp: "HANDLE", size: 8, alignment: 8, append: null, typescript: "never" },
  userConfiguration: {
    cpp: "WSLUserConfiguration",
    size: 4,
    alignment: 4,
    append: "Uint32",
    cast: "static_cast<uint32_t>",
    typescript: "WSLUserConfiguration",
  },
} as const satisfies Record<FieldTypeName, FieldType>);

/** The TypeScript type of a property that the runtime makes. */
export const derivedTypes = freeze({
  account: "WSLSessionUser | null",
} as const satisfies Record<DerivedTypeName, string>);

/** The TypeScript type of what a hook gets as text in UTF-8. */
export const hookValueTypes = freeze({
  narrowText: "string",
  containerInspection: "ContainerInspection",
  imageInspection: "ImageInspection",
} as const satisfies Record<HookValueName, string>);
