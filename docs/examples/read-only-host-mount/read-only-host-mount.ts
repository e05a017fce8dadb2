// Mounts a Windows folder in every VM, where Linux can read but not change it.
const windowsFolder = "C:\\WSL\\Shared";
const mountPoint = "/mnt/wsl-plugin-shared";

export default definePlugin({
  permissions: { vm: { mount: [{ folder: windowsFolder }] } },

  onVmStarted(session) {
    // Read-only by default. If it fails, the VM does not start.
    MountFolder(session, windowsFolder, mountPoint);
    console.log(`${windowsFolder} is at ${mountPoint}`);
  },
});
