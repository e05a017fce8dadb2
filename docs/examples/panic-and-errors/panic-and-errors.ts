// Ways to fail. The name of the starting distribution selects one; WSL and the other distributions keep running.
const failures: Readonly<Record<string, (session: WSLSessionInformation) => void>> = {
  // A bug, as panic! in Rust or a bad pointer in C++: E_FAIL, and the user reads the line in this file.
  bug: () => JSON.parse("{}").policy.check(),

  // A refusal: the code and the message are the plugin's own.
  refusal: () => {
    throw new PluginError("Ask the help desk for this distribution.", HRESULT.E_ACCESSDENIED);
  },

  // Only a code, without a message for the user.
  code: () => {
    throw new PluginError("", HRESULT.E_ABORT);
  },

  // The error of a call, unless it is caught.
  call: (session) => MountFolder(session, "C:\\does-not-exist", "/mnt/nothing"),

  caught: (session) => {
    try {
      MountFolder(session, "C:\\does-not-exist", "/mnt/nothing");
    } catch (error) {
      if (!(error instanceof WSLApiError) || error.hresult !== HRESULT.ERROR_FILE_NOT_FOUND) throw error;
      console.warn("nothing to mount:", error.message);
    }
  },

  // These would hang or exhaust the service in a native plugin.
  loop: () => {
    for (;;);
  },

  memory: () => {
    for (const hoard: ArrayBuffer[] = []; ; ) hoard.push(new ArrayBuffer(1_000_000));
  },

  recursion: function recurse(session) {
    recurse(session);
  },
};

export default definePlugin({
  permissions: { vm: { mount: [{ folder: "C:\\does-not-exist" }] } },
  limits: { scriptTime: 500, memory: 16 * 1024 * 1024 },

  onDistributionStarted(session, { name }) {
    failures[name]?.(session);
  },
});
