// A DLL's Authenticode signature: WSL's own check (WinVerifyTrust), and an explanation.
#pragma once
#include "win32/windows.h"
#include <chrono>
#include <optional>
#include <string>

namespace tool {

struct Signature
{
    HRESULT result = S_OK;      // of WinVerifyTrust
    std::string signer;         // the certificate's name; empty if there is no readable signature
    std::string issuer;         // of the last certificate of its chain
    bool isAnchored = false;    // the chain ends in a root that the machine trusts, for all of its users
    bool isTimeStamped = false; // then it stays valid after the certificate has expired
    std::chrono::system_clock::time_point end{}; // of the certificate
};

Signature ReadSignature(const std::u16string& path);

// The signer's name, and the reason why the signature is not valid.
std::string SignatureText(const Signature& signature);

} // namespace tool
