/** Replaces the installer properties that wixl makes up on each run with constant ones. */

/** Of a property set: it begins with this, behind a header of 28 bytes. */
const formatOfSummary = Buffer.from("e0859ff2f94f6810ab9108002b27b3d9", "hex");
const headerSize = 28;

/** Numbers of properties, and of the types of their values. */
const properties = { packageCode: 9, created: 12, saved: 13 } as const;
const types = { text: 0x1e, time: 0x40 } as const;

/** 1980, the oldest that all formats know, in Windows' units of 100 ns since 1601. */
const fixedTime = (BigInt(Date.UTC(1980, 0, 1)) + 11_644_473_600_000n) * 10_000n;

/** Returns a copy. `packageCode`: a UUID. Throws an Error for a file that wixl did not write. */
export function withFixedSummary(installer: Uint8Array, packageCode: string): Buffer {
  const bytes = Buffer.from(installer);
  const format = bytes.indexOf(formatOfSummary);
  if (format < 0) throw new Error("the installer has no summary");
  const section = format - headerSize + bytes.readUInt32LE(format + formatOfSummary.length);
  const placeOf = (property: number, type: number) => {
    const value = section + offsetOf(bytes.subarray(section), property);
    if (bytes.readUInt32LE(value) !== type) throw new Error(`property ${property} of the installer's summary is odd`);
    return value + 4;
  };
  const code = placeOf(properties.packageCode, types.text);
  const text = `{${packageCode}}`;
  // Its length, with the NUL behind it, comes first.
  if (bytes.readUInt32LE(code) !== text.length + 1) throw new Error("the installer's package code is odd");
  bytes.write(text, code + 4, "latin1");
  for (const property of [properties.created, properties.saved]) {
    bytes.writeBigUInt64LE(fixedTime, placeOf(property, types.time));
  }
  return bytes;
}

function offsetOf(section: Buffer, property: number): number {
  const count = section.readUInt32LE(4);
  for (let index = 0; index < count; index += 1) {
    const row = 8 + 8 * index;
    if (section.readUInt32LE(row) === property) return section.readUInt32LE(row + 4);
  }
  throw new Error(`the installer's summary has no property ${property}`);
}
