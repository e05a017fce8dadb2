/** Bytes and text, with what Node and browsers share. */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** In UTF-8. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** From UTF-8; what is not is replaced, and a byte order mark stays. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** In UTF-16, in the order of this machine and of WebAssembly: little endian. Unpaired surrogates stay. */
export function encodeUtf16(text: string): Uint8Array<ArrayBuffer> {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return new Uint8Array(units.buffer);
}

export function decodeUtf16(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.slice().buffer);
  const parts: string[] = [];
  // More arguments than this could exhaust the stack.
  const part = 8192;
  for (let at = 0; at < units.length; at += part) {
    // Typed arrays are passed as they are; spreading one is 40 times slower.
    parts.push(Reflect.apply(String.fromCharCode, null, units.subarray(at, at + part)));
  }
  return parts.join("");
}
