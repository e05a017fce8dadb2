import { kErrorScript, kRunScript, kShell, kWaitForSystemdScript, kWriteFileScript } from "../border/shell-scripts.ts";
import { file, header, quote } from "./text.ts";

/** host/generated/shell_scripts.h */
export function emitShellScriptsHeader(): string {
  return file(
    header,
    "// The shell scripts that the host runs for plugins: bindings/border/shell-scripts.ts says what they do.",
    "#pragma once",
    "",
    "#include <string_view>",
    "",
    "namespace shell_scripts",
    "{",
    `inline constexpr std::string_view kShell = ${quote(kShell)};`,
    "",
    script("kRun", kRunScript),
    script("kErrors", kErrorScript),
    script("kWriteFile", kWriteFileScript),
    script("kWaitForSystemd", kWaitForSystemdScript),
    "} // namespace shell_scripts",
  );
}

function script(name: string, text: string): string[] {
  return [`inline constexpr std::string_view ${name} = R"sh(${text})sh";`, ""];
}
