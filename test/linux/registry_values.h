// Puts values into the registry that the host sees.
#pragma once
#include "fake_windows.h"
#include "text/utf.h"
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

inline void SetValue(const char16_t* key, const char16_t* name, DWORD type, std::vector<uint8_t> data)
{
    FakeWindows::Get().registry[key].push_back({name, type, std::move(data)});
}

inline void SetNumber(const char16_t* key, const char16_t* name, uint32_t number)
{
    std::vector<uint8_t> data(sizeof(number));
    std::memcpy(data.data(), &number, sizeof(number));
    SetValue(key, name, REG_DWORD, std::move(data));
}

// A REG_SZ, or a REG_MULTI_SZ of texts with a NUL between each other.
inline void SetText(const char16_t* key, const char16_t* name, std::string_view text, DWORD type = REG_SZ)
{
    const std::u16string wide = text::Utf8ToUtf16(text) + std::u16string(type == REG_MULTI_SZ ? 2 : 1, u'\0');
    std::vector<uint8_t> data(wide.size() * sizeof(char16_t));
    std::memcpy(data.data(), wide.data(), data.size());
    SetValue(key, name, type, std::move(data));
}
