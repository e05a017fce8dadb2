import { describe, expect, it } from "vitest";
import { emitDeclarations } from "../../bindings/emit/declarations.ts";
import { emitHookTableHeader, emitHookTableSource } from "../../bindings/emit/hook-table.ts";
import { emitHresultsHeader } from "../../bindings/emit/hresult-table.ts";
import { emitNativesHeader, emitNativesSource } from "../../bindings/emit/native-table.ts";
import { emitRuntimeNatives, emitRuntimeStructs } from "../../bindings/emit/runtime-tables.ts";
import { comment, exampleLines } from "../../bindings/emit/tsdoc.ts";
import { emitWslAbi } from "../../bindings/emit/wsl-abi.ts";
import { type Description, description } from "../../bindings/index.ts";
import { unknownRow } from "../../bindings/model/schema.ts";

/** The description cut down to one row of each table. */
const small: Description = {
  ...description,
  hooks: description.hooks.filter((row) => row.name === "OnDistributionRegistered"),
  structs: description.structs.filter((row) =>
    ["WSLSessionInformation", "WslOfflineDistributionInformation"].includes(row.name),
  ),
  natives: description.natives.filter((row) => ["_streamsWait", "_streamClose"].includes(row.name)),
  hresults: description.hresults.filter((row) => row.name === "WSL_E_PLUGIN_REQUIRES_UPDATE"),
};

describe("the emitter of the ABI", () => {
  const text = emitWslAbi(small);

  it("writes a call without a result, and the enumeration of a parameter, by WSL's names", () => {
    expect(text).toContain("using WSLCPluginAPI_ReleaseProcess = void (*)(WSLCProcessHandle process);");
    expect(text).toContain(`enum WSLCProcessFd : int32_t
{
    WSLCProcessFdStdin = 0,
    WSLCProcessFdStdout = 1,
    WSLCProcessFdStderr = 2,
};`);
  });

  it("writes a struct with assertions on its layout", () => {
    expect(text).toContain(`struct WslOfflineDistributionInformation
{
    GUID Id;
    LPCWSTR Name;
    LPCWSTR PackageFamilyName;
    LPCWSTR Flavor; // since 2.4.4: DistributionFlavor
    LPCWSTR Version; // since 2.4.4: DistributionVersion
};

static_assert(sizeof(WslOfflineDistributionInformation) == 48);
static_assert(offsetof(WslOfflineDistributionInformation, Id) == 0);
static_assert(offsetof(WslOfflineDistributionInformation, Name) == 16);
`);
  });

  it("writes the version of each member", () => {
    expect(text).toContain(`inline constexpr Member kWslOfflineDistributionInformationMembers[] = {
    {"Id", 0, 16, {2, 1, 2}, 4},
    {"Name", 16, 8, {2, 1, 2}, 8},
    {"PackageFamilyName", 24, 8, {2, 1, 2}, 8},
    {"Flavor", 32, 8, {2, 4, 4}, 8},
    {"Version", 40, 8, {2, 4, 4}, 8},
};
`);
  });
});

describe("the emitter of hooks", () => {
  it("lists the hooks", () => {
    expect(emitHookTableHeader(small)).toContain(`inline constexpr HookInfo kHooks[] = {
    {"OnDistributionRegistered", "onDistributionRegistered", {2, 1, 2}, false, false, EndsSession::Never, 0},
};
`);
  });

  it("writes one guarded function for each hook", () => {
    expect(
      emitHookTableSource(small),
    ).toContain(`HRESULT OnDistributionRegistered(const wsl::WSLSessionInformation* session, const wsl::WslOfflineDistributionInformation* distribution) noexcept
{
    if (session == nullptr || distribution == nullptr)
    {
        return E_INVALIDARG;
    }
    const wsl::WSLVersion version = ApiVersion();
    const auto write = [&](ArgumentList& list) {
        Append(list, session, version);
        Append(list, distribution, version);
    };
    // By reference, because a copy of the lambda might need memory, and nothing may throw here.
    const HookSession about{{session->SessionId, SessionKind::Distributions}, session->UserSid, session->UserToken};
    return RunHook(HookId::OnDistributionRegistered, about, std::ref(write));
}
`);
  });

  it("reads a field only if the version has it, and never reads the user's token", () => {
    const text = emitHookTableSource(small);

    expect(text).toContain(`    if (wsl::Supports(version, wsl::Capability::DistributionFlavor))
    {
        list.WideString(value->Flavor);
    }
    else
    {
        list.Absent();
    }
`);
    expect(text).not.toContain("value->UserToken");
  });
});

