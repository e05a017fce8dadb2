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

    // The argument of this type; NULL if the request lacks its first field: session=, flags=, id=, text=.
    template <typename Argument>
    Argument Get();

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

template <>
const wsl::WSLSessionInformation* HookArguments::Get();
template <>
const wsl::WSLVmCreationSettings* HookArguments::Get();
template <>
const wsl::WSLDistributionInformation* HookArguments::Get();
template <>
const wsl::WslOfflineDistributionInformation* HookArguments::Get();
template <>
const wsl::WSLCSessionInformation* HookArguments::Get();
template <>
LPCSTR HookArguments::Get();

} // namespace standin
