// The counterpart of the plugin behind microsoft/WSL's PluginTests.cpp: it prints what happens, and fails where the test asks for it.

/** The test puts its value in front of the script. */
declare const testType:
  | "Success"
  | "FailToLoad"
  | "FailToStartVm"
  | "FailToStartDistro"
  | "FailToStopVm"
  | "FailToStopDistro"
  | "ApiErrors"
  | "PluginRequiresUpdate"
  | "SameDistroId"
  | "ErrorMessageStartVm"
  | "ErrorMessageStartDistro"
  | "FailToStartVmWithPluginErrorMessage"
  | "InitPidIsDifferent"
  | "FailToRegisterUnregisterDistro"
  | "RunDistroCommand"
  | "GetUsername";

let folder = "";
let firstId: DistributionID | undefined;
let previousInitPid: number | undefined;

export default definePlugin({
  permissions: "all",
  requires: testType === "PluginRequiresUpdate" ? "9999.99.99" : "2.4.4",

  onLoad({ scriptPath }) {
    folder = scriptPath.slice(0, scriptPath.lastIndexOf("\\"));
    console.log(`Plugin loaded. TestMode=${testType}`);
    failIf("FailToLoad", "OnLoad");
  },

  onVmStarted(session, settings) {
    console.log(`VM created (settings->CustomConfigurationFlags=${settings.customConfiguration.flags})`);
    failIf("FailToStartVm", "OnVmStarted");
    failIf("FailToStartVmWithPluginErrorMessage", "OnVmStarted", "Plugin error message");
    failIf("ErrorMessageStartVm", "OnVmStarted", "StartVm plugin error message", "E_FAIL");
    if (settings.customConfiguration.kernel) fail("OnVmStarted", "", "E_ACCESSDENIED");
    if (testType === "Success") readThroughMount(session);
    if (testType === "ApiErrors") provokeErrors(session);
    if (testType === "GetUsername") console.log(`Username: ${session.user?.domain}\\${session.user?.name}`);
  },

  onVmStopping() {
    console.log("VM Stopping");
    failIf("FailToStopVm", "OnVmStopping");
  },

  onDistributionStarted(session, distribution) {
    const { pidNamespace, initPid } = distribution;
    print("Distribution started", distribution, `PidNs=${pidNamespace}`, `InitPid=${initPid}`);
    failIf("FailToStartDistro", "OnDistroStarted");
    failIf("ErrorMessageStartDistro", "OnDistroStarted", "StartDistro plugin error message", "E_FAIL");
    if (testType === "SameDistroId") compareId(distribution);
    if (testType === "InitPidIsDifferent") compareInitPid(distribution);
    if (testType === "RunDistroCommand") runCommands(session, distribution);
  },

  onDistributionStopping(_session, distribution) {
    print("Distribution Stopping", distribution, `PidNs=${distribution.pidNamespace}`);
    failIf("FailToStopDistro", "OnDistroStopping");
    if (testType === "SameDistroId" && distribution.id !== firstId)
      fail("OnDistroStopping: other GUID", "", "E_UNEXPECTED");
  },

  onDistributionRegistered(_session, distribution) {
    print("Distribution registered", distribution);
    failIf("FailToRegisterUnregisterDistro", "OnDistributionRegistered");
  },

  onDistributionUnregistered(_session, distribution) {
    print("Distribution unregistered", distribution);
    failIf("FailToRegisterUnregisterDistro", "OnDistributionUnregistered");
  },
});

type Running = WSLDistributionInformation<"DistributionFlavor" | "DistributionVersion" | "DistributionInitPid">;
type Registered = WSLOfflineDistributionInformation<"DistributionFlavor" | "DistributionVersion">;

function print(what: string, distribution: Running | Registered, ...details: string[]): void {
  const { name, packageFamilyName, flavor, version } = distribution;
  const parts = [`name=${name}`, `package=${packageFamilyName ?? ""}`, ...details];
  console.log(`${what}, ${[...parts, `Flavor=${flavor}`, `Version=${version}`].join(", ")}`);
}

function failIf(
  type: typeof testType,
  hook: string,
  message = "",
  code: "E_UNEXPECTED" | "E_FAIL" = "E_UNEXPECTED",
): void {
  if (testType === type) fail(hook, message, code);
}

function fail(hook: string, message: string, code: "E_UNEXPECTED" | "E_FAIL" | "E_ACCESSDENIED"): never {
  console.log(`${hook}: ${code}`);
  throw new PluginError(message, HRESULT[code]);
}

function readThroughMount(session: WSLSessionInformation): void {
  MountFolder(session, folder, "/test-plugin/deep/folder", true, "test-plugin-mount");
  console.log(`Folder mounted (${folder} -> /test-plugin)`);
  using process = ExecuteBinary(session, "/bin/cat", ["/test-plugin/deep/folder/test-file.txt"]);
  console.log("Process created");
  if (process.text() !== "OK") throw new PluginError("Unexpected output", HRESULT.E_ABORT);
}

function provokeErrors(session: WSLSessionInformation): void {
  const nowhere = SessionID.parse(0xcafe);
  expectCode("ERROR_FILE_NOT_FOUND", () =>
    MountFolder(session, "C:\\DoesNotExit", "/dummy", true, "test-plugin-mount"),
  );
  expectCode("E_FAIL", () => ExecuteBinary(session, "/bin/does-no-exist"));
  expectCode("RPC_E_DISCONNECTED", () => ExecuteBinary(nowhere, "/bin/does-no-exist"));
  console.log("API error tests passed");
}

function expectCode(code: "ERROR_FILE_NOT_FOUND" | "E_FAIL" | "RPC_E_DISCONNECTED", call: () => unknown): void {
  const found = codeOf(call);
  if (found !== HRESULT[code]) throw new PluginError(`Unexpected code: ${found}`, HRESULT.E_ABORT);
}

/** The code that a call fails with, or 0. */
function codeOf(call: () => unknown): number {
  try {
    call();
    return 0;
  } catch (error) {
    if (error instanceof WSLApiError) return error.hresult;
    throw error;
  }
}

function compareId({ id }: Running): void {
  if (firstId !== undefined) console.log(`OnDistroStarted: received ${id === firstId ? "same" : "different"} GUID`);
  firstId ??= id;
}

function compareInitPid({ initPid }: Running): void {
  if (initPid === previousInitPid) fail("Init's pid did not change", "", "E_FAIL");
  if (previousInitPid !== undefined) console.log(`Init's pid is different (${initPid} ! = ${previousInitPid})`);
  previousInitPid = initPid;
}

function runCommands(session: SessionThatSupports<"ExecuteBinaryInDistribution">, { id }: Running): void {
  using process = ExecuteBinaryInDistribution(session, id, "/bin/sh", ["-c", "cat /etc/issue.net"]);
  console.log("Process created");
  const output = process.text();
  if (output !== "Debian GNU/Linux 13\n") throw new PluginError(`Unexpected output: ${output}`, HRESULT.E_ABORT);
  const none = DistributionID.parse("00000000-0000-0000-0000-000000000000");
  const failed = (distribution: DistributionID) =>
    HRESULT.format(codeOf(() => ExecuteBinaryInDistribution(session, distribution, "/does-not-exist")));
  console.log(`Failed process launch returned: ${failed(id)}`);
  console.log(`Invalid distro launch returned: ${failed(none)}`);
}
