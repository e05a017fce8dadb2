// Every global as its users write it.

export default definePlugin({
  requires: "2.1.2",
  limits: { scriptTime: 1_000, hookTime: 10_000, memory: 32 * 1024 * 1024 },

  async onLoad(context) {
    const version: WSLVersion = context.version;
    console.info(context.name, context.scriptPath, version.major, version.minor, version.revision);
    if (typeof context.previous === "number") console.log(context.previous + 1);
    await Promise.resolve();
  },

  onReloading: async () => ({ list: [1], map: new Map() }),

  onVmStarted(session, settings) {
    const { kernel, kernelCommandLine, flags } = settings.customConfiguration;
    const values: [boolean, boolean, number] = [kernel, kernelCommandLine, flags];
    console.debug(values);
    MountFolder(session, "C:\\Tools", "/opt/tools");
    MountFolder(session.sessionId, "C:\\Tools", "/opt/tools", false, "tools");
    using process = ExecuteBinary(session, "/bin/cat", ["-"], { arg0: "cat" });
    process.write("text", { timeout: 100 });
    process.write(new TextEncoder().encode("bytes"));
    process.closeInput();
    const some: Uint8Array | null = process.read({ maximum: 10, timeout: 100 });
    for (const line of process.lines()) {
      console.log(line.length, some?.length);
    }
  },

  onVmStopping(session) {
    const bytes: Uint8Array = ExecuteBinary(session.sessionId, "/bin/cat", ["/proc/version"]).bytes();
    const text: string = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: false });
    console.warn(text);
  },

  onDistributionStarted(session, distribution) {
    const namespace: bigint = distribution.pidNamespace;
    const family: string | null = distribution.packageFamilyName;
    try {
      ExecuteBinaryInDistribution(session, distribution.id, "/bin/true").text({ timeout: 0 });
    } catch (error) {
      if (error instanceof WSLApiError && error.hresult === HRESULT.E_FAIL) {
        throw new PluginError(`${distribution.name} in ${namespace} of ${family}`, error.hresult, { cause: error });
      }
      if (error instanceof RequiresUpdateError) {
        console.error(error.requiredVersion.toString(), HRESULT.format(error.hresult));
      }
      throw error;
    }
  },
});

export const identifiers: [SessionID, DistributionID] = [
  SessionID.parse("7"),
  DistributionID.parse("{6FA459EA-EE8A-3CA4-894E-DB77E160355E}"),
];

export const plain: [number, string] = identifiers;

export function narrow(value: unknown): SessionID | DistributionID | undefined {
  return SessionID.is(value) || DistributionID.is(value) ? value : undefined;
}

export const names: WSLCapabilityName[] = [
  ...ApiV1.capabilities,
  ...WSLVersion.parse("2.1").capabilities(),
  WSLVersionCapability.WSLC.name,
];

export const order: number = WSLVersion.compare(ApiV1.version, new WSLVersion(2, 1, 2));

export const code: number = HRESULT.fromWin32(2);

export function holds(plugin: WSLPlugin): WSLPlugin {
  return plugin;
}
