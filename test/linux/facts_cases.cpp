// Facts about Windows that a script may read.
#include "cases/cases.h"
#include "sessions.h"

namespace {

win32::RegistryValue Value(std::u16string name, DWORD type, std::vector<uint8_t> data)
{
    return {std::move(name), type, std::move(data)};
}

void RegistryValues()
{
    FakeWindows::Get().registry[u"SOFTWARE\\Contoso"] = {
        // A lone surrogate, and a byte too many.
        Value(u"text", REG_SZ, {'a', 0, 0x00, 0xD8, 'b', 0, 7}),
        Value(u"empty", REG_SZ, {}),
        Value(u"texts", REG_MULTI_SZ, {'a', 0, 0, 0, 'b', 0, 0, 0, 0, 0, 'c', 0}),
        Value(u"big", 5, {0, 0, 1, 2}),
        Value(u"long", 11, {1, 0, 0, 0, 0, 0, 0, 0x80}),
        Value(u"odd", REG_DWORD, {1, 2, 3, 4, 5}),
        Value(u"large", REG_BINARY, std::vector<uint8_t>(2 * 1024 * 1024)),
    };
    HelloPlugin plugin(R"({ onVmStarted() {
        const read = (name) => Windows.registry('HKLM\\SOFTWARE\\Contoso', name);
        const show = (value) => value instanceof Uint8Array ? value.toHex() : String(value);
        const names = ['text', 'empty', 'texts', 'big', 'long', 'odd', 'none'];
        console.log('read', names.map((name) => show(read(name))).join('|'));
        try { read('large'); } catch (error) { console.log(error.message); }
    } })");
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted), S_OK);
    ExpectEqual(Count(HelloPlugin::Log(), "read a\uFFFDb||a,b|258|9223372036854775809|0102030405|null"), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), "ERROR_MORE_DATA"), 1u);
}

// WSL passes no token while no VM runs.
void NoToken()
{
    HelloPlugin plugin(R"({ onVmStarted(session) {
        const attempt = (call) => { try { console.log(call()); } catch (error) { console.log(error.message); } };
        attempt(() => Windows.userGroups(session));
        attempt(() => Windows.userRegistry(session, 'HKCU\\Contoso', 'x'));
        attempt(() => Windows.userGroups(5));
        attempt(() => Windows.certificates('Root').map(({ thumbprint, der }) => thumbprint.slice(0, 6) + der.length).join());
    } })");
    ExpectEqual(plugin.Wsl().Call(HookId::OnVMStarted), S_OK);
    ExpectEqual(Count(HelloPlugin::Log(), "ERROR_NO_TOKEN"), 2u);
    ExpectEqual(Count(HelloPlugin::Log(), "RPC_E_DISCONNECTED"), 1u);
    ExpectEqual(Count(HelloPlugin::Log(), "0102032,0405063"), 1u);
}

const AddCases g_cases{
    {"the script gets values of the registry of every type and size", RegistryValues},
    {"the script gets nothing of a user without a token", NoToken},
};

} // namespace
