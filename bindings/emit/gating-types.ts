import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Description } from "../index.ts";
import { indent, quote } from "./text.ts";
import { comment } from "./tsdoc.ts";

/** The types that do not depend on rows. */
const machinery = readFileSync(join(import.meta.dirname, "gating.d.ts"), "utf8").split("\n");

/** The part of the .d.ts from which the compiler derives what a requirement guarantees. */
export function gatingTypes(description: Description): string[] {
  return [...capabilityVersions(description), ...machinery, ...fieldCapability(description)];
}

/** The capabilities that belong to a field of a struct. */
function fieldCapability(description: Description): string[] {
  const fields = description.structs.flatMap((struct) => struct.fields);
  const used = new Set(fields.map((field) => field.capability));
  const names = description.capabilities.map((row) => row.name).filter((name) => used.has(name));
  return [
    "declare namespace WSLGating {",
    "  /** The capabilities that are fields. */",
    `  type FieldCapability = ${names.map(quote).join(" | ")};`,
    "}",
    "",
  ];
}

function capabilityVersions(description: Description): string[] {
  return [
    "/** Every capability, and the version of WSL that it came with. */",
    "interface WSLCapabilityVersions {",
    ...description.capabilities.flatMap((row) =>
      indent(
        [...comment({ summary: row.summary }, { source: row.source }), `readonly ${row.name}: ${quote(row.since)};`],
        2,
      ),
    ),
    "}",
    "",
  ];
}
