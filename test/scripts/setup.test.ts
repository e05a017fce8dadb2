import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  dependenciesAreCurrent,
  describeMissing,
  describeOldNode,
  describeWrongWabt,
  isDebian,
  mingwCompiler,
  missingTools,
  tools,
  wabtVersion,
} from "../../scripts/setup.mjs";
import { paths } from "../../src/paths.ts";

describe("set-up's version of Node", () => {
  test.each(["20.19.0", "20.20.2", "22.0.0", "100.1.0"])("%s is recent enough", (version) => {
    expect(describeOldNode(version)).toBeNull();
  });

  test.each(["18.20.4", "20.18.3", "9.99.0"])("%s is too old", (version) => {
    expect(describeOldNode(version)).toMatch(`Node 20.19 or later is needed; this is ${version}.`);
  });
});

describe("set-up's check of the system", () => {
  test.each([
    ['PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', true],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
    ["NAME=Fedora\nID=fedora\n", false],
    ['NAME="not ID=debian"\nID=arch\n', false],
    ["", false],
  ])("recognises %j as Debian or based on it: %s", (osRelease, expected) => {
    expect(isDebian(osRelease)).toBe(expected);
  });

  test("needs neither Wine nor clang-format for a build, and Chromium for the website's tests alone", () => {
    const building = ["cmake", "ninja", "x86_64-w64-mingw32-g++-posix", "wasm2c"];
    const all = tools.map((tool) => tool.commands[0]);
    expect(namesOf(missingTools("all", nothing))).toEqual(all.filter((name) => name !== "chromium"));
    expect(namesOf(missingTools("build", nothing))).toEqual(building);
    expect(namesOf(missingTools("site", nothing))).toEqual([...building, "chromium"]);
  });

  test("accepts a tool under any of its names", () => {
    const isThere = (command: string) => command !== "x86_64-w64-mingw32-g++-posix";
    expect(missingTools("all", isThere)).toEqual([]);
    expect(mingwCompiler("gcc", isThere)).toBe("x86_64-w64-mingw32-gcc-posix");
    expect(mingwCompiler("g++", isThere)).toBe("x86_64-w64-mingw32-g++");
  });
});

describe("what set-up cannot install", () => {
  test("is listed with its purpose and Debian's command", () => {
    const missing = missingTools("all", (command) => command !== "wine" && command !== "wasm2c");
    expect(describeMissing(missing).split("\n")).toEqual([
      "These programs are needed and not on the PATH:",
      "",
      `  wasm2c  turns the engine's WebAssembly into C (wabt, exactly ${wabtVersion})`,
      "  wine    runs the Windows DLL for the tests and for npm start",
      "",
      "On Debian, install them and try again (as root this is done for you):",
      "",
      "  sudo apt-get update && sudo apt-get install --no-install-recommends wabt wine",
      "",
      "Other systems have packages of their own for them.",
    ]);
  });

  test("includes another wabt, with the place of the right one", () => {
    expect(describeWrongWabt("1.0.32\n")).toBeNull();
    expect(describeWrongWabt("1.0.32 (git~1.0.32)\n")).toBeNull();
    expect(describeWrongWabt("1.0.320\n")).toContain("the one on the PATH says it is 1.0.320");
    expect(describeWrongWabt("")).toContain("of an unknown version");
  });
});

describe("the need for npm ci", () => {
  const wanted = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b-windows": { version: "2.0.0", optional: true },
    },
  };

  test.each([
    ["nothing is installed", null, false],
    ["all is there but what is for other systems", { "node_modules/a": { version: "1.0.0" } }, true],
    ["a package is missing", {}, false],
    ["a package has another version", { "node_modules/a": { version: "1.0.1" } }, false],
    [
      "an optional package has another version",
      { "node_modules/a": { version: "1.0.0" }, "node_modules/b-windows": { version: "1.0.0" } },
      false,
    ],
  ])("%s", (_, packages, current) => {
    expect(dependenciesAreCurrent(wanted, packages && { packages })).toBe(current);
  });
});

describe("the set-up script", () => {
  test("prints nothing if nothing is missing", () => {
    const { status, stdout, stderr } = setUp(["all"], process.env);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("names what is missing and fails if it cannot install", () => {
    // Without a PATH nothing is found, not even apt-get.
    const { status, stderr } = setUp(["build"], { ...process.env, PATH: "" });
    expect(status).toBe(1);
    expect(stderr).toContain("These programs are needed and not on the PATH:\n\n  cmake ");
  });

  test("accepts no other argument", () => {
    const { status, stderr } = setUp(["everything"], process.env);
    expect(status).toBe(1);
    expect(stderr).toBe(`\nsetup.mjs takes "build", "site", "all", not "everything".\n`);
  });
});

function nothing(): boolean {
  return false;
}

function namesOf(missing: ReturnType<typeof missingTools>): (string | undefined)[] {
  return missing.map((tool) => tool.commands[0]);
}

function setUp(args: string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [join(paths.root, "scripts", "setup.mjs"), ...args], { env, encoding: "utf8" });
}
