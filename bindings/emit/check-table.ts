import { pluginsKey } from "../files/checks.ts";
import type { Description } from "../index.ts";
import { parseVersion } from "../wsl/versions.ts";
import { file, header, quote } from "./text.ts";

/** host/generated/checks.h: the checks of the native tool. */
export function emitChecksHeader({ checks, brokenVersions }: Description): string {
  return file(
    header,
    "// What `wsl-script-host.exe doctor` looks at: see docs/doctor.md.",
    "#pragma once",
    "",
    '#include "generated/wsl_abi.h"',
    "#include <cstddef>",
    "",
    "namespace checks",
    "{",
    "// Where WSL reads which plugins there are, below HKEY_LOCAL_MACHINE.",
    `inline constexpr char16_t kPluginsKey[] = u${quote(pluginsKey)};`,
    "",
    "// In the order in which WSL would stumble.",
    "enum class Check : size_t",
    "{",
    checks.map(({ name }) => `    ${name},`),
    "};",
    "",
    "enum class Scope",
    "{",
    "    Plugin,  // each value that WSL reads",
    "    Host,    // those of this project",
    "    Machine, // once",
    "};",
    "",
    "struct CheckInfo",
    "{",
    "    const char* id;",
    "    Scope scope;",
    "    const char* command; // what mends it; empty where that depends on what is wrong",
    "};",
    "",
    "inline constexpr CheckInfo kChecks[] = {",
    checks.map(({ id, scope, command }) => {
      const scopeName = `${scope.charAt(0).toUpperCase()}${scope.slice(1)}`;
      return `    {${quote(id)}, Scope::${scopeName}, ${quote(command ?? "")}},`;
    }),
    "};",
    "",
    "// Versions in which WSL itself does not work.",
    "struct BrokenVersion",
    "{",
    "    wsl::WSLVersion first;",
    "    wsl::WSLVersion last;",
    "    const char* what;",
    "};",
    "",
    "inline constexpr BrokenVersion kBrokenVersions[] = {",
    brokenVersions.map(
      ({ first, last, what }) =>
        `    {{${parseVersion(first).join(", ")}}, {${parseVersion(last).join(", ")}}, ${quote(what)}},`,
    ),
    "};",
    "} // namespace checks",
  );
}