describe("the emitter of natives", () => {
  it("declares the natives' bodies", () => {
    const text = emitNativesHeader(small);

    expect(text).toContain(
      "std::variant<int32_t, std::vector<uint8_t>> StreamsWait(Script& script, std::span<const uint8_t> interests, engine::UncheckedNumber milliseconds);\n",
    );
    expect(text).toContain("extern const NativeEntry kNatives[2];\n");
  });

  it("converts the arguments, records the call, calls the body and converts its result", () => {
    const text = emitNativesSource(small);

    expect(text).toContain(`engine::Value CallStreamsWait(Script& script, engine::Arguments& arguments)
{
    const auto interests = arguments.Bytes(0, "interests");
    const auto milliseconds = arguments.Double(1, "milliseconds");
    script.GetRecorder().Call("_streamsWait", [&](recording::Values& values) { values.Add(interests); values.Add(milliseconds); });
    return arguments.Result(script.GetRecorder().Answer(natives::StreamsWait(script, interests, milliseconds)));
}
`);
    expect(text).toContain("    natives::StreamClose(script, stream);\n    return arguments.Result();\n");
    expect(text).toContain('    {"_streamsWait", 2, CallStreamsWait},\n');
  });

  it("types the natives for the runtime", () => {
    expect(emitRuntimeNatives(small)).toContain(
      "  _streamsWait(interests: Uint8Array, milliseconds: number): Uint8Array | number;\n",
    );
  });
});

describe("the other emitters", () => {
  it("write codes in C++", () => {
    expect(emitHresultsHeader(small)).toContain(
      "inline constexpr int32_t kWslEPluginRequiresUpdate = static_cast<int32_t>(0x8004032au);\n",
    );
  });

  it("leave fields that scripts never see out of the runtime's structs", () => {
    const text = emitRuntimeStructs(small);

    expect(text).toContain('{ name: "UserSid", property: "userSid", kind: "sid", capability: null },\n');
    expect(text).not.toContain("UserToken");
  });

  it("name the field behind a property, and reject one that some versions lack", () => {
    const struct = small.structs.find((row) => row.name === "WSLSessionInformation")!;
    const madeOf = (from: string) => ({
      ...small,
      structs: [{ ...struct, derived: [{ ...struct.derived[0]!, from }] }],
    });

    expect(emitRuntimeStructs(small)).toContain('derived: [{ property: "user", kind: "account", field: 1 }],\n');
    expect(emitDeclarations(small)).toContain("readonly user: WSLSessionUser | null;\n");
    expect(() => emitRuntimeStructs(madeOf("UserToken"))).toThrow("UserToken");
    expect(() => emitRuntimeStructs(madeOf("Flavor"))).toThrow("Flavor");
  });

  it("document a gated hook with its version, its parameters and its source", () => {
    const text = emitDeclarations(description);

    expect(text).toContain(`  /**
   * A distribution has been registered: installed or imported.
   *
   * After an installation or an import, for WSL1 or WSL2. The distribution does not run, and the session may have no VM.
   * Once for each registration. A distribution that is registered again has another id.
   *
   * If it fails: The distribution stays registered. The error is only logged.
   *
   * Since WSL 2.1.2 (\`DistributionRegisteredHook\`).
   *
   * @param session - The session of the event.
   * @param distribution - The distribution.
   * @see WslPluginApi.h: WSLPluginAPI_OnDistributionRegistered; PluginManager.cpp:
   * PluginManager::OnDistributionRegistered
   * @example
`);
  });

  it("complete an example to a plugin with the parameters that it uses", () => {
    expect(exampleLines({ hook: "onVmStarted", body: "console.log(session.sessionId);", requires: '"2.1"' })).toEqual([
      "export default definePlugin({",
      '  requires: "2.1",',
      "  onVmStarted(session) {",
      "    console.log(session.sessionId);",
      "  },",
      "});",
    ]);
  });

  it("keep paragraphs separate", () => {
    expect(comment({ summary: "First.", details: "Second.\n\nThird." })).toEqual([
      "/**",
      " * First.",
      " *",
      " * Second.",
      " *",
      " * Third.",
      " */",
    ]);
  });

  it("reject what no emitter supports", () => {
    expect(() => exampleLines({ hook: "onVmPaused", body: "" })).toThrow("onVmPaused");
    expect(() => comment({ summary: "ends */ early" })).toThrow("ends */ early");
    expect(() => unknownRow({ kind: "enum" } as never)).toThrow("enum");
    const withHandle = description.structs.map((struct) => ({
      ...struct,
      fields: struct.fields.map((field) => ({ ...field, property: field.property ?? "userToken" })),
    }));
    expect(() => emitHookTableSource({ ...description, structs: withHandle })).toThrow("UserToken");
    expect(() => emitRuntimeStructs({ ...description, structs: withHandle })).toThrow("UserToken");
  });
});
