/** A plugin and its scenario in the address of the page: nothing is sent to a server. */

export interface Shared {
  readonly plugin: string;
  readonly scenario: string;
  readonly version: string | null;
}

/** What follows `#` in the address: an example's name, or a whole plugin. */
export type Fragment = { readonly example: string } | { readonly shared: Shared } | null;

export async function readFragment(fragment: string): Promise<Fragment> {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const example = parameters.get("example");
  if (example !== null) return { example };
  const code = parameters.get("code");
  if (code === null) return null;
  const bytes = Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
  const text = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  return { shared: JSON.parse(await text) };
}

export async function writeFragment(shared: Shared): Promise<string> {
  const packed = new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const code = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `#code=${code.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}
