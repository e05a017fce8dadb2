// A Runtime whose engine does what a fuzzer's input says.
#pragma once
#include "engine/arguments.h"
#include "engine/runtime.h"
#include <vector>
#include <fuzzer/FuzzedDataProvider.h>

class BrokenEngine final : private engine::RuntimeHost
{
public:
    explicit BrokenEngine(FuzzedDataProvider& input);
    ~BrokenEngine();

    // Performs the whole input.
    void Run();

private:
    void Act();
    void Attempt();
    void CallImport();
    void MakeValue();
    void UseValue();
    void RunScript();
    void Corrupt();
    void ReadArgument(engine::Arguments& arguments);

    // Any address, but more often a valid one.
    uint32_t AnyAddress();
    engine::RawValue AnyRaw();
    engine::Value AnyValue();
    void Keep(engine::Value value);

    engine::Value OnNativeCall(int32_t id, engine::Arguments& arguments) override;
    void OnDiagnostic(std::string_view text) noexcept override;

    FuzzedDataProvider& m_input;
    engine::Runtime m_runtime;
    engine::Sandbox& m_sandbox;
    std::vector<engine::Value> m_values;
    int m_depth = 0;
};
