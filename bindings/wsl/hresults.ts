import { freeze } from "../model/freeze.ts";
import type { HresultRow } from "../model/schema.ts";

const winerror = "winerror.h";
const idl = "wslservice.idl";

function win32(name: string, code: number, meaning: string): HresultRow {
  return { name, value: 0x80070000 + code, meaning, source: `winerror.h: HRESULT_FROM_WIN32(${code})` };
}

function wsl(name: string, offset: number, meaning: string): HresultRow {
  return { name, value: 0x80040300 + offset, meaning, source: idl };
}

function wslc(name: string, offset: number, meaning: string): HresultRow {
  return { name, value: 0x80040600 + offset, meaning, source: "wslc.idl" };
}

/** COM's and Windows' own codes that plugins return or get. */
const general: readonly HresultRow[] = [
  { name: "E_FAIL", value: 0x80004005, meaning: "Unspecified failure.", source: winerror },
  { name: "E_ABORT", value: 0x80004004, meaning: "Cancelled.", source: winerror },
  { name: "E_ACCESSDENIED", value: 0x80070005, meaning: "Access is denied.", source: winerror },
  { name: "E_INVALIDARG", value: 0x80070057, meaning: "An argument is wrong.", source: winerror },
  { name: "E_UNEXPECTED", value: 0x8000ffff, meaning: "Something happened that must not happen.", source: winerror },
  { name: "E_OUTOFMEMORY", value: 0x8007000e, meaning: "There is not enough memory.", source: winerror },
  { name: "E_POINTER", value: 0x80004003, meaning: "A pointer is null or wrong.", source: winerror },
  { name: "E_NOTIMPL", value: 0x80004001, meaning: "It is not implemented.", source: winerror },
  { name: "E_NOINTERFACE", value: 0x80004002, meaning: "The object lacks the interface.", source: winerror },
  { name: "E_HANDLE", value: 0x80070006, meaning: "A handle is wrong.", source: winerror },
  { name: "E_PENDING", value: 0x8000000a, meaning: "The data is not there yet.", source: winerror },
  { name: "E_BOUNDS", value: 0x8000000b, meaning: "It is out of bounds.", source: winerror },
  { name: "E_ILLEGAL_STATE_CHANGE", value: 0x8000000d, meaning: "It must not change now.", source: winerror },
  {
    name: "E_ILLEGAL_METHOD_CALL",
    value: 0x8000000e,
    meaning: "It must not be called now, or not from this thread.",
    source: winerror,
  },
  {
    name: "E_NOT_VALID_STATE",
    value: 0x8007139f,
    meaning: "The session has no VM that runs, or the process has not ended.",
    source: "winerror.h: HRESULT_FROM_WIN32(ERROR_INVALID_STATE)",
  },
  {
    name: "RPC_E_DISCONNECTED",
    value: 0x80010108,
    meaning: "There is no such session, or it has ended.",
    source: winerror,
  },
  { name: "RPC_E_WRONG_THREAD", value: 0x8001010e, meaning: "The object belongs to another thread.", source: winerror },
  { name: "TRUST_E_NOSIGNATURE", value: 0x800b0100, meaning: "The file is not signed.", source: winerror },
  {
    name: "TRUST_E_BAD_DIGEST",
    value: 0x80096010,
    meaning: "The file's signature does not fit its content.",
    source: winerror,
  },
  {
    name: "CERT_E_UNTRUSTEDROOT",
    value: 0x800b0109,
    meaning: "The signature leads to a root that is not trusted.",
    source: winerror,
  },
];

