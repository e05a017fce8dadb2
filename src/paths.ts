/** The absolute paths of the checkout. Everything under `build` and `dist` can be deleted at any time. */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(root, "build");
const dist = join(root, "dist");

export const paths = Object.freeze({
  root,
  build,
  dist,
  /** The engine as npm delivers it. */
  originalEngine: join(root, "node_modules", "quickjs-wasi", "quickjs.wasm"),
  /** The engine as an object file, with the headers that its users include. */
  engine: join(build, "engine"),
  /** The bundled runtime, and the header that embeds an engine's memory after its evaluation. */
  runtimeScript: join(build, "runtime.js"),
  runtimeHeader: join(build, "runtime_image.h"),
  /** The DLL's origin, for its version resource. */
  versionHeader: join(build, "version_texts.h"),
  /** CMake's tree. */
  native: join(build, "native"),
  /** The stand-in for wslservice, a Windows program. */
  wslservice: join(build, "native", "wslservice.exe"),
  /** The same as a service of Windows. */
  windowsService: join(build, "native", "windows-service.exe"),
  /** A plugin in C++ for the stand-in's own tests, and a program that tests the engine by itself. */
  nativePlugin: join(build, "native", "native-plugin.dll"),
  engineTest: join(build, "native", "engine-test.exe"),
  win32Test: join(build, "native", "win32-test.exe"),
  /** What times the verification of files, for the benchmark. */
  verificationTimer: join(build, "native", "verification-timer.exe"),
  /** The same for Windows on ARM64: the engine, and CMake's tree. */
  arm64Engine: join(build, "arm64", "engine"),
  arm64Native: join(build, "arm64", "native"),
  arm64Dll: join(build, "arm64", "native", "wsl-script-host.dll"),
  arm64EngineTest: join(build, "arm64", "native", "engine-test.exe"),
  /** The part of the host that runs on Linux: its engine, and CMake's tree with the test programs. */
  linuxEngine: join(build, "linux", "engine"),
  linux: join(build, "linux", "native"),
  linuxEngineTest: join(build, "linux", "native", "engine-test"),
  linuxHostTest: join(build, "linux", "native", "host-test"),
  linuxPermissionJudge: join(build, "linux", "native", "permission-judge"),
  linuxScriptSamples: join(build, "linux", "native", "fuzz", "script-samples"),
  /** The same under ThreadSanitizer. */
  linuxThreads: join(build, "linux", "threads"),
  linuxThreadsTest: join(build, "linux", "threads", "host-test"),
  /** The fuzzer that corrupts engines' memory at random. */
  linuxFaultStorm: join(build, "linux", "native", "fault-storm"),
  windowsFaultStorm: join(build, "native", "fault-storm.exe"),
  /** What runs test262, what is expected of it, and the list of its cases. */
  linuxTest262: join(build, "linux", "native", "test262-runner"),
  windowsTest262: join(build, "native", "test262-runner.exe"),
  test262Prelude: join(root, "test", "test262", "prelude.js"),
  test262Expected: join(root, "test", "test262", "expected.json"),
  /** The fuzzers, and their findings. */
  fuzz: join(root, "test", "fuzz"),
  fuzzWork: join(build, "fuzz"),
  fuzzedEngine: join(build, "linux", "fuzzed-engine"),
  fuzzedRuntimeHeader: join(build, "linux", "fuzzed-runtime", "runtime_image.h"),
  /** What ships. */
  dll: join(dist, "wsl-script-host.dll"),
  tool: join(dist, "wsl-script-host.exe"),
  /** The list of components in the DLL, the tool and the package. */
  dllSbom: join(dist, "wsl-script-host.dll.cdx.json"),
  toolSbom: join(dist, "wsl-script-host.exe.cdx.json"),
  packageSbom: join(dist, "wsl-script-host.cdx.json"),
  types: join(dist, "types", "index.d.ts"),
  settingsSchema: join(dist, "settings.schema.json"),
  scenarioSchema: join(dist, "scenario.schema.json"),
  /** What a plugin's tsconfig.json extends. */
  pluginTsconfig: join(dist, "tsconfig.json"),
  /** What signs DLLs on Windows. */
  signScript: join(dist, "sign.ps1"),
  cli: join(dist, "cli", "main.js"),
  testing: join(dist, "testing", "index.js"),
  /** The package's main entry, which contains only types. */
  entry: join(dist, "index.js"),
  /** What `build` adds to scripts that use it. */
  webGlobals: join(dist, "web", "globals.js"),
  /** The runtime as the simulator loads it: the bytes that are embedded in the DLL. */
  runtimeBytecode: join(dist, "runtime.bytecode"),
  /** What engine "node" of the simulator evaluates before a script. */
  nodeRuntime: join(dist, "node-runtime.js"),
  nodeRealm: join(dist, "node-realm.js"),
  /** The engine as the simulator runs it. */
  simulatorEngine: join(dist, "engine.wasm"),
  /** The public declarations and the schemas as committed; those in dist are copies. */
  committedTypes: join(root, "bindings", "generated", "wsl-script-host.d.ts"),
  committedSettingsSchema: join(root, "bindings", "generated", "settings.schema.json"),
  committedScenarioSchema: join(root, "bindings", "generated", "scenario.schema.json"),
});
