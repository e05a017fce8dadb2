// Parses a proxy as Windows writes it: "proxy:8080", or "http=proxy:80;https=proxy:443".

import { freeze, indexOf, slice, splitText, toLowerCase, trim } from "../base/primordials.ts";

export interface MachineProxy {
  readonly http: string | null;
  readonly https: string | null;
  readonly bypass: readonly string[];
}

/** `text`: the proxies and the bypass list, joined by NUL. */
export function parseProxy(text: string): MachineProxy {
  const end = indexOf(text, "\0");
  const servers = listed(slice(text, 0, end));
  return freeze({
    http: serverFor("http", servers),
    https: serverFor("https", servers),
    bypass: freeze(listed(slice(text, end + 1))),
  });
}

/** The proxy for the scheme, else the one for all schemes. */
function serverFor(scheme: string, servers: readonly string[]): string | null {
  let any: string | null = null;
  for (let at = 0; at < servers.length; at++) {
    const server = servers[at] as string;
    const equals = indexOf(server, "=");
    if (equals === -1) any ??= server;
    else if (toLowerCase(slice(server, 0, equals)) === scheme) return slice(server, equals + 1);
  }
  return any;
}

/** Semicolons or white space separate. */
function listed(text: string): string[] {
  const list: string[] = [];
  const parts = splitText(text, ";");
  for (let at = 0; at < parts.length; at++) {
    const words = splitText(trim(parts[at] as string), " ");
    for (let word = 0; word < words.length; word++) if (words[word] !== "") list[list.length] = words[word] as string;
  }
  return list;
}
