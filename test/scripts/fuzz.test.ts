import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fuzzTargets } from "../../scripts/fuzz/targets.ts";
import { paths } from "../../src/paths.ts";

const reliability = readFileSync(join(paths.root, "docs", "reliability.md"), "utf8");
const names = fuzzTargets().map(({ name }) => name);

describe("npm run fuzz", () => {
  it("prints its usage", () => {
    const { status, stdout } = fuzz("--help");

    expect(status).toBe(0);
    for (const option of ["--minutes", "--target", "--jobs", ...names]) expect(stdout).toContain(option);
  });

  it.each([
    ["an option that does not exist", ["--hours", "1"], "unknown option '--hours'"],
    ["a fuzzer that does not exist", ["--target", "registry"], `Allowed choices are ${names.join(", ")}.`],
    ["no time", ["--minutes", "0"], "It must be a number above 0."],
    ["half a process", ["--jobs", "1.5"], "It must be a whole number above 0."],
    ["an argument", ["script"], "too many arguments"],
  ])("rejects %s and names the allowed values", (_, args, message) => {
    const { status, stderr } = fuzz(...args);

    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain("--minutes <number>");
  });
});

describe("each fuzzer", () => {
  it.each(names)("is named in docs/reliability.md and has initial inputs (%s)", (name) => {
    const target = fuzzTargets().find((each) => each.name === name);

    expect(target?.inputs[0]).toBe(join(paths.fuzz, name, "corpus"));
    expect(reliability).toContain(`| \`${name}\` |`);
  });
});

function fuzz(...args: string[]) {
  const script = join(paths.root, "scripts", "fuzz", "main.ts");
  return spawnSync(process.execPath, ["--import", "tsx", script, ...args], { cwd: paths.root, encoding: "utf8" });
}
