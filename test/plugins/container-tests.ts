// What microsoft/WSL's test plugin does in its cases about containers.

/** The test puts the case's name in front of the script. */
declare const testType: string;

let leaks = testType === "WslcVmStopCommitted";

export default definePlugin({
  permissions: "all",
  requires: "WSLC",

  onLoad() {
    console.log(`Plugin loaded. TestMode=${testType}`);
  },

  optional: {
    onWslcVmStarted(session) {
      if (testType === "WslcSuccess") checkCalls(session);
      if (testType === "WslcVmRestart") console.log(`VM started, ${useVm(session)}`);
      if (testType === "WslcVmStopCommitted") console.log("VM started");
    },

    async onWslcVmStopping(session) {
      if (testType === "WslcVmRestart") console.log(`VM stopping, ${useVm(session)}`);
      if (leaks) await leak(session);
    },
  },

  onSessionCreated(session) {
    const { displayName, applicationPid, userSid } = session;
    console.log(`Session created, name=${displayName}, pid=${applicationPid}, sid=${userSid === "" ? "unset" : "set"}`);
    if (testType === "WslcSessionRejected") refuse("session");
    if (testType === "WslcVmNeverStarted") {
      console.log(`no-vm caller: ${attempt(() => WSLCCreateProcess(session, "/bin/true"))}`);
    }
  },

  onSessionStopping({ displayName }) {
    console.log(`Session stopping, name=${displayName}`);
  },

  onContainerStarted(_session, { Name, Image, State }) {
    console.log(`Container started, name=${Name}, image=${Image}, state=${State.Status}`);
    if (testType === "WslcContainerRejected") refuse("container");
  },

  onContainerStopping(_session, containerId) {
    console.log(`Container stopping, id=${containerId.length} digits`);
  },

  onImageCreated(_session, { Id, RepoTags }) {
    console.log(`Image created, id=${Id.slice(0, 7)}, name=${RepoTags?.[0]}`);
  },

  onImageDeleted(_session, imageId) {
    console.log(`Image deleted, id=${imageId.slice(0, 7)}`);
  },
});

function refuse(what: string): never {
  console.log(`${what} rejected`);
  throw new PluginError("", HRESULT.E_ACCESSDENIED);
}

function checkCalls(session: WSLCSessionInformation): void {
  showEnd(run(session, "/bin/sh", { args: ["-c", "echo out; echo err >&2"] }));
  showEnd(run(session, "/bin/cat", { input: "stdin-ok" }));
  showEnd(run(session, "/bin/sh", { args: ["-c", "exit 12"], check: false }));
  showEnd(run(session, "/bin/sh", { args: ["-c", 'printf "$ENV"'], env: { ENV: "env-ok" } }));
  console.log(`does-not-exist: ${attempt(() => WSLCCreateProcess(session, "/does-not-exist"))}`);
  using running = WSLCCreateProcess(session, "/bin/cat");
  console.log(`running: ${running.exitCode}`);
  checkMounts(session);
}

function showEnd({ exitCode, stdout, stderr }: CommandResult): void {
  console.log(`status ${exitCode}`, [new TextDecoder().decode(stdout), stderr]);
}

function checkMounts(session: WSLCSessionInformation): void {
  WSLCMountFolder(session, "C:\\windows", "/mnt/wsl-plugin/plugin-rw-test", false);
  console.log("RW mounted");
  WSLCMountFolder(session, "C:\\windows", "/mnt/wsl-plugin/plugin-ro-test", true);
  const write = run(session, "/bin/sh", { args: ["-c", "echo x >/mnt/wsl-plugin/plugin-ro-test/x"], check: false });
  console.log(`RO mounted, writing ${write.ok ? "succeeds" : "fails"}`);
  console.log(`missing: ${attempt(() => WSLCMountFolder(session, "C:\\does-not-exist", "/mnt/missing"))}`);
  WSLCUnmountFolder(session, "/mnt/wsl-plugin/plugin-ro-test");
  WSLCUnmountFolder(session, "/mnt/wsl-plugin/plugin-rw-test");
  console.log("Test completed");
}

/** The VM that stops serves its last calls, and what still runs in it does not keep it. */
async function leak(session: WSLCSessionInformation): Promise<void> {
  leaks = false;
  console.log("VM stopping");
  const other = runAsync(session, "/bin/true");
  const process = WSLCCreateProcess(session, "/bin/sleep", ["1000"]);
  process.close();
  console.log("leaked process ok");
  console.log(`stop-window caller ${(await other).ok ? "ok" : "failed"}`);
}

function useVm(session: WSLCSessionInformation): string {
  const process = attempt(() => run(session, "/bin/true"));
  const mount = attempt(() => {
    WSLCMountFolder(session, "C:\\windows", "/mnt/restart");
    WSLCUnmountFolder(session, "/mnt/restart");
  });
  return `process ${process}, mount ${mount}`;
}

function attempt(action: () => void): string {
  try {
    action();
    return "ok";
  } catch (error) {
    if (!(error instanceof WSLApiError)) return String(error);
    return HRESULT.format(error.hresult) + (error.errno === null ? "" : `, errno ${error.errno}`);
  }
}
