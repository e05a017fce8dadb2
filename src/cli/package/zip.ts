/** `package --zip`: everything to deploy, in one file. */

import { crc32, deflateRawSync } from "node:zlib";
import { hashFileName, type PackagedFile, sumsOf } from "./hash-file.ts";

/** Zips the files and their hashes; equal files give equal bytes. */
export function makeZip(files: readonly PackagedFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of [...files, { name: hashFileName, bytes: Buffer.from(sumsOf(files)) }]) {
    const text = Buffer.from(name);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = commonFields(text, bytes, packed);
    const body = [numbers([4, 0x04034b50]), common, text, packed];
    directory.push(numbers([4, 0x02014b50], [2, version]), common, placeFields(offset), text);
    bodies.push(...body);
    offset += Buffer.concat(body).length;
  }
  const list = Buffer.concat(directory);
  const count = files.length + 1;
  const end = numbers([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, list.length], [4, offset], [2, 0]);
  return Buffer.concat([...bodies, list, end]);
}

/** Of the format that has deflate. */
const version = 20;
const namesAreUtf8 = 0x800;
const deflated = 8;

/** Midnight of the first day of 1980, the oldest time that the format knows. */
const fixedTime = 0;
const fixedDate = 0x21;

/** What a file's header and its line of the directory have in common. */
function commonFields(name: Buffer, bytes: Buffer, packed: Buffer): Buffer {
  return numbers(
    ...([
      [2, version],
      [2, namesAreUtf8],
      [2, deflated],
      [2, fixedTime],
      [2, fixedDate],
    ] as const),
    ...([
      [4, crc32(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ] as const),
  );
}

/** Neither comment, disk nor attributes. */
function placeFields(offset: number): Buffer {
  return numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
}

/** Each with its size in bytes, the lowest byte first. */
function numbers(...fields: readonly (readonly [size: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([size, value]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}
