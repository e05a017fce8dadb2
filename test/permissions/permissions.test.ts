// What a call needs, judged by the simulator and by the host's C++, which have to agree.

import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { makeLinuxCommand } from "../../src/host/linux-command.ts";
import {
  denialText,
  type Permission,
  type PermissionFlag,
  PermissionSet,
  Permissions,
} from "../../src/host/permissions.ts";
import { paths } from "../../src/paths.ts";
import { type Call, type PermissionCase, permissionCases, userWritable, write } from "./cases.ts";
import { randomCases } from "./random-cases.ts";
import { unrestrictedCases } from "./unrestricted-cases.ts";

const files = { scriptFile: "hello.js", settingsFile: "hello.json" };

describe("a call that needs a permission", () => {
  test.each(permissionCases.map((each) => [titleOf(each), each] as const))("%s", (_, each) => {
    expect(shownVerdict(judgeHere(each))).toBe(each.denied);
  });
});

describe.runIf(process.platform === "linux")("the host's C++", () => {
  test("judges the table's calls as the table says", () => {
    expect(judgeInHost(permissionCases).map(shownVerdict)).toEqual(permissionCases.map(({ denied }) => denied));
  });

  test("judges random calls as the simulator does", () => {
    const cases = randomCases(20_000, 21);
    const verdicts = cases.map(judgeHere);
    const inHost = judgeInHost(cases);
    expect(cases.filter((_, at) => verdicts[at] !== inHost[at])).toEqual([]);
    // All ends are among them, and often.
    const count = (wanted: (verdict: string) => boolean) => verdicts.filter(wanted).length;
    expect(count((verdict) => verdict === "allowed")).toBeGreaterThan(1_000);
    expect(count((verdict) => verdict === "malformed")).toBeGreaterThan(1_000);
    expect(count((verdict) => verdict.includes("hello.json"))).toBeGreaterThan(300);
    expect(count((verdict) => verdict.includes("hello.js\0"))).toBeGreaterThan(1_000);
  });

  test.each(unrestrictedCases)("and the simulator find what permits everything (%j)", (declared, expected) => {
    expect(new PermissionSet(declared).unrestricted).toEqual(expected);
    const [found] = ask([[declared, "", "unrestricted"]]);
    expect(found).toBe(expected[0] ?? "allowed");
  });
});

function titleOf({ declared, granted, call, denied }: PermissionCase): string {
  const grant = granted === undefined ? "" : `, granted ${shown(granted)}`;
  return `${shown(Object.values(call).join(" "))}: declared ${shown(declared)}${grant}: ${denied ?? "allowed"}`;
}

function shown(text: string): string {
  return JSON.stringify(text.replaceAll("\0", " | "));
}

/** "allowed", "malformed", or what the runtime reads of the denial. */
function judgeHere({ declared, granted = "all", call }: PermissionCase): string {
  const permissions = new Permissions(declared, granted, files);
  if (call.call === "program") {
    const denial = permissions.judgeProgram(call.place, call.path, call.arg0);
    return denial === null ? "allowed" : denialText(denial);
  }
  const needed = neededBy(call);
  if (needed === null) return "malformed";
  const denial = needed.map((each) => permissions.judge(each)).find((each) => each !== null) ?? null;
  return denial === null ? "allowed" : denialText(denial);
}

function neededBy(call: Exclude<Call, { call: "program" }>): readonly Permission[] | null {
  if (call.call === "command") return makeLinuxCommand(call.kind, call.place, call.words, false)?.needed ?? null;
  const flags: PermissionFlag[] = [];
  if ((call.flags & write) !== 0) flags.push("write");
  if ((call.flags & userWritable) !== 0) flags.push("userWritable");
  return [{ kind: call.kind, value: call.value, flags }];
}

function judgeInHost(cases: readonly PermissionCase[]): string[] {
  return ask(
    cases.map(({ declared, granted = "all", call }) => [declared, granted, ...Object.values(call).map(String)]),
  );
}

/** What the program says of each. */
function ask(questions: readonly (readonly string[])[]): string[] {
  const line = (words: readonly string[]) => words.map((word) => `x${Buffer.from(word).toString("hex")}`).join(" ");
  const input = `${questions.map(line).join("\n")}\n`;
  const output = execFileSync(paths.linuxPermissionJudge, { input, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const answers = output.trimEnd().split("\n");
  return answers.map((answer) => (/^[0-9a-f]+$/.test(answer) ? Buffer.from(answer, "hex").toString() : answer));
}

/** As the table writes it. */
function shownVerdict(verdict: string): string | null {
  if (verdict === "allowed") return null;
  const [permission, file] = verdict.split("\0");
  return file === undefined ? verdict : `${permission} in ${file}`;
}
