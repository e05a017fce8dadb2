#include "guid.h"
#include <cstdio>
#include <stdexcept>

namespace standin {

std::string GuidText(const GUID& guid)
{
    char text[37];
    const auto& last = guid.Data4;
    std::snprintf(
        text,
        sizeof(text),
        "%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x",
        guid.Data1,
        guid.Data2,
        guid.Data3,
        last[0],
        last[1],
        last[2],
        last[3],
        last[4],
        last[5],
        last[6],
        last[7]);
    return text;
}

GUID ParseGuid(const std::string& text)
{
    unsigned long parts[3] = {};
    unsigned bytes[8] = {};
    const int count = std::sscanf(
        text.c_str(),
        "%8lx-%4lx-%4lx-%2x%2x-%2x%2x%2x%2x%2x%2x",
        &parts[0],
        &parts[1],
        &parts[2],
        &bytes[0],
        &bytes[1],
        &bytes[2],
        &bytes[3],
        &bytes[4],
        &bytes[5],
        &bytes[6],
        &bytes[7]);
    GUID guid = {};
    guid.Data1 = parts[0];
    guid.Data2 = static_cast<unsigned short>(parts[1]);
    guid.Data3 = static_cast<unsigned short>(parts[2]);
    for (int i = 0; i < 8; i++)
    {
        guid.Data4[i] = static_cast<unsigned char>(bytes[i]);
    }
    if (count != 11 || GuidText(guid) != text)
    {
        throw std::invalid_argument("not a GUID: " + text);
    }
    return guid;
}

} // namespace standin
