# Signs DLLs: with -Pfx by a certificate from a file, whose password is in PFX_PASSWORD; else, as an administrator, by one of
# this machine's own, which is made the first time, and which only this machine trusts. -Remove deletes that one and its key;
# what it has signed is not trusted from then on.
param([string[]] $Dll = @(), [string] $Pfx, [switch] $Remove, [string] $TimestampServer)
$ErrorActionPreference = "Stop"
$subject = "CN=wsl-script-host on $env:COMPUTERNAME"

if ($Remove) {
    Get-ChildItem Cert:\LocalMachine\My | Where-Object Subject -eq $subject | Remove-Item -DeleteKey
    Get-ChildItem Cert:\LocalMachine\Root | Where-Object Subject -eq $subject | Remove-Item
    return
}

if ($Pfx) {
    $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($Pfx, $env:PFX_PASSWORD)
} else {
    $certificate = Get-ChildItem Cert:\LocalMachine\My -CodeSigningCert |
        Where-Object { $_.Subject -eq $subject -and $_.NotAfter -gt (Get-Date).AddDays(60) } | Select-Object -First 1
}
if (-not $certificate) {
    # For code only, and no authority: it can vouch for no other certificate. Its key cannot leave this machine.
    $certificate = New-SelfSignedCertificate -Type CodeSigningCert -Subject $subject -KeyUsage DigitalSignature `
        -KeyExportPolicy NonExportable -TextExtension "2.5.29.19={text}ca=false" -NotAfter (Get-Date).AddYears(1) `
        -CertStoreLocation Cert:\LocalMachine\My
    $file = New-TemporaryFile
    Export-Certificate -Cert $certificate -FilePath $file | Out-Null
    Import-Certificate -FilePath $file -CertStoreLocation Cert:\LocalMachine\Root | Out-Null
    Remove-Item $file
}

foreach ($path in $Dll) {
    $how = @{ FilePath = $path; Certificate = $certificate; HashAlgorithm = "SHA256" }
    $signature = $null
    if ($TimestampServer) {
        $signature = Set-AuthenticodeSignature @how -TimestampServer $TimestampServer -ErrorAction SilentlyContinue
    }
    if (-not $signature.TimeStamperCertificate) {
        $signature = Set-AuthenticodeSignature @how
        Write-Warning "$path has no time stamp. WSL refuses it from $($certificate.NotAfter) on, and then starts no VM: sign it again before."
    }
    if ($signature.Status -ne "Valid") { throw "$path is not signed: $($signature.StatusMessage)" }
    Write-Output "$path is signed by $($certificate.Subject), until $($certificate.NotAfter)"
}
