// The only function that programs in Go, such as esbuild, take from bcryptprimitives.dll, which Wine 8 does not have.

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE* data, SIZE_T size)
{
    while (size > 0)
    {
        const ULONG part = size > MAXLONG ? MAXLONG : (ULONG)size;
        if (!RtlGenRandom(data, part))
        {
            return FALSE;
        }
        data += part;
        size -= part;
    }
    return TRUE;
}
