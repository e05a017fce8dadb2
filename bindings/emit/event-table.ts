import { eventSource } from "../files/events.ts";
import type { Description } from "../index.ts";
import type { EventRow } from "../model/file-rows.ts";
import { file, header, origin, pascalCase, quote } from "./text.ts";

/** The severity's bits in an event's identifier, and ReportEvent's name of the type. */
const severities = {
  informational: { bits: 0x40000000, name: "Informational", type: 4 },
  warning: { bits: 0x80000000, name: "Warning", type: 2 },
  error: { bits: 0xc0000000, name: "Error", type: 1 },
} as const;

/** host/generated/events.h: the events that the host reports. */
export function emitEventsHeader({ events }: Description): string {
  return file(
    header,
    "// The events of Windows' event log: see docs/security.md.",
    "#pragma once",
    "",
    "#include <cstddef>",
    "#include <cstdint>",
    "",
    "namespace events",
    "{",
    `inline constexpr char16_t kSource[] = u${quote(eventSource)};`,
    "",
    "enum class Event : size_t",
    "{",
    events.flatMap((row) => [`    // ${row.parts.join(", ")}`, `    ${row.name},`]),
    "};",
    "",
    "struct EventInfo",
    "{",
    "    uint32_t identifier;",
    "    uint16_t type; // EVENTLOG_..._TYPE",
    "};",
    "",
    "inline constexpr EventInfo kEvents[] = {",
    events.map((row) => {
      const { type } = severities[row.severity];
      return `    {0x${identifierOf(row).toString(16)}, ${type}}, // ${row.name}`;
    }),
    "};",
    "} // namespace events",
  );
}

/** host/generated/events.mc: the message table in the DLL, for windmc. */
export function emitMessageTable({ events }: Description): string {
  return file(
    `; // ${origin}`,
    "",
    "LanguageNames=(English=0x409:MSG00409)",
    "",
    events.flatMap((row) => [
      `MessageId=${row.id}`,
      `Severity=${severities[row.severity].name}`,
      `SymbolicName=EVENT_${pascalCase(row.name)}`,
      "Language=English",
      row.text,
      ".",
      "",
    ]),
  );
}

/** The identifier that ReportEvent and the message table use. */
function identifierOf({ id, severity }: EventRow): number {
  return (severities[severity].bits | id) >>> 0;
}
