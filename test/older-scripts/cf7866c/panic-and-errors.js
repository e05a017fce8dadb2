// docs/examples/panic-and-errors/panic-and-errors.ts
var failures = {
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
  // What WSL answered to a call, unless somebody catches it.
  call: (session) => MountFolder(session, "C:\\does-not-exist", "/mnt/nothing"),
  caught: (session) => {
    try {
      MountFolder(session, "C:\\does-not-exist", "/mnt/nothing");
    } catch (error) {
      if (!(error instanceof WSLApiError) || error.hresult !== HRESULT.ERROR_FILE_NOT_FOUND) throw error;
      console.warn("nothing to mount:", error.message);
    }
  },
  // What would hang or exhaust the service of a native plugin.
  loop: () => {
    for (; ; ) ;
  },
  memory: () => {
    for (const hoard = []; ; ) hoard.push(new ArrayBuffer(1e6));
  },
  recursion: function recurse(session) {
    recurse(session);
  }
};
var panic_and_errors_default = definePlugin({
  limits: { scriptTime: 500, memory: 16 * 1024 * 1024 },
  onDistributionStarted(session, { name }) {
    failures[name]?.(session);
  }
});
export {
  panic_and_errors_default as default
};
