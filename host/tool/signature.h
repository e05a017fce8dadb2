// A DLL's Authenticode signature, judged as WSL does (WinVerifyTrust) and explained.
#pragma once
#include "win32/windows.h"
#include <chrono>
#include <optional>
#include <string>

namespace tool {

struct Signature
{
    HRESULT result = S_OK;      // of WinVerifyTrust
    std::string signer;         // the certificate's name; empty without a signature that can be read
    std::string issuer;         // of the last certificate of its chain
    bool isAnchored = false;    // the chain ends in a root that the machine trusts, for all of its users
    bool isTimeStamped = false; // so that the certificate's end does not matter
    std::chrono::system_clock::time_point end{}; // of the certificate
};

Signature ReadSignature(const std::u16string& path);

// The signer's name, and what is wrong.
std::string SignatureText(const Signature& signature);

} // namespace tool
