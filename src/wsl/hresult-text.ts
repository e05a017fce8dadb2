import { hresults } from "../runtime/generated/hresults.ts";

/** The name of an HRESULT, or null for one without a name. */
export type HresultNames = (hresult: number) => string | null;

const names = new Map<number, string>(Object.entries(hresults).map(([name, value]) => [value | 0, name]));

/** The codes that this project names. */
export const knownHresultNames: HresultNames = (hresult) => names.get(hresult | 0) ?? null;

/** "0x80004005" */
export function hresultToHex(hresult: number): string {
  return `0x${(hresult >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;
}

/** As the DLL writes it: "0x80004005 (E_FAIL)", or the number alone for a code without a name. */
export function hresultToText(hresult: number): string {
  if (hresult === 0) return "S_OK";
  const number = hresultToHex(hresult);
  const name = knownHresultNames(hresult);
  return name === null ? number : `${number} (${name})`;
}
