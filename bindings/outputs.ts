import { emitChecksHeader } from "./emit/check-table.ts";
import { emitDeclarations } from "./emit/declarations.ts";
import { emitDispatchHeader, emitDispatchSource } from "./emit/dispatch.ts";
import { emitHostDispatch, emitRuntimeDispatch } from "./emit/dispatch-types.ts";
import { emitDoctorPage } from "./emit/doctor-page.ts";
import { emitEventsHeader, emitMessageTable } from "./emit/event-table.ts";
import { emitHookTableHeader, emitHookTableSource } from "./emit/hook-table.ts";
import { emitHresultsHeader } from "./emit/hresult-table.ts";
import { emitNativesHeader, emitNativesSource } from "./emit/native-table.ts";
import { emitNumbersHeader, emitRuntimeNumbers } from "./emit/numbers.ts";
import { emitPermissionsHeader, emitRuntimePermissions } from "./emit/permission-table.ts";
import { emitPoliciesHeader } from "./emit/policy-table.ts";
import { emitRecordingHeader } from "./emit/recording-header.ts";
import { referenceOutputs } from "./emit/reference.ts";
import {
  emitGlobals,
  emitRuntimeCapabilities,
  emitRuntimeHooks,
  emitRuntimeHresults,
  emitRuntimeNatives,
  emitRuntimeStructs,
} from "./emit/runtime-tables.ts";
import { emitScenarioSchema } from "./emit/scenario.ts";
import { emitRuntimeSettings, emitSettingsSchema } from "./emit/settings.ts";
import { emitSettingsHeader } from "./emit/settings-header.ts";
import { emitShellScriptsHeader } from "./emit/shell-scripts.ts";
import { emitRuntimeSids } from "./emit/sids.ts";
import { emitScriptVocabulary, emitSettingsDictionary } from "./emit/vocabulary.ts";
import { emitWslAbi } from "./emit/wsl-abi.ts";
import type { Description } from "./index.ts";

/** Every committed file that is generated from the description: its path in the project, and its emitter. */
export const outputs: Readonly<Record<string, (description: Description) => string>> = Object.freeze({
  "bindings/generated/scenario.schema.json": emitScenarioSchema,
  "bindings/generated/settings.schema.json": emitSettingsSchema,
  "bindings/generated/wsl-script-host.d.ts": emitDeclarations,
  "docs/doctor.md": emitDoctorPage,
  ...referenceOutputs,
  "host/generated/checks.h": emitChecksHeader,
  "host/generated/dispatch.cpp": emitDispatchSource,
  "host/generated/dispatch.h": emitDispatchHeader,
  "host/generated/events.h": emitEventsHeader,
  "host/generated/events.mc": emitMessageTable,
  "host/generated/hook_table.cpp": emitHookTableSource,
  "host/generated/hook_table.h": emitHookTableHeader,
  "host/generated/hresults.h": emitHresultsHeader,
  "host/generated/natives.cpp": emitNativesSource,
  "host/generated/natives.h": emitNativesHeader,
  "host/generated/numbers.h": emitNumbersHeader,
  "host/generated/permissions.h": emitPermissionsHeader,
  "host/generated/policies.h": emitPoliciesHeader,
  "host/generated/recording.h": emitRecordingHeader,
  "host/generated/settings.h": emitSettingsHeader,
  "host/generated/shell_scripts.h": emitShellScriptsHeader,
  "host/generated/wsl_abi.h": emitWslAbi,
  "src/runtime/generated/capabilities.ts": emitRuntimeCapabilities,
  "src/host/generated/dispatch.ts": emitHostDispatch,
  "src/runtime/generated/dispatch.ts": emitRuntimeDispatch,
  "src/runtime/generated/globals.ts": emitGlobals,
  "src/runtime/generated/hooks.ts": emitRuntimeHooks,
  "src/runtime/generated/hresults.ts": emitRuntimeHresults,
  "src/runtime/generated/natives.ts": emitRuntimeNatives,
  "src/runtime/generated/numbers.ts": emitRuntimeNumbers,
  "src/runtime/generated/permissions.ts": emitRuntimePermissions,
  "src/runtime/generated/settings.ts": emitRuntimeSettings,
  "src/runtime/generated/sids.ts": emitRuntimeSids,
  "src/runtime/generated/structs.ts": emitRuntimeStructs,
  "test/fuzz/generated/settings.dict": emitSettingsDictionary,
  "test/fuzz/generated/vocabulary.h": emitScriptVocabulary,
});