/** Win32 and socket errors as HRESULTs, as WSL returns them. */
const wrapped: readonly HresultRow[] = [
  win32("ERROR_FILE_NOT_FOUND", 2, "The file does not exist."),
  win32("ERROR_PATH_NOT_FOUND", 3, "The folder does not exist."),
  win32("ERROR_INVALID_DATA", 13, "The data is wrong."),
  win32("ERROR_NOT_READY", 21, "The device is not ready."),
  win32("ERROR_SHARING_VIOLATION", 32, "Another process uses the file."),
  win32("ERROR_NOT_SUPPORTED", 50, "It is not supported."),
  win32("ERROR_FILE_EXISTS", 80, "The file exists."),
  win32("ERROR_BROKEN_PIPE", 109, "The other side has closed the pipe."),
  win32("ERROR_DISK_FULL", 112, "The disk is full."),
  win32("ERROR_SEM_TIMEOUT", 121, "The other side did not answer in time."),
  win32("ERROR_INVALID_NAME", 123, "The name is wrong."),
  win32("ERROR_MOD_NOT_FOUND", 126, "A DLL is missing."),
  win32("ERROR_PROC_NOT_FOUND", 127, "A DLL lacks a function."),
  win32("ERROR_DIRECTORY", 267, "The folder's name is wrong."),
  win32("ERROR_BAD_PATHNAME", 161, "The path is wrong."),
  win32("ERROR_BUSY", 170, "It is in use."),
  win32("ERROR_ALREADY_EXISTS", 183, "It exists already."),
  win32("ERROR_MORE_DATA", 234, "There is more than there is room for."),
  win32("ERROR_NO_TOKEN", 1008, "There is no token."),
  win32("ERROR_FILE_TOO_LARGE", 223, "The file is too large."),
  win32("ERROR_PIPE_NOT_CONNECTED", 233, "No process is at the other end of the pipe."),
  win32("ERROR_OPERATION_ABORTED", 995, "It was ended by a thread's end or by request."),
  win32("ERROR_NOT_FOUND", 1168, "It was not found."),
  win32("ERROR_CANCELLED", 1223, "The user called it off."),
  win32("ERROR_ACCESS_DISABLED_BY_POLICY", 1260, "A policy forbids it."),
  win32("ERROR_INVALID_SID", 1337, "The security identifier is wrong."),
  win32("ERROR_TIMEOUT", 1460, "The time was up."),
  win32("ERROR_SERVICE_NOT_ACTIVE", 1062, "The service does not run."),
  win32("WSAEACCES", 10013, "The socket does not allow it."),
  win32("WSAEWOULDBLOCK", 10035, "It would have to wait."),
  win32("WSAENOTSOCK", 10038, "It is not a socket."),
  win32("WSAECONNABORTED", 10053, "The connection was broken on this side."),
  win32("WSAECONNRESET", 10054, "The other side broke the connection."),
  win32("WSAENOTCONN", 10057, "The socket is not connected."),
  win32("WSAESHUTDOWN", 10058, "The socket was shut down before."),
  win32("WSAETIMEDOUT", 10060, "The connection did not answer in time."),
  win32("WSAECONNREFUSED", 10061, "The other side refused the connection."),
];

/** WSL's own codes. */
const ofWsl: readonly HresultRow[] = [
  wsl("WSL_E_DEFAULT_DISTRO_NOT_FOUND", 0x01, "There is no default distribution."),
  wsl("WSL_E_DISTRO_NOT_FOUND", 0x02, "There is no such distribution."),
  wsl("WSL_E_WSL1_NOT_SUPPORTED", 0x03, "WSL1 is not supported here."),
  wsl("WSL_E_VM_MODE_NOT_SUPPORTED", 0x04, "WSL2 is not supported here."),
  wsl("WSL_E_TOO_MANY_DISKS_ATTACHED", 0x05, "Too many disks are attached to the VM."),
  wsl("WSL_E_CONSOLE", 0x06, "There is no console."),
  wsl("WSL_E_CUSTOM_KERNEL_NOT_FOUND", 0x07, "The kernel that .wslconfig names does not exist."),
  wsl("WSL_E_USER_NOT_FOUND", 0x08, "The distribution has no such user."),
  wsl("WSL_E_INVALID_USAGE", 0x09, "The command line is wrong."),
  wsl("WSL_E_EXPORT_FAILED", 0x0a, "The export failed."),
  wsl("WSL_E_IMPORT_FAILED", 0x0b, "The import failed."),
  wsl("WSL_E_DISTRO_NOT_STOPPED", 0x0c, "The distribution still runs."),
  wsl("WSL_E_TTY_LIMIT", 0x0d, "There are too many terminals."),
  wsl("WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR", 0x0e, "The system distribution that .wslconfig names cannot be used."),
  wsl("WSL_E_LOWER_INTEGRITY", 0x0f, "The distribution runs with higher rights."),
  wsl("WSL_E_HIGHER_INTEGRITY", 0x10, "The distribution runs with lower rights."),
  wsl("WSL_E_FS_UPGRADE_NEEDED", 0x11, "The distribution's file system needs an upgrade."),
  wsl("WSL_E_USER_VHD_ALREADY_ATTACHED", 0x12, "The virtual disk is attached already."),
  wsl("WSL_E_VM_MODE_INVALID_STATE", 0x13, "The distribution does not run, or is in the wrong state."),
  wsl("WSL_E_VM_MODE_MOUNT_NAME_ALREADY_EXISTS", 0x14, "A mount of that name exists."),
  wsl("WSL_E_ELEVATION_NEEDED_TO_MOUNT_DISK", 0x15, "Mounting a disk needs an administrator."),
  wsl("WSL_E_DISK_ALREADY_ATTACHED", 0x18, "The disk is attached already."),
  wsl("WSL_E_DISK_ALREADY_MOUNTED", 0x19, "The disk is mounted already."),
  wsl("WSL_E_DISK_MOUNT_FAILED", 0x1a, "The disk could not be mounted."),
  wsl("WSL_E_DISK_UNMOUNT_FAILED", 0x1b, "The disk could not be unmounted."),
  wsl("WSL_E_WSL2_NEEDED", 0x1c, "Only distributions of WSL2 can do that."),
  wsl("WSL_E_VM_MODE_INVALID_MOUNT_NAME", 0x1d, "The name of the mount is wrong."),
  wsl("WSL_E_GUI_APPLICATIONS_DISABLED", 0x1e, "Graphical applications are switched off."),
  wsl("WSL_E_DISTRO_ONLY_AVAILABLE_FROM_STORE", 0x1f, "The distribution comes from the Store only."),
  wsl("WSL_E_WSL_MOUNT_NOT_SUPPORTED", 0x20, "This Windows cannot mount disks in WSL."),
  wsl("WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED", 0x21, "An optional component of Windows is missing."),
  wsl("WSL_E_VMSWITCH_NOT_FOUND", 0x24, "There is no such virtual switch."),
  wsl("WSL_E_VMSWITCH_NOT_SET", 0x25, "The virtual switch is not set."),
  wsl("WSL_E_NOT_A_LINUX_DISTRO", 0x26, "That is not a Linux distribution."),
  wsl("WSL_E_OS_NOT_SUPPORTED", 0x27, "This Windows is not supported."),
  wsl("WSL_E_INSTALL_PROCESS_FAILED", 0x28, "The installation failed."),
  wsl("WSL_E_INSTALL_COMPONENT_FAILED", 0x29, "A component could not be installed."),
  {
    name: "WSL_E_PLUGIN_REQUIRES_UPDATE",
    value: 0x8004032a,
    meaning: "The plugin needs a newer WSL. WSL asks the user to update.",
    source: "WslPluginApi.h",
  },
  wsl("WSL_E_DISK_MOUNT_DISABLED", 0x2b, "A policy forbids mounting disks."),
  wsl("WSL_E_WSL1_DISABLED", 0x2c, "A policy forbids WSL1."),
  wsl("WSL_E_VIRTUAL_MACHINE_PLATFORM_REQUIRED", 0x2d, "The Virtual Machine Platform is missing."),
  wsl("WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED", 0x2e, "The account SYSTEM cannot use WSL."),
  wsl("WSL_E_DISK_CORRUPTED", 0x2f, "The distribution's disk is damaged."),
  wsl("WSL_E_DISTRIBUTION_NAME_NEEDED", 0x30, "The distribution needs a name."),
  wsl("WSL_E_INVALID_JSON", 0x31, "The JSON is wrong."),
  wsl("WSL_E_VM_CRASHED", 0x32, "The VM has crashed."),
];

