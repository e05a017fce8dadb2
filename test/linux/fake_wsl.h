// WSL as a plugin sees it: tables and structs that end where their version's do, arguments that are freed when a hook
// has returned, and calls that check their arguments closely. One exists at a time; hooks may run on several threads.
#pragma once
#include "generated/hook_table.h"
#include "generated/wsl_abi.h"
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

// A call of the plugin.
struct ApiCall
{
    std::string name;
    uint32_t session = 0;
    std::vector<std::u16string> texts{};  // of the calls that mount a folder
    bool readOnly = false;                // likewise
    std::string path{};                   // of the calls that start a process; the mount point for container mounts
    std::vector<std::string> arguments{}; // likewise
    std::optional<GUID> distribution{};   // likewise
    std::vector<std::string> variables{}; // of the call that starts one in a container session
};

struct ApiAnswer
{
    HRESULT result = S_OK;
    SOCKET socket = 0;   // of the calls that start a process
    int errorNumber = 0; // of those in container sessions, as are the next
    const char* output = "";
    const char* errors = "";
    bool hasEnded = true; // otherwise it ends when the plugin waits for its end
    int exitCode = 0;
    HRESULT streamResult = S_OK; // of the last of its streams
};

// The arguments of hooks. An empty text is passed as a null pointer.
struct HookInput
{
    using Text = std::optional<std::u16string>;

    uint32_t session = 1;
    Text sid = u"S-1-5-18";
    wsl::WSLUserConfiguration configuration = wsl::None;
    GUID distribution{0x0c0e1c4a, 0x1234, 0x5678, {1, 2, 3, 4, 5, 6, 7, 8}};
    Text name = u"Debian";
    uint64_t pidNamespace = 4026531836;
    Text packageFamilyName = u"TheDebianProject.DebianGNULinux";
    uint32_t initPid = 1;
    Text flavor = u"debian";
    Text version = u"12";
    Text displayName = u"wslc-cli-ada";
    uint32_t applicationPid = 4711;
    std::string inspection = R"({"Id":"9f86d081","Name":"web","Config":{"Env":["TOKEN=secret"]}})"; // or an id
};

class FakeWsl
{
public:
    explicit FakeWsl(wsl::WSLVersion version);
    ~FakeWsl();
    FakeWsl(const FakeWsl&) = delete;
    FakeWsl& operator=(const FakeWsl&) = delete;

    // Loads the plugin again, through its entry point.
    HRESULT Load();

    // Calls the hook, if the plugin has filled its slot; S_OK otherwise.
    HRESULT Call(HookId hook)
    {
        return Call(hook, input);
    }
    HRESULT Call(HookId hook, const HookInput& passed);

    // The message for the user that the last hook on this thread set, if any.
    static const std::optional<std::u16string>& Message() noexcept;

    HookInput input;

    // How the plugin's calls are answered, on the calling thread; by default with success and no socket.
    std::function<ApiAnswer(const ApiCall&)> onCall;
    std::vector<ApiCall> calls;

    // Whether text that is not valid UTF-16 or UTF-8 also ends the program.
    bool insistsOnValidText = true;

private:
    static FakeWsl* s_current;

    ApiAnswer AnswerTo(ApiCall call);
    HRESULT Answer(ApiCall call, SOCKET* socket);
    static HRESULT MountFolder(wsl::WSLSessionId, LPCWSTR, LPCWSTR, BOOL, LPCWSTR);
    static HRESULT ExecuteBinary(wsl::WSLSessionId, LPCSTR, LPCSTR*, SOCKET*);
    static HRESULT ExecuteBinaryInDistribution(wsl::WSLSessionId, const GUID*, LPCSTR, LPCSTR*, SOCKET*);
    static HRESULT WSLCMountFolder(wsl::WSLCSessionId, LPCWSTR, LPCSTR, BOOL);
    static HRESULT WSLCUnmountFolder(wsl::WSLCSessionId, LPCSTR);
    static HRESULT WSLCCreateProcess(wsl::WSLCSessionId, LPCSTR, LPCSTR*, LPCSTR*, wsl::WSLCProcessHandle*, int*);
    static HRESULT PluginError(LPCWSTR);

    const wsl::WSLVersion m_version;
    std::unique_ptr<std::byte[]> m_api;
    std::unique_ptr<std::byte[]> m_hooks;
    std::mutex m_lock; // of `calls`
};
