// The globals run and runAsync, and ApiV1.prepare.

import { argumentError, checkBoolean, checkOptions, checkTimeout } from "../base/argument-checks.ts";
import { bytesOf } from "../base/bytes.ts";
import { freeze, now } from "../base/primordials.ts";
import { describeValue } from "../base/text.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { inspectAs } from "../console/inspect.ts";
import type { Running } from "../host.ts";
import type { ContainerProgram } from "../process/create-container-process.ts";
import { distributionPlace, vmPlace } from "../process/target.ts";
import { signalOf } from "../waiting/abort.ts";
import type { EventLoop } from "../waiting/event-loop.ts";
import { complete, type Operation } from "../waiting/waiting.ts";
import { requireContainers } from "../wsl/container-mounts.ts";
import { checkContainerSession, isContainerSession } from "../wsl/identifiers.ts";
import { failedCommand } from "./command-error.ts";
import { type Command, checkWithoutShell, encodeCommand, kCommandOptions } from "./command-options.ts";
import type { CommandResult } from "./command-result.ts";
import { ContainerRun } from "./container-run.ts";
import { type ProcessServices, ShellRun } from "./shell-run.ts";

/** The runtime's services that commands need. */
export interface CommandServices extends ProcessServices {
  readonly loop: EventLoop;
  readonly host: Running;
}

type Options = Readonly<Record<string, unknown>>;

const kRunOptions = ["distribution", "input", "timeout", "check"] as const;
const kRunAsyncOptions = [...kRunOptions, "signal"];
const kAllOptions = [...kCommandOptions, ...kRunOptions];
const kAllAsyncOptions = [...kAllOptions, "signal"];

/** The calls, on top of the host's services. */
export function createRun(services: CommandServices) {
  const { natives, loop } = services;

  function run(session: unknown, command: unknown, options?: unknown): CommandResult {
    const checked = checkOptions("run", options, kAllOptions);
    return complete(
      natives,
      runOnce(services, "run", encodeCommand(natives, "run", command, checked), session, checked),
    );
  }

  function runAsync(session: unknown, command: unknown, options?: unknown): Promise<CommandResult> {
    const call = "runAsync";
    return loop.start(start(), () => signalOf(call, options));

    function* start(): Operation<CommandResult> {
      const checked = checkOptions(call, options, kAllAsyncOptions);
      return yield* runOnce(services, call, encodeCommand(natives, call, command, checked), session, checked);
    }
  }

  function prepare(command: unknown, options?: unknown): PreparedCommand {
    const checked = checkOptions("ApiV1.prepare", options, kCommandOptions);
    return new PreparedCommand(services, encodeCommand(natives, "ApiV1.prepare", command, checked));
  }

  /** Runs a command of a kind that the host knows, on behalf of a call of `Linux`. */
  function runForLinux(call: string, session: unknown, command: Command, options: Options): CommandResult {
    return complete(natives, runOnce(services, call, command, session, options));
  }

  return { run, runAsync, prepare, runForLinux };
}

export class PreparedCommand {
  readonly #services: CommandServices;
  readonly #command: Command;

  static {
    freeze(PreparedCommand.prototype);
  }

  constructor(services: CommandServices, command: Command) {
    this.#services = services;
    this.#command = command;
    freeze(this);
  }

  run(session: unknown, options?: unknown): CommandResult {
    const call = "PreparedCommand.run";
    const checked = checkOptions(call, options, kRunOptions);
    return complete(this.#services.natives, runOnce(this.#services, call, this.#command, session, checked));
  }

  runAsync(session: unknown, options?: unknown): Promise<CommandResult> {
    return this.#services.loop.start(this.#start(session, options), () =>
      signalOf("PreparedCommand.runAsync", options),
    );
  }

  [inspectAs](): unknown {
    return { command: this.#command.text };
  }

  *#start(session: unknown, options: unknown): Operation<CommandResult> {
    const call = "PreparedCommand.runAsync";
    const checked = checkOptions(call, options, kRunAsyncOptions);
    return yield* runOnce(this.#services, call, this.#command, session, checked);
  }
}

/** Runs a command, and throws if it fails, unless the options say otherwise. */
function* runOnce(
  services: CommandServices,
  call: string,
  command: Command,
  session: unknown,
  options: Options,
): Operation<CommandResult> {
  const start = checkPlace(services, call, command, session, options.distribution);
  const input = options.input === undefined ? null : checkInput(services, call, options.input);
  const timeout = checkTimeout(call, options.timeout);
  const check = options.check === undefined || checkBoolean(call, "options.check", options.check);
  const run = start(input, now() + timeout);
  const result = yield* run.complete();
  if (check && !result.ok) throw failedCommand(run.call, command.text, result);
  return result;
}

type Start = (input: Uint8Array | null, deadline: number) => ShellRun | ContainerRun;

function checkPlace(
  services: CommandServices,
  call: string,
  command: Command,
  session: unknown,
  distribution: unknown,
): Start {
  if (command.program !== null && isContainerSession(session)) {
    if (distribution !== undefined) throw argumentError(call, "options.distribution: a container session has none");
    return checkContainers(services, call, command, command.program, session);
  }
  const place =
    distribution === undefined
      ? vmPlace(call, session)
      : distributionPlace(call, `${call} with options.distribution`, services.host, session, distribution);
  return (input, deadline) => new ShellRun(services, command, { place, input, deadline });
}

function checkContainers(
  services: CommandServices,
  call: string,
  command: Command,
  program: ContainerProgram,
  session: unknown,
): Start {
  requireContainers(call, services.host);
  checkWithoutShell(call, program.path, command);
  const place = { call: `run(${command.text})`, session: checkContainerSession(call, session), program };
  const ignoresErrors = command.stderr === "ignore";
  return (input, deadline) => new ContainerRun(services, { ...place, ignoresErrors, input, deadline });
}

function checkInput({ natives }: CommandServices, call: string, input: unknown): Uint8Array {
  const bytes = typeof input === "string" ? encodeUtf8(natives, input) : bytesOf(input);
  if (bytes !== undefined) return bytes;
  throw argumentError(call, `options.input must be a string or bytes, not ${describeValue(input)}`);
}
