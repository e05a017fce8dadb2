import { wellKnownSids } from "../script/sids.ts";
import { file, header, quote } from "./text.ts";

/** src/runtime/generated/sids.ts */
export function emitRuntimeSids(): string {
  return file(
    header,
    "/** Identifiers that are the same on every machine. */",
    "export const wellKnownSids: Readonly<Record<string, string>> = {",
    wellKnownSids.map(({ name, sid }) => `  ${name}: ${quote(sid)},`),
    "};",
  );
}
