// A thread that acts as a user. WSL's calls need the service's rights, and fail on such a thread.
#pragma once
#include <winsock2.h>
#include <windows.h>

namespace standin {

// During its lifetime the thread impersonates the process's own user. Throws std::system_error.
class Impersonation
{
public:
    Impersonation();
    ~Impersonation();
    Impersonation(const Impersonation&) = delete;
    Impersonation& operator=(const Impersonation&) = delete;
};

bool Impersonates() noexcept;

} // namespace standin
