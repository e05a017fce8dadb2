// Prints plugins of the fuzzers' grammar, each as one line of JSON: script-samples <count> <seed>.
#include "script/grammar.h"
#include "text/json_text.h"
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

constexpr unsigned kMaximumStatements = 4;

std::string RandomBody(Random& random)
{
    std::string body;
    for (unsigned count = 1 + random() % kMaximumStatements; count > 0; count--)
    {
        body += "    " + RandomStatement(random);
    }
    return body;
}

std::string RandomPlugin(Random& random)
{
    std::string script = "export default definePlugin({\n  permissions: \"all\",\n";
    for (const char* hook :
         {"onVmStarted(session)", "async onDistributionStarted(session, distribution)", "onVmStopping(session)"})
    {
        script += "  " + std::string(hook) + " {\n" + RandomBody(random) + "  },\n";
    }
    return script + "});\n";
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
    {
        return EXIT_FAILURE;
    }
    Random random(static_cast<unsigned>(std::atoi(argv[2])));
    for (int left = std::atoi(argv[1]); left > 0; left--)
    {
        std::string line;
        text::AppendJsonText(line, std::string_view(RandomPlugin(random)));
        std::puts(line.c_str());
    }
    return EXIT_SUCCESS;
}
