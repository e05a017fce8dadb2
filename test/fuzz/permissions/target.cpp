// Calls, with declared and granted permissions. For every input: a call that both "all" and its own permission allow is
// not denied, granting less never allows more, and a denial names what is denied.
#include "plugin/linux_command.h"
#include "plugin/permissions.h"
#include "require.h"
#include <fuzzer/FuzzedDataProvider.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FuzzedDataProvider input(data, size);
    const uint32_t kind = input.ConsumeIntegralInRange<uint32_t>(0, 4);
    const bool carriesErrors = input.ConsumeBool();
    const std::string declared = input.ConsumeRandomLengthString();
    const std::string words = input.ConsumeRandomLengthString();
    const std::string granted = input.ConsumeRemainingBytesAsString();
    const Permissions permissions{PermissionSet(declared), PermissionSet(granted), "hello.js", "hello.json"};
    const Permissions everything{PermissionSet("all"), PermissionSet("all"), "hello.js", "hello.json"};
    Require(permissions.declared.Includes(permissions.declared), "a set has all that it has");
    Require(everything.declared.Includes(permissions.declared), "everything has all that a set has");
    Require(
        PermissionSet().Includes(permissions.declared) == (permissions.declared.Text() == "none"),
        "nothing has only nothing");
    const auto command = MakeLinuxCommand(kind, "vm", words, carriesErrors);
    if (!command)
    {
        return 0;
    }
    Require(command->argv[0] == "/bin/sh" && command->argv[1] == "-c", "it is the host's own shell");
    Require(!command->needed.empty(), "every command needs a permission");
    for (const Permission& needed : command->needed)
    {
        const auto denial = permissions.Judge(needed);
        Require(!everything.Judge(needed), "everything is allowed by all");
        Require(denial || permissions.declared.Allows(needed), "what is not declared is denied");
        Require(denial || permissions.granted.Allows(needed), "what is not granted is denied");
        Require(!denial || denial->permission == needed, "what is denied is named");
        Require(!PermissionSet().Allows(needed), "nothing allows nothing");
    }
    return 0;
}
