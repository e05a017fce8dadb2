import { abortGlobals, abortTypes } from "./abort.ts";
import { apiFunctions, reservedFunctions } from "./api.ts";
import { calls, callTypes } from "./calls.ts";
import { chapters } from "./chapters.ts";
import { codes } from "./codes.ts";
import { commandGlobals, commandTypes } from "./command.ts";
import { errors } from "./errors.ts";
import { hookFailures, loadFailures } from "./failures.ts";
import { freeze } from "./freeze.ts";
import { globals } from "./globals.ts";
import { hooks, reservedHooks } from "./hooks.ts";
import { hresults } from "./hresults.ts";
import { languageGlobals, languageTypes } from "./language.ts";
import { linuxGlobals, linuxTypes } from "./linux.ts";
import { natives } from "./natives.ts";
import { pluginTypes } from "./plugin.ts";
import { processGlobals, processTypes } from "./process.ts";
import { requirementTypes } from "./requirements.ts";
import type {
  ApiFunctionRow,
  CapabilityRow,
  ChapterRow,
  Doc,
  EnumRow,
  FailureRow,
  GlobalRow,
  HookRow,
  HresultRow,
  LimitRow,
  NativeRow,
  ReservedRow,
  SettingRow,
  StructRow,
  TypeRow,
} from "./schema.ts";
import { limits, maximumHandOver, maximumScriptSize, settings } from "./settings.ts";
import { enums, informationDocs, structs, structTypes } from "./structs.ts";
import { timerGlobals } from "./timers.ts";
import { capabilities } from "./versions.ts";

/** Everything that emitters read. They take it as an argument, so that a test can hand them a smaller one. */
export interface Description {
  readonly capabilities: readonly CapabilityRow[];
  readonly enums: readonly EnumRow[];
  readonly structs: readonly StructRow[];
  readonly informationDocs: { readonly supports: Doc; readonly toJSON: Doc; readonly flags: Doc };
  readonly hooks: readonly HookRow[];
  readonly reservedHooks: readonly ReservedRow[];
  readonly apiFunctions: readonly ApiFunctionRow[];
  readonly reservedFunctions: readonly ReservedRow[];
  readonly natives: readonly NativeRow[];
  readonly hresults: readonly HresultRow[];
  readonly globals: readonly GlobalRow[];
  readonly types: readonly TypeRow[];
  readonly limits: readonly LimitRow[];
  readonly maximumHandOver: number;
  readonly maximumScriptSize: number;
  readonly settings: readonly SettingRow[];
  readonly hookFailures: readonly FailureRow[];
  readonly loadFailures: readonly FailureRow[];
  readonly chapters: readonly ChapterRow[];
}

export const description: Description = freeze({
  capabilities,
  enums,
  structs,
  informationDocs,
  hooks,
  reservedHooks,
  apiFunctions,
  reservedFunctions,
  natives,
  hresults,
  globals: [
    ...globals,
    ...calls,
    ...processGlobals,
    ...commandGlobals,
    ...linuxGlobals,
    ...timerGlobals,
    ...abortGlobals,
    ...errors,
    ...codes,
    ...languageGlobals,
  ],
  types: [
    ...requirementTypes,
    ...pluginTypes,
    ...structTypes,
    ...callTypes,
    ...processTypes,
    ...commandTypes,
    ...linuxTypes,
    ...abortTypes,
    ...languageTypes,
  ],
  limits,
  maximumHandOver,
  maximumScriptSize,
  settings,
  hookFailures,
  loadFailures,
  chapters,
});
