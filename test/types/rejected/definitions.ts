// Wrong definitions and wrong arguments.

// @ts-expect-error Did you mean '"DistributionFlavor"'?
export const misspelt = definePlugin({ requires: "DistributionFlavour" });

// @ts-expect-error Did you mean '"DistributionFlavor"'?
export const misspeltInList = definePlugin({ requires: ["DistributionFlavour"] });

// @ts-expect-error Type '"2.x"' is not assignable to type 'WSLRequirement
export const noVersion = definePlugin({ requires: "2.x" });

// @ts-expect-error Type '"2.4.4.0"' is not assignable to type 'WSLRequirement
export const longVersion = definePlugin({ requires: "2.4.4.0" });

// @ts-expect-error 'onVMStarted' does not exist in type 'WSLPluginDefinition
export const misspeltHook = definePlugin({ onVMStarted() {} });

// @ts-expect-error 'time' does not exist in type 'WSLPluginLimits'
export const misspeltLimit = definePlugin({ limits: { time: 5 } });

// @ts-expect-error Type 'Promise<number>' is not assignable to type 'void | Promise<void>'
export const answersSomething = definePlugin({ onVmStarted: async () => 5 });

export default definePlugin({
  // @ts-expect-error 'previous' is of type 'unknown'
  onLoad: ({ previous }) => console.log(previous.starts),
  // @ts-expect-error Target signature provides too few arguments
  onReloading: (state: object) => state,
  onVmStarted(session, settings) {
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'WSLSessionInformation<never> | SessionID<never>'
    ExecuteBinary(7, "/bin/true");
    // @ts-expect-error Type 'number' is not assignable to type 'string'
    ExecuteBinary(session, "/bin/true", [5]);
    // @ts-expect-error 'cwd' does not exist in type 'ExecuteBinaryOptions'
    ExecuteBinary(session, "/bin/true", [], { cwd: "/" });
    // @ts-expect-error Argument of type '"tools"' is not assignable to parameter of type 'boolean | undefined'
    MountFolder(session, "C:\\Tools", "/opt/tools", "tools");
    // @ts-expect-error Cannot assign to 'kernel' because it is a read-only property
    settings.customConfiguration.kernel = false;
    // @ts-expect-error Property 'userToken' does not exist on type 'WSLSessionInformation<never>'
    console.log(session.userToken);
    // @ts-expect-error Constructor of class 'WSLProcess' is private
    new WSLProcess();
    // @ts-expect-error Property 'E_NOSUCHCODE' does not exist on type
    console.log(HRESULT.E_NOSUCHCODE);
    // @ts-expect-error Argument of type '"wslc"' is not assignable to parameter of type 'WSLCapability'
    ApiV1.supports("wslc");
  },
});

// @ts-expect-error Type 'string' is not assignable to type 'DistributionID'
export const noGuid: DistributionID = "6fa459ea-ee8a-3ca4-894e-db77e160355e";

// @ts-expect-error Type 'number' is not assignable to type 'SessionID
export const noSession: SessionID = 7;

// Globals of Node and of browsers do not exist.
// @ts-expect-error Cannot find name 'setImmediate'
setImmediate(() => {});
// @ts-expect-error Cannot find name 'process'
process.exit();
// @ts-expect-error Cannot find name 'fetch'
void fetch("https://example.com");
