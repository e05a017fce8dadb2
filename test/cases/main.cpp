// engine-test.exe           the names of all cases, one a line
// engine-test.exe NAME      runs one; exit code 0, or 1 and the reason on standard output
#include "cases/cases.h"
#include <cstdio>
#include <cstring>

std::vector<Case>& Cases()
{
    static std::vector<Case> cases;
    return cases;
}

int main(int count, char** arguments)
{
    for (const Case& each : Cases())
    {
        if (count < 2)
        {
            std::printf("%s\n", each.name);
        }
        else if (std::strcmp(each.name, arguments[1]) == 0)
        {
            try
            {
                each.run();
                return 0;
            }
            catch (const std::exception& error)
            {
                std::printf("%s\n", error.what());
                return 1;
            }
        }
    }
    if (count >= 2)
    {
        std::printf("there is no case of this name\n");
    }
    return count < 2 ? 0 : 1;
}
