import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layoutOfApi, layoutOfHooks, layoutOfStruct } from "../../bindings/emit/layout.ts";
import { description } from "../../bindings/index.ts";
import type { VersionText } from "../../bindings/model/schema.ts";
import { compareVersions } from "../../bindings/wsl/versions.ts";
import { paths } from "../../src/paths.ts";

const layouts = [...description.structs.map(layoutOfStruct), layoutOfApi(description), layoutOfHooks(description)];

/** Each version that added something, and the versions just below and above it. */
const versions: VersionText[] = [
  "2.0.0",
  "2.0.4",
  "2.0.5",
  "2.0.6",
  "2.1.1",
  "2.1.2",
  "2.1.3",
  "2.4.3",
  "2.4.4",
  "2.4.5",
  "2.8.99",
  "2.9.0",
  "2.9.1",
  "2.9.4",
  "2.9.5",
  "3.0.0",
];

describe("the generated C++", () => {
  it.each(["wsl_abi.h", "hook_table.h", "natives.h", "hresults.h", "numbers.h", "settings.h"])(
    "compiles file by file (%s)",
    (header) => {
      expect(compile(`#include "generated/${header}"`)).toBe("");
    },
  );

  it("knows the size of each version's table, and what each version supports", () => {
    const sizes = layouts.flatMap(({ name, members }) =>
      versions.map((version) => {
        const there = members.filter((member) => compareVersions(member.since, version) <= 0);
        const alignment = Math.max(1, ...there.map((member) => member.alignment));
        const end = Math.max(0, ...there.map((member) => member.offset + member.size));
        const size = Math.ceil(end / alignment) * alignment;
        return `static_assert(SizeAt(k${name}Members, {${version.replaceAll(".", ", ")}}) == ${size});`;
      }),
    );
    const capabilities = description.capabilities.flatMap((row) =>
      versions.map((version) => {
        const expected = compareVersions(version, row.since) >= 0;
        return `static_assert(Supports({${version.replaceAll(".", ", ")}}, Capability::${row.name}) == ${expected});`;
      }),
    );

    expect(sizes).toContain("static_assert(SizeAt(kWSLDistributionInformationMembers, {2, 0, 4}) == 40);");
    expect(sizes).toContain("static_assert(SizeAt(kWSLPluginAPIV1Members, {2, 0, 0}) == 40);");
    expect(sizes).toContain("static_assert(SizeAt(kWSLPluginHooksV1Members, {2, 1, 1}) == 32);");
    expect(compile('#include "generated/wsl_abi.h"', "using namespace wsl;", ...sizes, ...capabilities)).toBe("");
  });

  it("has the values of Windows' own codes", () => {
    const rows = description.hresults.filter((row) => !row.name.startsWith("WSL"));
    const asserts = rows.flatMap((row) => {
      const windows = /^(?:ERROR|WSAE)/.test(row.name) ? `HRESULT_FROM_WIN32(${row.name})` : row.name;
      // Debian's headers lack a few of Windows' names.
      return [`#ifdef ${row.name}`, `static_assert(${windows} == HRESULT(${row.value}u));`, "#endif"];
    });

    expect(asserts).toContain("static_assert(HRESULT_FROM_WIN32(ERROR_TIMEOUT) == HRESULT(2147943860u));");
    expect(compile("#include <winsock2.h>", "#include <windows.h>", ...asserts)).toBe("");
  });

  it("finds the name of each code", () => {
    const asserts = [
      'static_assert(std::string_view(hresults::NameOf(hresults::kErrorTimeout)) == "ERROR_TIMEOUT");',
      "static_assert(hresults::NameOf(0) == nullptr);",
    ];

    expect(compile("#include <string_view>", '#include "generated/hresults.h"', ...asserts)).toBe("");
  });
});

/** The compiler's output for these lines. */
function compile(...lines: readonly string[]): string {
  const options = ["-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", `-I${join(paths.root, "host")}`];
  const { stderr, error } = spawnSync("x86_64-w64-mingw32-g++-posix", [...options, "-xc++", "-"], {
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
  });
  return error === undefined ? stderr : `${error}`;
}
