#include "tool/signature.h"
#include "text/hresult.h"
#include "text/utf.h"
#include "win32/handle.h"
#include "win32/wide.h"
// These need windows.h first.
#include <wintrust.h>
//
#include <softpub.h>
#include <wincrypt.h>

namespace tool {

namespace {

using ChainHandle = const CERT_CHAIN_CONTEXT*;

struct ChainTraits
{
    using Type = ChainHandle;
    static constexpr Type kInvalid = nullptr;
    static void Close(Type chain) noexcept
    {
        CertFreeCertificateChain(chain);
    }
};

// Windows counts from 1601 in units of 100 ns.
std::chrono::system_clock::time_point TimeOf(const FILETIME& time)
{
    constexpr int64_t kUnixEpoch = 116'444'736'000'000'000;
    const auto ticks = static_cast<int64_t>((static_cast<uint64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime);
    using Ticks = std::chrono::duration<int64_t, std::ratio<1, 10'000'000>>;
    return std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(Ticks(ticks - kUnixEpoch)));
}

std::string NameOf(PCCERT_CONTEXT certificate)
{
    constexpr DWORD kKind = CERT_NAME_SIMPLE_DISPLAY_TYPE;
    std::u16string name(CertGetNameStringW(certificate, kKind, 0, nullptr, nullptr, 0), u'\0');
    CertGetNameStringW(certificate, kKind, 0, nullptr, win32::AsWideBuffer(name), static_cast<DWORD>(name.size()));
    name.resize(name.empty() ? 0 : name.size() - 1);
    return text::Utf16ToUtf8(name);
}

// Built as SYSTEM builds it: from the machine's stores only, and without the network.
void ReadChain(Signature& signature, PCCERT_CONTEXT certificate, HCERTSTORE others)
{
    CERT_CHAIN_PARA parameters{};
    parameters.cbSize = sizeof(parameters);
    ChainHandle built = nullptr;
    CertGetCertificateChain(
        HCCE_LOCAL_MACHINE,
        certificate,
        nullptr,
        others,
        &parameters,
        CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL,
        nullptr,
        &built);
    const win32::Unique<ChainTraits> chain(built);
    if (!chain || chain.Get()->cChain == 0 || chain.Get()->rgpChain[0]->cElement == 0)
    {
        return;
    }
    const CERT_SIMPLE_CHAIN& simple = *chain.Get()->rgpChain[0];
    signature.issuer = NameOf(simple.rgpElement[simple.cElement - 1]->pCertContext);
    constexpr DWORD kUnanchored = CERT_TRUST_IS_UNTRUSTED_ROOT | CERT_TRUST_IS_PARTIAL_CHAIN |
        CERT_TRUST_IS_NOT_SIGNATURE_VALID | CERT_TRUST_IS_REVOKED | CERT_TRUST_IS_EXPLICIT_DISTRUST;
    signature.isAnchored = (chain.Get()->TrustStatus.dwErrorStatus & kUnanchored) == 0;
}

void ReadSigner(Signature& signature, HANDLE state)
{
    CRYPT_PROVIDER_DATA* const data = WTHelperProvDataFromStateData(state);
    CRYPT_PROVIDER_SGNR* const signer = data == nullptr ? nullptr : WTHelperGetProvSignerFromChain(data, 0, FALSE, 0);
    if (signer == nullptr || signer->csCertChain == 0)
    {
        return;
    }
    PCCERT_CONTEXT const certificate = signer->pasCertChain[0].pCert;
    signature.signer = NameOf(certificate);
    signature.isTimeStamped = signer->csCounterSigners > 0;
    signature.end = TimeOf(certificate->pCertInfo->NotAfter);
    ReadChain(signature, certificate, certificate->hCertStore);
}

} // namespace

Signature ReadSignature(const std::u16string& path)
{
    constexpr DWORD kShare = FILE_SHARE_READ | FILE_SHARE_DELETE;
    const win32::UniqueFile opened(
        CreateFileW(win32::AsWide(path), GENERIC_READ, kShare, nullptr, OPEN_EXISTING, 0, nullptr));
    WINTRUST_FILE_INFO file{};
    file.cbStruct = sizeof(file);
    file.pcwszFilePath = win32::AsWide(path);
    file.hFile = opened ? opened.Get() : nullptr;
    WINTRUST_DATA trust{};
    trust.cbStruct = sizeof(trust);
    trust.dwUIChoice = WTD_UI_NONE;
    trust.dwUnionChoice = WTD_CHOICE_FILE;
    trust.dwStateAction = WTD_STATEACTION_VERIFY;
    trust.pFile = &file;
    GUID action = WINTRUST_ACTION_GENERIC_VERIFY_V2;
    Signature signature;
    signature.result = HRESULT_FROM_WIN32(static_cast<DWORD>(WinVerifyTrust(nullptr, &action, &trust)));
    ReadSigner(signature, trust.hWVTStateData);
    trust.dwStateAction = WTD_STATEACTION_CLOSE;
    WinVerifyTrust(nullptr, &action, &trust);
    return signature;
}

std::string SignatureText(const Signature& signature)
{
    const std::string signer = signature.signer.empty() ? "" : signature.signer + ", ";
    return signature.result == S_OK ? signature.signer : signer + text::HresultToText(signature.result);
}

} // namespace tool
