#include "win32/machine_facts.h"
#include "text/utf.h"
#include "win32/handle.h"
#include "win32/last_error.h"
#include "win32/registry.h"
#include "win32/system_library.h"
#include "win32/wide.h"
#include <cstring>
#include <wincrypt.h>
#include <winhttp.h>

namespace win32 {

namespace {

const HRESULT kMissing = HRESULT_FROM_WIN32(ERROR_PROC_NOT_FOUND);

constinit SystemLibrary g_crypt32(u"crypt32.dll");
constinit SystemLibrary g_winhttp(u"winhttp.dll");
constinit SystemLibrary g_ntdll(u"ntdll.dll");

struct CertificateFunctions
{
    decltype(CertOpenStore)* open = g_crypt32.Find<decltype(CertOpenStore)>("CertOpenStore");
    decltype(CertEnumCertificatesInStore)* next = g_crypt32.Find<decltype(CertEnumCertificatesInStore)>(
        "CertEnumCertificatesInStore");
    decltype(CertGetCertificateContextProperty)* property = g_crypt32.Find<decltype(CertGetCertificateContextProperty)>(
        "CertGetCertificateContextProperty");
    decltype(CertFreeCertificateContext)* free = g_crypt32.Find<decltype(CertFreeCertificateContext)>(
        "CertFreeCertificateContext");
    decltype(CertCloseStore)* close = g_crypt32.Find<decltype(CertCloseStore)>("CertCloseStore");

    bool AreThere() const noexcept
    {
        return open != nullptr && next != nullptr && property != nullptr && free != nullptr && close != nullptr;
    }
};

// A store, and its current certificate.
class CertificateStore
{
public:
    CertificateStore(const CertificateFunctions& functions, const std::u16string& name) noexcept :
        m_functions(functions),
        m_store(functions.open(
            CERT_STORE_PROV_SYSTEM_W,
            0,
            0,
            CERT_SYSTEM_STORE_LOCAL_MACHINE | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG,
            name.c_str()))
    {}
    ~CertificateStore()
    {
        if (m_current != nullptr)
        {
            m_functions.free(m_current);
        }
        if (m_store != nullptr)
        {
            m_functions.close(m_store, 0);
        }
    }
    CertificateStore(const CertificateStore&) = delete;
    CertificateStore& operator=(const CertificateStore&) = delete;

    explicit operator bool() const noexcept
    {
        return m_store != nullptr;
    }

    // Null after the last one.
    const CERT_CONTEXT* Next() noexcept
    {
        m_current = m_functions.next(m_store, m_current);
        return m_current;
    }

private:
    const CertificateFunctions& m_functions;
    HCERTSTORE m_store;
    const CERT_CONTEXT* m_current = nullptr;
};

struct GlobalTraits
{
    using Type = HGLOBAL;
    static constexpr Type kInvalid = nullptr;
    static void Close(Type memory) noexcept
    {
        GlobalFree(memory);
    }
};

std::u16string TakeText(LPWSTR text)
{
    const Unique<GlobalTraits> owner(text);
    return text == nullptr ? std::u16string() : std::u16string(AsUtf16(text));
}

} // namespace

HRESULT ReadCertificates(const std::u16string& store, size_t maximum, std::vector<Certificate>& certificates)
{
    static const CertificateFunctions s_functions;
    if (!s_functions.AreThere())
    {
        return kMissing;
    }
    CertificateStore opened(s_functions, store);
    if (!opened)
    {
        const HRESULT result = LastError();
        return result == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) ? S_FALSE : result;
    }
    size_t total = 0;
    while (const CERT_CONTEXT* const context = opened.Next())
    {
        Certificate certificate;
        DWORD size = certificate.sha1.size();
        if (!s_functions.property(context, CERT_SHA1_HASH_PROP_ID, certificate.sha1.data(), &size))
        {
            return LastError();
        }
        total += context->cbCertEncoded;
        if (total > maximum)
        {
            return HRESULT_FROM_WIN32(ERROR_MORE_DATA);
        }
        certificate.der.assign(context->pbCertEncoded, context->pbCertEncoded + context->cbCertEncoded);
        certificates.push_back(std::move(certificate));
    }
    return S_OK;
}

HRESULT ReadProxy(std::u16string& proxy, std::u16string& bypass)
{
    auto* const read = g_winhttp.Find<decltype(WinHttpGetDefaultProxyConfiguration)>(
        "WinHttpGetDefaultProxyConfiguration");
    if (read == nullptr)
    {
        return kMissing;
    }
    WINHTTP_PROXY_INFO information{};
    if (!read(&information))
    {
        return LastError();
    }
    proxy = TakeText(information.lpszProxy);
    bypass = TakeText(information.lpszProxyBypass);
    return information.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY && !proxy.empty() ? S_OK : S_FALSE;
}

std::u16string WindowsVersion()
{
    auto* const read = g_ntdll.Find<LONG WINAPI(OSVERSIONINFOW*)>("RtlGetVersion");
    OSVERSIONINFOW version{};
    version.dwOSVersionInfoSize = sizeof(version);
    if (read != nullptr)
    {
        read(&version);
    }
    std::string text = std::to_string(version.dwMajorVersion) + "." + std::to_string(version.dwMinorVersion) + "." +
        std::to_string(version.dwBuildNumber);
    RegistryValue revision;
    DWORD number = 0;
    const HRESULT result = ReadMachineValue(
        u"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", u"UBR", sizeof(number), revision);
    if (result == S_OK && revision.type == REG_DWORD && revision.data.size() == sizeof(number))
    {
        std::memcpy(&number, revision.data.data(), sizeof(number));
        text += "." + std::to_string(number);
    }
    return text::Utf8ToUtf16(text);
}

} // namespace win32
