#include "tool/json_object.h"
#include "text/json_text.h"

namespace tool {

std::string JsonObject(const JsonMembers& members)
{
    std::string json = "{";
    for (const auto& [name, value] : members)
    {
        json += json.size() == 1 ? "" : ", ";
        text::AppendJsonText(json, name);
        json += ": ";
        if (value.empty())
        {
            json += "null";
        }
        else
        {
            text::AppendJsonText(json, value);
        }
    }
    return json + "}";
}

} // namespace tool
