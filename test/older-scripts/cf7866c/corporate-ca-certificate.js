// docs/examples/corporate-ca-certificate/corporate-ca-certificate.ts
var windowsFolder = "C:\\Program Files\\Contoso\\Certificates";
var vmFolder = "/opt/contoso/certificates";
var stores = [
  { program: "update-ca-certificates", args: [], file: "/usr/local/share/ca-certificates/contoso.crt" },
  { program: "update-ca-trust", args: ["extract"], file: "/etc/pki/ca-trust/source/anchors/contoso.pem" }
];
var corporate_ca_certificate_default = definePlugin({
  requires: "ExecuteBinaryInDistribution",
  onVmStarted(session) {
    MountFolder(session, windowsFolder, vmFolder);
  },
  onDistributionStarted(session, distribution) {
    try {
      const certificate = Linux.readTextFile(session, `${vmFolder}/contoso.crt`);
      trust(session, distribution, certificate);
    } catch (error) {
      console.error(`${distribution.name} does not trust the company's certificates:`, error);
    }
  }
});
function trust(session, distribution, certificate) {
  const store = stores.find(({ program }) => isThere(session, distribution, program));
  if (store === void 0) {
    console.warn(`${distribution.name} has no store of certificates that this plugin knows`);
    return;
  }
  if (textOf(session, distribution, store.file) === certificate) return;
  Linux.writeTextFile(session, store.file, certificate, { distribution, mode: 420 });
  run(session, store.program, { distribution, args: store.args, timeout: 2e4 });
  console.log(`${distribution.name} trusts the company's certificates now`);
}
function isThere(session, distribution, program) {
  return run(session, "sh", { distribution, args: ["-c", 'command -v "$1"', "sh", program], check: false }).ok;
}
function textOf(session, distribution, file) {
  const { ok, stdout } = run(session, "cat", { distribution, args: [file], check: false, stderr: "ignore" });
  return ok ? new TextDecoder().decode(stdout) : null;
}
export {
  corporate_ca_certificate_default as default
};
