// The disk that a file is on.
#pragma once
#include "win32/windows.h"

namespace win32 {

// As Windows' drivers report it.
struct Volume
{
    DWORD kind = 0;            // FILE_DEVICE_DISK, ...
    DWORD characteristics = 0; // kRemovableMedia, kRemoteDevice, ...
};

// From wdm.h, which applications cannot include.
constexpr DWORD kRemovableMedia = 0x1;
constexpr DWORD kRemoteDevice = 0x10;

// The volume of an open file or folder; all zero if Windows does not say. Test programs link another implementation of
// this.
Volume VolumeOf(HANDLE file) noexcept;

} // namespace win32
