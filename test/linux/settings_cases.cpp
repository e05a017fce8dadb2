// Settings files as the host reads them.
#include "cases/cases.h"
#include "hello_plugin.h"
#include <array>
#include <utility>

namespace {

constexpr auto kFails = "{ onVmStarted() { console.debug('d'); throw new Error('no') } }";

void WhatTheySay()
{
    constexpr auto kElsewhere = u"D:\\Logs\\hello-hello.log";
    HelloPlugin plugin(kFails, R"({"log":{"file":"D:\\Logs\\<name>-hello.log","level":"debug","maximumSize":65536}})");
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.js:1:77: Error: no");
    const std::string log = HelloPlugin::Files()[kElsewhere];
    Expect(log.find("\"level\":\"debug\"") != std::string::npos, log);
    Expect(HelloPlugin::Log().empty(), "there is a log in the usual place, too");
}

struct WrongFile
{
    std::string_view text;
    std::string_view message;
};

constexpr std::array kWrong{
    WrongFile{"{\n  \"log\": ]", "hello.json:2:10: unexpected token: ']'"},
    WrongFile{"{}\n\xFF", "hello.json:2: byte 0xFF at offset 3 is not UTF-8; save the file as UTF-8"},
    WrongFile{R"({"hotReload":1})", "hello.json: hotReload must be true or false, not 1"},
    WrongFile{
        R"({"limits":{"memory":-1}})",
        "hello.json: limits.memory must be a whole number of bytes from 8388608 to 1073741824, not -1"},
};

void WrongOnes()
{
    for (const auto& [text, message] : kWrong)
    {
        HelloPlugin plugin(kFails, text);
        ExpectEqual(plugin.loaded, S_OK);
        ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), std::string(message));
    }
    HelloPlugin plugin(kFails, std::string(64 * 1024 + 1, ' '));
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.json has 65537 bytes; the limit is 65536");
}

void MissingAndMarked()
{
    HelloPlugin plugin(kFails, "\xEF\xBB\xBF{\"loadFailure\":\"allow\"}");
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.js:1:77: Error: no");
    HelloPlugin::Files().erase(HelloPlugin::kSettings);
    ExpectEqual(plugin.Wsl().Load(), S_OK);
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.js:1:77: Error: no");
    FakeWindows::Get().forbiddenFiles.insert(HelloPlugin::kSettings);
    ExpectEqual(plugin.Wsl().Load(), S_OK);
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "hello.json cannot be read: 0x80070005 (E_ACCESSDENIED)");
}

void LoadFailures()
{
    HelloPlugin blocked("1");
    Expect(blocked.MessageOf(HookId::OnVMStarted) != "(it succeeds)", "a VM starts without its plugin");
    HelloPlugin allowed("1", R"({"loadFailure":"allow"})");
    ExpectEqual(allowed.MessageOf(HookId::OnVMStarted), "(it succeeds)");
}

void HotReload()
{
    HelloPlugin plugin(kFails, R"({"hotReload":true})");
    HelloPlugin::Files()[HelloPlugin::kScript] = "export default definePlugin({})";
    FakeWindows::Get().filesWritten++;
    ExpectEqual(plugin.MessageOf(HookId::OnVMStarted), "(it succeeds)");
}

const AddCases g_cases{
    {"settings count", WhatTheySay},
    {"a settings file that is wrong stops the plugin, with the reason", WrongOnes},
    {"a settings file may be missing or have a byte order mark, but not be locked", MissingAndMarked},
    {"a script that cannot be loaded stops VMs, or not, as the settings say", LoadFailures},
    {"an edited script takes over where the settings say so", HotReload},
};

} // namespace
