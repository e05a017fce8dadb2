#include "generated/natives.h"
#include "plugin/script.h"

int32_t natives::MountFolder(
    Script& script,
    uint32_t session,
    const std::wstring& windowsPath,
    const std::wstring& linuxPath,
    bool readOnly,
    const std::wstring& name)
{
    return script.Api().MountFolder(session, windowsPath.c_str(), linuxPath.c_str(), readOnly, name.c_str());
}
