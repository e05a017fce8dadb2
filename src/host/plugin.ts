/**
 * A plugin as the DLL keeps it: one instance of its script per session, and the handling of their failures.
 * host/plugin/plugin.cpp in Node.
 */

import { compareVersions } from "../../bindings/wsl/versions.ts";
import { hooks } from "../runtime/generated/hooks.ts";
import { hresults } from "../runtime/generated/hresults.ts";
import { maximumMessage } from "../runtime/generated/numbers.ts";
import { hresultToText } from "../wsl/hresult-text.ts";
import type { AnySessionId } from "../wsl/information.ts";
import type { HookCall, LoadOutcome } from "../wsl/plugin-host.ts";
import { type Failure, failure } from "./failure.ts";
import { Instance, infoOf } from "./instance.ts";
import { Instances } from "./instances.ts";
import { firstBytes, type Log, SessionLog } from "./log.ts";
import { type PluginContext, Sources } from "./plugin-context.ts";
import type { ScriptContext } from "./script-context.ts";

export interface PluginOptions extends Omit<ScriptContext, "mayDeclare"> {
  readonly log: Log;
  /** WSL's function of this name. */
  pluginError(message: string): number;
}

export class Plugin {
  readonly #context: PluginContext;
  readonly #pluginError: PluginOptions["pluginError"];
  readonly #instances: Instances;

  constructor({ pluginError, ...shared }: PluginOptions) {
    const sources = new Sources(shared.files);
    this.#context = { ...shared, sources, mayDeclare: (files, declared) => sources.mayDeclare(files, declared) };
    this.#pluginError = pluginError;
    this.#instances = new Instances(this.#context);
  }

  /** The entry point. */
  start(): LoadOutcome {
    const first = new Instance(this.#context);
    const failed = first.load();
    if (failed?.hresult === (hresults.WSL_E_PLUGIN_REQUIRES_UPDATE | 0)) return { hresult: failed.hresult, hooks: [] };
    if (failed === null) this.#instances.setFirst(first);
    const mayChange = failed !== null || this.#context.sources.settings.hotReload;
    const filled = hooks.filter(
      ({ name, since, alwaysRegistered }) =>
        compareVersions(this.#context.version, since) >= 0 && (mayChange || alwaysRegistered || first.defines(name)),
    );
    return { hresult: 0, hooks: filled.map(({ name }) => name) };
  }

  /** A hook, perhaps from within a call that the plugin makes. Returns its HRESULT. */
  run(call: HookCall): number {
    const { endsSession } = infoOf(call.hook);
    if (endsSession === "always") {
      this.endSession(call.session.id, call);
      return 0;
    }
    const outcome = this.#instances.use(call.session, (instance) => ({ failed: instance.run(call) }));
    const noRoom = () => failure(hresults.ERROR_BUSY, `${this.#context.files.scriptFile} is busy in too many sessions`);
    const failed = outcome === null ? noRoom() : outcome.failed;
    if (failed === null) return 0;
    if (endsSession === "on failure") this.#instances.end(call.session.id, null);
    return this.#report(call, failed);
  }

  /** The session is over; the script gets its last hook. */
  endSession(session: AnySessionId, last: HookCall | null): void {
    this.#instances.end(session, last);
  }

  #report({ hook, session }: HookCall, failed: Failure): number {
    const log = new SessionLog(this.#context.log, String(session.id));
    log.writeFailure("hook", hook, failed);
    // After other hooks WSL keeps the message, and would report it at the next start on this thread.
    const isShown = infoOf(hook).messageConsumed && failed.message !== "";
    const result = isShown ? this.#pluginError(firstBytes(failed.message, maximumMessage)) : 0;
    if (result < 0) {
      const hresult = hresultToText(result);
      log.write("warn", "hook", "WSL rejected the message for the user", { hook, hresult });
    }
    return failed.hresult;
  }
}
