// Stacks that Windows has no memory left for. It then raises the exception of a stack's end long before that end; it
// does the same at a guard page within the part that a thread has reserved for such a case.
#include "cases/cases.h"
#include "engine/platform.h"
#include "engine/processor.h"
#include "engine/script_runner.h"
#include <windows.h>

namespace {

constexpr size_t kStack = 4 << 20;
constexpr size_t kUsable = 160 << 10;

// The lowest address of the running thread's stack.
char* StackBottom() noexcept
{
    ULONG_PTR bottom = 0;
    ULONG_PTR top = 0;
    GetCurrentThreadStackLimits(&bottom, &top);
    return reinterpret_cast<char*>(bottom);
}

void EndStackAfter(size_t bytes)
{
    ULONG kept = kStack - bytes;
    DWORD old = 0;
    char* const page = StackBottom() + kept;
    Expect(
        SetThreadStackGuarantee(&kept) && VirtualProtect(page, 1, PAGE_READWRITE | PAGE_GUARD, &old),
        "the stack cannot be shortened");
    // Wine commits a stack from the start. The committed part ends here.
    reinterpret_cast<NT_TIB*>(processor_thread_block())->StackLimit = page + 4096;
}

// Runs a script on a stack of which only a part can be used. Returns the result of RunScript.
std::string RunOnStackThatEndsEarly(std::string_view source, const RunOptions& options = {})
{
    std::string result;
    RunOnStackOf(kStack, [&] {
        EndStackAfter(kUsable);
        // Again on the same thread: the guard page has been restored.
        for (int i = 0; i < 2; i++)
        {
            result += RunScript(source, options) + "; ";
        }
        result += RunScript("1 + 1");
    });
    return result;
}

constexpr auto kTwice = "trap: the thread's stack is exhausted; trap: the thread's stack is exhausted; = 2";

void EngineNeedsMoreStack()
{
    ExpectEqual(RunOnStackThatEndsEarly("JSON.parse('['.repeat(1e5))"), kTwice);
}

void HostNeedsMoreStack()
{
    RunOptions options;
    options.native = [](engine::Runtime&, engine::Arguments&) {
        volatile char buffer[48 * 1024];
        for (size_t i = sizeof(buffer); i >= 4096; i -= 4096)
        {
            buffer[i - 4096] = 1;
        }
        return engine::Runtime::Undefined();
    };
    ExpectEqual(
        RunOnStackThatEndsEarly("(function f() { return [0].map(() => { native(); f(); }) })()", options), kTwice);
}

const AddCases g_cases{
    {"a stack that cannot grow is a trap in the engine, each time", EngineNeedsMoreStack},
    {"a stack that cannot grow is a trap before the host's code needs it", HostNeedsMoreStack},
};

} // namespace
