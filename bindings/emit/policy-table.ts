import { policyKey } from "../files/policies.ts";
import type { Description } from "../index.ts";
import type { PolicyRow } from "../model/file-rows.ts";
import { file, header, quote } from "./text.ts";

/** Each kind in C++: its type, and its value if it is not set. */
const kinds: Record<PolicyRow["kind"], { readonly cpp: string; readonly initializer: string }> = {
  flag: { cpp: "bool", initializer: " = false" },
  hashes: { cpp: "std::vector<std::string>", initializer: "{}" },
  folder: { cpp: "std::u16string", initializer: "{}" },
  account: { cpp: "std::string", initializer: "{}" },
};

/** host/generated/policies.h: the policies' values, and the table that reads them. */
export function emitPoliciesHeader({ policies }: Description): string {
  const members = Object.values(kinds).map(({ cpp }) => `${cpp} Values::*`);
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
    policies.map((row) => `    ${kinds[row.kind].cpp} ${memberOf(row)}${kinds[row.kind].initializer};`),
    "    bool operator==(const Values&) const = default;",
    "};",
    "",
    "struct PolicyInfo",
    "{",
    "    const char16_t* name;",
    `    std::variant<${members.join(", ")}> member;`,
    "    bool ofOnePlugin;",
    "};",
    "",
    "inline constexpr PolicyInfo kPolicies[] = {",
    policies.map(
      (row: PolicyRow) => `    {u${quote(row.name)}, &Values::${memberOf(row)}, ${row.ofOnePlugin ?? false}},`,
    ),
    "};",
    "} // namespace policies",
  );
}

function memberOf({ name }: PolicyRow): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