/** The codes of container sessions. Calls return the last two; hooks can use the others to refuse. */
const ofContainers: readonly HresultRow[] = [
  wslc("WSLC_E_IMAGE_NOT_FOUND", 0x01, "There is no such image."),
  wslc("WSLC_E_CONTAINER_PREFIX_AMBIGUOUS", 0x02, "Several containers have ids that begin so."),
  wslc("WSLC_E_CONTAINER_NOT_FOUND", 0x03, "There is no such container."),
  wslc("WSLC_E_VOLUME_NOT_FOUND", 0x04, "There is no such volume."),
  wslc("WSLC_E_CONTAINER_NOT_RUNNING", 0x05, "The container does not run."),
  wslc("WSLC_E_CONTAINER_IS_RUNNING", 0x06, "The container runs."),
  wslc("WSLC_E_SESSION_RESERVED", 0x07, "The session's name is reserved for WSL."),
  wslc("WSLC_E_INVALID_SESSION_NAME", 0x08, "The session's name is wrong."),
  wslc("WSLC_E_NETWORK_NOT_FOUND", 0x09, "There is no such network."),
  wslc("WSLC_E_WU_SEARCH_FAILED", 0x0a, "The search for updates of Windows failed."),
  wslc("WSLC_E_SDK_UPDATE_NEEDED", 0x0b, "The program needs a newer version of WSL's container library."),
  wslc("WSLC_E_CONTAINER_DISABLED", 0x0c, "A policy forbids containers."),
  wslc("WSLC_E_REGISTRY_BLOCKED_BY_POLICY", 0x0d, "A policy forbids the registry of the image."),
  wslc("WSLC_E_VOLUME_NOT_AVAILABLE", 0x0e, "The volume is not available."),
  wslc("WSLC_E_SESSION_NOT_FOUND", 0x0f, "There is no such container session, or it has ended."),
  wslc("WSLC_E_VM_NOT_RUNNING", 0x10, "The container session has no VM that runs."),
];

/** Every code that has a name, failures only. `HRESULT` in scripts and the log's words are made of it. */
export const hresults = freeze([...general, ...wrapped, ...ofWsl, ...ofContainers]);
