// Any bytes as the settings file `<name>.json`, beside a script that works and has settings of its own.
#include "fuzzed_plugin.h"
#include "text/utf.h"

namespace {

constexpr auto kScript =
    "const policy = defineSettings({"
    "  allowed: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 8, pattern: '^\\\\p{L}' }, default: "
    "[] },"
    "  level: { type: 'integer', minimum: -1, maximum: 3, default: 0 },"
    "  mode: { type: 'string', enum: ['a', 'b'], default: 'a' },"
    "  proxy: { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'], default: { on: true } },"
    "});"
    "export default definePlugin({ onVmStarted() { console.log('started', JSON.stringify(policy)) } })";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedPlugin plugin(kScript, {reinterpret_cast<const char*>(data), size}, {2, 4, 4});
    Require(plugin.Load() == S_OK, "settings never fail the entry point");
    if (FAILED(plugin.Call(HookId::OnVMStarted)))
    {
        const std::string message = text::Utf16ToUtf8(*plugin.Wsl().Message());
        Require(message.starts_with("hello.json"), "the message names the file: " + message);
    }
    Require(HelloPlugin::Files().size() > 2, "there is a log, whatever the settings say");
    return 0;
}
