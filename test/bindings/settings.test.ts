import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { description } from "../../bindings/index.ts";
import type { SettingRow } from "../../bindings/model/file-rows.ts";
import { paths } from "../../src/paths.ts";
import { limits, settingsRule } from "../../src/runtime/generated/settings.ts";
import type { SettingRule } from "../../src/runtime/plugin/setting-rule.ts";

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const schema: Schema = JSON.parse(readFileSync(join(paths.root, "bindings/generated/settings.schema.json"), "utf8"));

describe("the settings", () => {
  it("accept the same values in editors and in the host", () => {
    expect(ruleOf(schema)).toEqual(withoutUnits(settingsRule));
  });

  it("explain every value to editors, and reject every other member", () => {
    const visit = (part: Schema): void => {
      expect(part.description).not.toBe("");
      if (part.properties !== undefined) {
        expect(part.additionalProperties).toBe(false);
        Object.values(part.properties).forEach(visit);
      }
    };

    visit(schema);
  });

  it("have valid defaults", () => {
    const numbers = integers(description.settings);

    expect(numbers.length).toBeGreaterThan(0);
    for (const row of [...numbers, ...description.limits]) {
      expect(row.default).toBeGreaterThanOrEqual(row.minimum);
      expect(row.default).toBeLessThanOrEqual(row.maximum);
    }
  });

  it("limit a plugin by the range that a plugin may request", () => {
    const { members } = settingsRule.members.limits;

    expect(Object.keys(members)).toEqual(Object.keys(limits));
    for (const name of Object.keys(limits) as (keyof typeof limits)[]) {
      const { unit, minimum, maximum } = limits[name];
      expect(members[name]).toEqual({ kind: "integer", unit, minimum, maximum, default: maximum });
    }
  });

  it.each([
    ["C:\\logs\\hello.log", true],
    ["d:/logs/hello.log", true],
    ["%ProgramData%\\wsl-script-host\\<name>.log", true],
    ["%ProgramFiles(x86)%/hello.log", true],
    ["hello.log", false],
    ["\\hello.log", false],
    ["C:hello.log", false],
    ["\\\\server\\share\\hello.log", false],
    ["\\\\?\\C:\\hello.log", false],
    ["%\\hello.log", false],
    ["%a\\b%\\hello.log", false],
    ["", false],
  ])("recognise an absolute Windows path: %s", (path, expected) => {
    expect(settingsRule.members.log.members.file.pattern.test(path)).toBe(expected);
  });
});

function integers(rows: readonly SettingRow[]): Extract<SettingRow, { kind: "integer" }>[] {
  return rows.flatMap((row) => (row.kind === "object" ? integers(row.members) : row.kind === "integer" ? [row] : []));
}

/** The host's checks, as far as a JSON schema can express them. */
function ruleOf(part: Schema): unknown {
  if (part.type === "object" && part.properties !== undefined) {
    const members = Object.entries(part.properties).map(([name, value]) => [name, ruleOf(value)]);
    return { kind: "object", members: Object.fromEntries(members) };
  }
  if (part.type === "integer") {
    return { kind: "integer", minimum: part.minimum, maximum: part.maximum, default: part.default };
  }
  if (part.type === "boolean") {
    return { kind: "boolean", default: part.default };
  }
  if (part.anyOf !== undefined) {
    return { kind: "permissions" };
  }
  if (part.enum !== undefined) {
    return { kind: "choice", choices: part.enum, default: part.default };
  }
  if (part.type === "object") return { kind: "pluginSettings" };
  return part.pattern === undefined
    ? { kind: "ignoredText" }
    : { kind: "windowsPath", pattern: new RegExp(part.pattern), default: part.default };
}

function withoutUnits(rule: SettingRule): unknown {
  if (rule.kind === "object") {
    const members = Object.entries(rule.members).map(([name, member]) => [name, withoutUnits(member)]);
    return { kind: "object", members: Object.fromEntries(members) };
  }
  if (rule.kind === "integer") {
    const { unit: _, ...rest } = rule;
    return rest;
  }
  return rule;
}
