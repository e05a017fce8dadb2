// Watches on keys of the registry, below a key of the test's own.
#include "cases/cases.h"
#include "win32/registry_watch.h"
#include "win32/wide.h"
#include <string>
#include <thread>

using win32::RegistryWatch;

namespace {

// SOFTWARE\wsl-script-host-test, during its lifetime.
class TestKey
{
public:
    TestKey()
    {
        RegDeleteTreeW(HKEY_LOCAL_MACHINE, win32::AsWide(kPath));
        Make(u"");
    }
    ~TestKey()
    {
        RegDeleteTreeW(HKEY_LOCAL_MACHINE, win32::AsWide(kPath));
    }

    static void Make(const std::u16string& below)
    {
        Open(below, [](HKEY) { return ERROR_SUCCESS; });
    }

    static void SetFlag(const std::u16string& below, DWORD flag)
    {
        Open(below, [flag](HKEY key) {
            return RegSetValueExW(key, L"Flag", 0, REG_DWORD, reinterpret_cast<const BYTE*>(&flag), sizeof(flag));
        });
    }

    static void DeleteFlag(const std::u16string& below)
    {
        Open(below, [](HKEY key) { return RegDeleteValueW(key, L"Flag"); });
    }

    static void Delete(const std::u16string& below)
    {
        const std::u16string path = kPath + below;
        Expect(RegDeleteKeyW(HKEY_LOCAL_MACHINE, win32::AsWide(path)) == ERROR_SUCCESS, "a key cannot be deleted");
    }

    static inline const std::u16string kPath = u"SOFTWARE\\wsl-script-host-test";

private:
    template <class Action>
    static void Open(const std::u16string& below, Action&& action)
    {
        const std::u16string path = kPath + below;
        HKEY key = nullptr;
        Expect(
            RegCreateKeyExW(
                HKEY_LOCAL_MACHINE, win32::AsWide(path), 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &key, nullptr) ==
                ERROR_SUCCESS,
            "a key cannot be opened");
        const win32::UniqueKey owner(key);
        Expect(action(key) == ERROR_SUCCESS, "a key cannot be changed");
    }
};

template <class Change>
void ExpectSeen(Change&& change, const char* what)
{
    const RegistryWatch watch(TestKey::kPath);
    Expect(!watch.MayHaveChanged(), "a watch sees changes from before");
    change();
    Expect(watch.MayHaveChanged() && watch.MayHaveChanged(), what);
}

void Changes()
{
    const TestKey key;
    ExpectSeen([] { TestKey::Make(u"\\Plugins"); }, "a new key is not seen");
    ExpectSeen([] { TestKey::Make(u"\\Plugins\\hello"); }, "a new key further below is not seen");
    ExpectSeen([] { TestKey::SetFlag(u"\\Plugins\\hello", 1); }, "a new value is not seen");
    ExpectSeen([] { TestKey::SetFlag(u"\\Plugins\\hello", 0); }, "a changed value is not seen");
    ExpectSeen([] { TestKey::DeleteFlag(u"\\Plugins\\hello"); }, "a deleted value is not seen");
    ExpectSeen([] { TestKey::Delete(u"\\Plugins\\hello"); }, "a deleted key is not seen");
}

void NothingToWatch()
{
    Expect(RegistryWatch().MayHaveChanged(), "what is not watched is said not to have changed");
    Expect(RegistryWatch(u"SOFTWARE\\no such key").MayHaveChanged(), "a missing key is said not to have changed");
}

void MoveOfAWatch()
{
    const TestKey key;
    RegistryWatch kept;
    kept = RegistryWatch(TestKey::kPath);
    Expect(!kept.MayHaveChanged(), "a watch that is kept sees changes from before");
    TestKey::SetFlag(u"", 1);
    Expect(kept.MayHaveChanged(), "a watch that is kept sees no change");
}

void EndOfTheThread()
{
    const TestKey key;
    RegistryWatch watch;
    std::thread([&] { watch = RegistryWatch(TestKey::kPath); }).join();
    Expect(!watch.MayHaveChanged(), "the end of the thread that has made a watch is a change");
    TestKey::SetFlag(u"", 1);
    Expect(watch.MayHaveChanged(), "a watch ends with the thread that has made it");
}

const AddCases g_cases{
    {"a watch on a key sees new, changed and deleted keys and values below", Changes},
    {"what cannot be watched may always have changed", NothingToWatch},
    {"a watch on a key can be kept in place of another", MoveOfAWatch},
    {"a watch on a key outlasts the thread that has made it", EndOfTheThread},
};

} // namespace
