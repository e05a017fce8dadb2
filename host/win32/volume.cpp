#include "win32/volume.h"
#include <winternl.h>

namespace win32 {

Volume VolumeOf(HANDLE file) noexcept
{
    FILE_FS_DEVICE_INFORMATION device{};
    IO_STATUS_BLOCK status{};
    const NTSTATUS result = NtQueryVolumeInformationFile(
        file, &status, &device, sizeof(device), FileFsDeviceInformation);
    return NT_SUCCESS(result) ? Volume{device.DeviceType, device.Characteristics} : Volume();
}

} // namespace win32
