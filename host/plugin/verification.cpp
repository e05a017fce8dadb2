#include "plugin/verification.h"
#include "generated/hresults.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/app_control.h"
#include "win32/event_log.h"
#include "win32/malware_scan.h"
#include <algorithm>

namespace {

using events::Event;

Failure Refusal(HRESULT hresult, const std::string& message)
{
    return {hresult, message, {}, {}, true};
}

// `sha256` is empty if Windows could not compute it: then no pin matches. `policy` is the value that has the pins.
std::optional<Failure> JudgePin(
    const std::string& file,
    const win32::FileContent& content,
    const std::string& sha256,
    const std::vector<std::string>& pins,
    bool isRequired,
    const std::string& policy)
{
    const bool isThere = content.result == S_OK;
    if (pins.empty() ? !isRequired || !isThere : std::ranges::find(pins, sha256) != pins.end())
    {
        return std::nullopt;
    }
    const std::string found = isThere ? file + " has the SHA-256 hash " + sha256 : file + " is missing";
    const std::string wanted = pins.empty() ? "the policy RequirePin requires its hash in the policy " + policy
                                            : "the policy " + policy + " has another";
    return Refusal(TRUST_E_SUBJECT_NOT_TRUSTED, found + ", and " + wanted);
}

std::optional<Failure>
JudgeScan(const win32::MalwareScan& scan, const PluginFiles& files, const policies::Values& policies)
{
    if (scan.result == win32::ScanResult::Malware)
    {
        return Refusal(win32::kVirusInfected, files.scriptFile + " is malware according to the antivirus product");
    }
    if (scan.result == win32::ScanResult::Clean)
    {
        return std::nullopt;
    }
    const std::string reason = text::HresultToText(scan.hresult);
    if (policies.amsiRequired)
    {
        return Refusal(
            TRUST_E_SUBJECT_NOT_TRUSTED,
            files.scriptFile + " was not scanned for malware, but the policy AmsiRequired is set: " + reason);
    }
    win32::ReportEventLater(
        Event::NotScanned, {text::Utf16ToUtf8(files.name), text::Utf16ToUtf8(files.script), reason});
    return std::nullopt;
}

} // namespace

std::optional<Failure> VerifyScript(
    const win32::FileContent& content,
    const std::string& sha256,
    const PluginFiles& files,
    const policies::Values& policies)
{
    if (auto failure = JudgePin(
            files.scriptFile, content, sha256, policies.scriptSha256, policies.requirePin, "ScriptSha256"))
    {
        return failure;
    }
    if (win32::AskAppControl(content.source.file.Get(), files.script) == win32::AppControl::Refused)
    {
        return Refusal(
            HRESULT_FROM_WIN32(ERROR_ACCESS_DISABLED_BY_POLICY),
            files.scriptFile + " is blocked by the machine's App Control policy");
    }
    return JudgeScan(win32::ScanForMalware(files.script, text::Utf8ToUtf16(content.bytes)), files, policies);
}

std::optional<Failure> VerifySettings(
    const win32::FileContent& content,
    const std::string& sha256,
    const PluginFiles& files,
    const policies::Values& policies)
{
    return JudgePin(
        files.settingsFile, content, sha256, policies.settingsSha256, policies.requirePin, "SettingsSha256");
}
