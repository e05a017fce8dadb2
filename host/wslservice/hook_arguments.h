// The structs that a hook gets, made from a request's fields: each struct and each string is a block of its own at the
// version's exact size, and all of it becomes inaccessible when the hook has returned.
#pragma once
#include "generated/wsl_abi.h"
#include "guarded_memory.h"
#include "protocol.h"
#include <deque>

namespace standin {

class HookArguments
{
public:
    // Throws std::invalid_argument for a field that cannot be read.
    HookArguments(const Message& request, const wsl::WSLVersion& version);
    ~HookArguments();
    HookArguments(const HookArguments&) = delete;
    HookArguments& operator=(const HookArguments&) = delete;

    // NULL if the request lacks the struct's first field: session=, flags=, id=.
    const wsl::WSLSessionInformation* Session();
    const wsl::WSLVmCreationSettings* Settings();
    const wsl::WSLDistributionInformation* Distribution();
    const wsl::WslOfflineDistributionInformation* OfflineDistribution();
    const wsl::WSLCSessionInformation* ContainerSession();
    LPCSTR NarrowText(); // text=, or NULL

private:
    const wchar_t* String(const char* key);
    PSID Sid();
    HANDLE Token();

    template <typename T>
    const T* Place(const char* name, const T& whole, std::span<const wsl::Member> members);

    const Message& m_request;
    wsl::WSLVersion m_version;
    HANDLE m_token = nullptr;
    std::deque<GuardedBlock> m_blocks;
};

} // namespace standin
