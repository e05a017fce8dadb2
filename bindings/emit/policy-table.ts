import { policyKey } from "../files/policies.ts";
import type { Description } from "../index.ts";
import type { PolicyRow } from "../model/schema.ts";
import { file, header, quote } from "./text.ts";

/** What each kind is in C++, and in the registry. */
const kinds: Record<PolicyRow["kind"], { readonly cpp: string; readonly member: string }> = {
  flag: { cpp: "bool", member: "= false" },
  hashes: { cpp: "std::vector<std::string>", member: "{}" },
};

/** host/generated/policies.h: the policies' values, and the table that reads them. */
export function emitPoliciesHeader({ policies }: Description): string {
  return file(
    header,
    "// What only an administrator can say, in the registry: see docs/security.md.",
    "#pragma once",
    "",
    "#include <string>",
    "#include <variant>",
    "#include <vector>",
    "",
    "namespace policies",
    "{",
    "// Below HKEY_LOCAL_MACHINE.",
    `inline constexpr char16_t kKey[] = u${quote(policyKey)};`,
    "",
    "struct Values",
    "{",
    policies.map((row) => `    ${kinds[row.kind].cpp} ${memberOf(row)}${initializer(row)};`),
    "    bool operator==(const Values&) const = default;",
    "};",
    "",
    "struct PolicyInfo",
    "{",
    "    const char16_t* name;",
    "    std::variant<bool Values::*, std::vector<std::string> Values::*> member;",
    "};",
    "",
    "inline constexpr PolicyInfo kPolicies[] = {",
    policies.map((row) => `    {u${quote(row.name)}, &Values::${memberOf(row)}},`),
    "};",
    "} // namespace policies",
  );
}

function memberOf({ name }: PolicyRow): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function initializer({ kind }: PolicyRow): string {
  const { member } = kinds[kind];
  return member.startsWith("=") ? ` ${member}` : member;
}
