/** A size for people: bytes below 1000, else kB or MB with one decimal. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  const kilobytes = bytes / 1000;
  // What would round to 1000.0 kB is a megabyte already.
  return kilobytes < 999.95 ? `${kilobytes.toFixed(1)} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}
