// The attempts of a script that has got hold of the natives and of the runtime's place: the player in runtime.ts reads
// the input from its start, the answers of WSL and Windows come from its end.
#include "fuzzed_plugin.h"
#include <array>
#include <fuzzer/FuzzedDataProvider.h>

namespace {

constexpr std::array<wsl::WSLVersion, 5> kVersions{{{2, 0, 0}, {2, 0, 5}, {2, 1, 2}, {2, 4, 4}, {2, 9, 5}}};

// Every method of the plugin plays on.
std::string Script()
{
    std::string methods = "onLoad: play";
    for (const auto& hook : kHooks)
    {
        methods += std::string(", ") + hook.method + ": play";
    }
    return "export default definePlugin({ permissions: 'all'," + methods + "})";
}

// The input is passed in a value that the host itself does not read.
std::string Settings(std::span<const uint8_t> input)
{
    constexpr auto kDigits = "0123456789abcdef";
    std::string hexadecimal;
    for (const uint8_t byte : input)
    {
        hexadecimal += {kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return R"({"limits":{"scriptTime":20,"hookTime":40,"memory":8388608},"hotReload":true,"$schema":")" + hexadecimal +
        "\"}";
}

class World
{
public:
    explicit World(std::span<const uint8_t> input) :
        m_input(input.data(), input.size()), m_plugin(Script(), Settings(input), m_input.PickValueInArray(kVersions))
    {
        // The natives accept any text; only the runtime restricts it.
        m_plugin.Wsl().insistsOnValidText = false;
        m_plugin.Wsl().onCall = [this](const ApiCall& call) { return Answer(call); };
    }

    void Run()
    {
        m_plugin.Load();
        for (size_t i = 0; i < std::size(kHooks); i++)
        {
            // The script has been edited in some runs.
            FakeWindows::Get().filesWritten += m_input.ConsumeIntegralInRange(0, 3) == 3 ? 1 : 0;
            m_plugin.Wsl().input.session = m_input.ConsumeIntegralInRange(1, 3);
            m_plugin.Call(AnyHook());
        }
    }

private:
    HookId AnyHook()
    {
        return static_cast<HookId>(m_input.ConsumeIntegralInRange<size_t>(0, std::size(kHooks) - 1));
    }

    ApiAnswer Answer(const ApiCall& call)
    {
        if (m_depth < 3 && m_input.ConsumeIntegralInRange(0, 7) == 7)
        {
            m_depth++;
            const uint32_t session = m_input.ConsumeIntegralInRange(1, 3);
            m_plugin.Wsl().Call(AnyHook(), {.session = session});
            m_depth--;
        }
        constexpr std::array<HRESULT, 4> kResults{S_OK, S_OK, E_FAIL, 1};
        const HRESULT result = m_input.PickValueInArray(kResults);
        // A socket that came with a failure would have no owner.
        const bool starts = !call.arguments.empty() && !FAILED(result);
        return {result, starts ? Socket() : m_input.ConsumeIntegralInRange<SOCKET>(0, 9)};
    }

    SOCKET Socket()
    {
        switch (m_input.ConsumeIntegralInRange(0, 7))
        {
        case 0:
            return INVALID_SOCKET;
        case 1:
            // Not the handle of anything: handles are multiples of four.
            return m_input.ConsumeIntegral<SOCKET>() | 1;
        default:
            return FakeWindows::Get().Connect(
                {.incoming = Incoming(),
                 .ended = m_input.ConsumeBool(),
                 .reset = m_input.ConsumeIntegralInRange(0, 7) == 7,
                 .room = m_input.ConsumeIntegral<uint8_t>(),
                 .refusesPort = m_input.ConsumeIntegralInRange(0, 15) == 15,
                 .refusesModes = m_input.ConsumeBool(),
                 .isLate = m_input.ConsumeBool(),
                 .isStuck = m_input.ConsumeIntegralInRange(0, 15) == 15});
        }
    }

    std::deque<std::vector<uint8_t>> Incoming()
    {
        std::deque<std::vector<uint8_t>> chunks(m_input.ConsumeIntegralInRange<size_t>(0, 3));
        for (auto& chunk : chunks)
        {
            chunk.assign(m_input.ConsumeIntegralInRange<size_t>(1, 9), m_input.ConsumeIntegral<uint8_t>());
        }
        return chunks;
    }

    FuzzedDataProvider m_input;
    FuzzedPlugin m_plugin;
    int m_depth = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    World({data, size}).Run();
    return 0;
}
