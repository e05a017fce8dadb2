import { dispatch, records } from "./border/dispatch.ts";
import { natives } from "./border/natives.ts";
import { numbers } from "./border/numbers.ts";
import { checks } from "./files/checks.ts";
import { events } from "./files/events.ts";
import { permissions } from "./files/permissions.ts";
import { policies } from "./files/policies.ts";
import { limits, settings } from "./files/settings.ts";
import type { DispatchRow, NativeRow, NumberRow, RecordRow } from "./model/border.ts";
import type { CheckRow, EventRow, LimitRow, PermissionPlaceRow, PolicyRow, SettingRow } from "./model/file-rows.ts";
import { freeze } from "./model/freeze.ts";
import type {
  ApiFunctionRow,
  ApiTypeRow,
  BrokenVersionRow,
  CapabilityRow,
  ChapterRow,
  Doc,
  EnumRow,
  FailureRow,
  GlobalRow,
  HookRow,
  HresultRow,
  StructRow,
  TypeRow,
} from "./model/schema.ts";
import { chapters } from "./pages/chapters.ts";
import { hookFailures, loadFailures } from "./pages/failures.ts";
import { abortGlobals, abortTypes } from "./script/abort.ts";
import { calls, callTypes } from "./script/calls.ts";
import { codes } from "./script/codes.ts";
import { commandGlobals, preparedCommandTypes } from "./script/command.ts";
import { commandOptionTypes } from "./script/command-options.ts";
import { commandResultTypes } from "./script/command-result.ts";
import { containerProcessGlobals, containerProcessTypes } from "./script/container-process.ts";
import { errors } from "./script/errors.ts";
import { globals } from "./script/globals.ts";
import { languageGlobals, languageTypes } from "./script/language.ts";
import { linuxGlobals, linuxTypes } from "./script/linux.ts";
import { permissionTypes } from "./script/permissions.ts";
import { pluginTypes } from "./script/plugin.ts";
import { processGlobals, processTypes } from "./script/process.ts";
import { requirementTypes } from "./script/requirements.ts";
import { settingGlobals, settingTypes } from "./script/settings.ts";
import { timerGlobals } from "./script/timers.ts";
import { webGlobals, webTypes } from "./script/web.ts";
import { windowsGlobals, windowsTypes } from "./script/windows.ts";
import { apiFunctions, apiTypes } from "./wsl/api.ts";
import { hooks } from "./wsl/hooks.ts";
import { hresults } from "./wsl/hresults.ts";
import { inspectionTypes } from "./wsl/inspection.ts";
import { enums, informationDocs, structs, structTypes } from "./wsl/structs.ts";
import { brokenVersions, capabilities } from "./wsl/versions.ts";

/** Everything that emitters read. They receive it as an argument, so that a test can pass a smaller one. */
export interface Description {
  readonly capabilities: readonly CapabilityRow[];
  readonly brokenVersions: readonly BrokenVersionRow[];
  readonly enums: readonly EnumRow[];
  readonly structs: readonly StructRow[];
  readonly informationDocs: { readonly supports: Doc; readonly toJSON: Doc; readonly flags: Doc };
  readonly hooks: readonly HookRow[];
  readonly apiFunctions: readonly ApiFunctionRow[];
  readonly apiTypes: readonly ApiTypeRow[];
  readonly natives: readonly NativeRow[];
  readonly dispatch: readonly DispatchRow[];
  readonly records: readonly RecordRow[];
  readonly numbers: readonly NumberRow[];
  readonly hresults: readonly HresultRow[];
  readonly globals: readonly GlobalRow[];
  readonly types: readonly TypeRow[];
  readonly limits: readonly LimitRow[];
  readonly settings: readonly SettingRow[];
  readonly permissions: readonly PermissionPlaceRow[];
  readonly policies: readonly PolicyRow[];
  readonly events: readonly EventRow[];
  readonly checks: readonly CheckRow[];
  readonly hookFailures: readonly FailureRow[];
  readonly loadFailures: readonly FailureRow[];
  readonly chapters: readonly ChapterRow[];
}

export const description: Description = freeze({
  capabilities,
  brokenVersions,
  enums,
  structs,
  informationDocs,
  hooks,
  apiFunctions,
  apiTypes,
  natives,
  dispatch,
  records,
  numbers,
  hresults,
  globals: [
    ...globals,
    ...settingGlobals,
    ...calls,
    ...processGlobals,
    ...containerProcessGlobals,
    ...commandGlobals,
    ...linuxGlobals,
    ...windowsGlobals,
    ...timerGlobals,
    ...abortGlobals,
    ...errors,
    ...codes,
    ...languageGlobals,
    ...webGlobals,
  ],
  types: [
    ...requirementTypes,
    ...pluginTypes,
    ...settingTypes,
    ...permissionTypes,
    ...structTypes,
    ...inspectionTypes,
    ...callTypes,
    ...processTypes,
    ...containerProcessTypes,
    ...commandOptionTypes,
    ...commandResultTypes,
    ...preparedCommandTypes,
    ...linuxTypes,
    ...windowsTypes,
    ...abortTypes,
    ...languageTypes,
    ...webTypes,
  ],
  limits,
  settings,
  permissions,
  policies,
  events,
  checks,
  hookFailures,
  loadFailures,
  chapters,
});
