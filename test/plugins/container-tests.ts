// What microsoft/WSL's test plugin does in its cases about containers, as far as it needs no process.

/** The test puts the case's name in front of the script. */
declare const testType: string;

export default definePlugin({
  permissions: "all",
  requires: "WSLC",

  onLoad() {
    console.log(`Plugin loaded. TestMode=${testType}`);
  },

  optional: {
    onWslcVmStarted(session) {
      if (testType === "WslcSuccess") checkMounts(session);
      if (testType === "WslcVmRestart") console.log(`VM started, ${mountAndUnmount(session)}`);
    },

    onWslcVmStopping(session) {
      if (testType === "WslcVmRestart") console.log(`VM stopping, ${mountAndUnmount(session)}`);
    },
  },

  onSessionCreated(session) {
    const { displayName, applicationPid, userSid } = session;
    console.log(`Session created, name=${displayName}, pid=${applicationPid}, sid=${userSid === "" ? "unset" : "set"}`);
    if (testType === "WslcSessionRejected") refuse("session");
    if (testType === "WslcVmNeverStarted") {
      console.log(`no-vm caller: ${attempt(() => WSLCMountFolder(session, "C:\\windows", "/mnt/x"))}`);
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

function checkMounts(session: WSLCSessionInformation): void {
  WSLCMountFolder(session, "C:\\windows", "/mnt/wsl-plugin/plugin-rw-test", false);
  console.log("RW mounted");
  WSLCMountFolder(session, "C:\\windows", "/mnt/wsl-plugin/plugin-ro-test", true);
  console.log("RO mounted");
  console.log(`missing: ${attempt(() => WSLCMountFolder(session, "C:\\does-not-exist", "/mnt/missing"))}`);
  WSLCUnmountFolder(session, "/mnt/wsl-plugin/plugin-ro-test");
  WSLCUnmountFolder(session, "/mnt/wsl-plugin/plugin-rw-test");
  console.log("Test completed");
}

function mountAndUnmount(session: WSLCSessionInformation): string {
  return attempt(() => {
    WSLCMountFolder(session, "C:\\windows", "/mnt/restart");
    WSLCUnmountFolder(session, "/mnt/restart");
  });
}

function attempt(action: () => void): string {
  try {
    action();
    return "ok";
  } catch (error) {
    return error instanceof WSLApiError ? HRESULT.format(error.hresult) : String(error);
  }
}
