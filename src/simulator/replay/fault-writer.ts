/** The faults that give WSL's API the results that a recording has. */

import { isDeepStrictEqual } from "node:util";
import { hooks } from "../../runtime/generated/hooks.ts";
import { hresults } from "../../runtime/generated/hresults.ts";
import { hresultToHex } from "../../wsl/hresult-text.ts";
import type { HookName } from "../../wsl/plugin-host.ts";
import type { ScenarioStep } from "../scenario/scenario.ts";
import { callEventOf, isMissingProgram } from "./call-event.ts";
import { membersOf } from "./hook-members.ts";
import { allCalls, answerOf, argumentsOf, type RecordedCall, type RecordedEntry } from "./recording.ts";

type Fault = Extract<ScenarioStep, { readonly do: "injectFault" }>;
type FaultHook = NonNullable<Fault["hook"]>;
/** What is not as usual in one call. */
type Change = Pick<Fault, "hresult" | "hook">;

/** The most that one step takes. */
const mostTimes = 1000;

/** The steps before that of a hook, and what no step can express. */
export interface WrittenFaults {
  readonly steps: readonly Fault[];
  readonly leftOut: readonly string[];
}

/** `runs`: whether a distribution runs, by its name. */
export function faultsOf(entry: RecordedEntry, runs: (name: string) => boolean): WrittenFaults {
  const changes = new Map<Fault["call"], Change[]>();
  const leftOut: string[] = [];
  for (const call of reachingCalls(entry)) {
    const answer = answerOf(call);
    const event = callEventOf("", call.native, argumentsOf(call), answer);
    if (event === null) continue;
    const fails = event.hresult < 0 && !isMissingProgram(answer);
    const [hook, ...problems] = hooksWithin(call, runs);
    leftOut.push(...problems);
    const change = { ...(fails && { hresult: hresultToHex(event.hresult) }), ...(hook !== null && { hook }) } as Change;
    changes.set(event.call, [...(changes.get(event.call) ?? []), change]);
  }
  return { steps: [...changes].flatMap(([call, each]) => stepsOf(call, each)), leftOut };
}

/** A step takes equal calls that follow each other; usual ones at the end need none. */
function stepsOf(call: Fault["call"], changes: readonly Change[]): Fault[] {
  const last = changes.findLastIndex((change) => Object.keys(change).length > 0);
  const steps: { change: Change; times: number }[] = [];
  for (const change of changes.slice(0, last + 1)) {
    const before = steps.at(-1);
    if (before !== undefined && before.times < mostTimes && isDeepStrictEqual(before.change, change)) before.times += 1;
    else steps.push({ change, times: 1 });
  }
  return steps.map(({ change, times }) => ({ do: "injectFault", call, ...change, ...(times > 1 && { times }) }));
}

/** Those that the host neither denied nor answered itself. */
function reachingCalls(entry: RecordedEntry): RecordedCall[] {
  const [session] = entry.row.values ?? [];
  const calls = allCalls([entry]);
  return calls.filter(({ native, values, answer }, at) => {
    const next = calls[at + 1];
    const isDenied = next?.native === "_takeDenial" && next.answer !== "";
    const isUnknownMount = native === "_wslcUnmountFolder" && answer === (hresults.ERROR_NOT_FOUND | 0);
    return !isDenied && !isUnknownMount && values[0] === session;
  });
}

/** The hook that WSL called from within a call, or null; then what no step can express. */
function hooksWithin({ nested }: RecordedCall, runs: (name: string) => boolean): [FaultHook | null, ...string[]] {
  const [first, ...others] = nested;
  const problems = others.map(({ number, row }) => `line ${number}: ${row.hook} is a further hook within one call`);
  if (first === undefined) return [null];
  const name = first.row.hook as HookName;
  const distribution = membersOf(name, first.row.values ?? []).distribution?.name;
  const hook = { name, ...(distribution !== undefined && { distribution: String(distribution) }) } as FaultHook;
  const problem = whyNotWithin(name, hook.distribution, runs);
  if (problem === null) return [hook, ...problems];
  return [null, `line ${first.number}: ${name} within a call ${problem}`, ...problems];
}

function whyNotWithin(
  name: HookName,
  distribution: string | undefined,
  runs: (name: string) => boolean,
): string | null {
  const [first] = hooks.find((hook) => hook.name === name)?.parameters ?? [];
  if (first?.struct !== "WSLSessionInformation") return "is of a container session";
  const needsRunning = name === "OnDistributionStarted" || name === "OnDistributionStopping";
  return needsRunning && !runs(distribution ?? "") ? `is about ${distribution}, which does not run` : null;
}
