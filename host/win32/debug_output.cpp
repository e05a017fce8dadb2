#include "win32/debug_output.h"
#include "text/utf.h"
#include "win32/wide.h"
#include <new>

namespace win32 {

void DebugOutput(std::string_view text) noexcept
try
{
    if (!text.empty() && IsDebuggerPresent())
    {
        OutputDebugStringW(AsWide(text::Utf8ToUtf16(text)));
    }
}
catch (const std::bad_alloc&)
{
    // An error of the output itself cannot be reported anywhere else.
}

} // namespace win32
