import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  dependenciesAreCurrent,
  describeMissing,
  describeOldNode,
  describeWrongWabt,
  detectSystem,
  mingwCompiler,
  missingTools,
  tools,
  wabtVersion,
} from "../../scripts/setup.mjs";
import { paths } from "../../src/paths.ts";

describe("the version of Node", () => {
  test.each(["20.19.0", "20.20.2", "22.0.0", "100.1.0"])("%s is recent enough", (version) => {
    expect(describeOldNode(version)).toBeNull();
  });

  test.each(["18.20.4", "20.18.3", "9.99.0"])("%s is too old", (version) => {
    expect(describeOldNode(version)).toMatch(`Node 20.19 or later is needed; this is ${version}.`);
  });
});

describe("what is on the system", () => {
  test.each([
    ["win32", "", "windows"],
    ["linux", 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', "debian"],
    ["linux", 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', "debian"],
    ["linux", "NAME=Fedora\nID=fedora\n", "fedora"],
    ["linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"],
    ["linux", 'NAME="not ID=debian"\nID=arch\n', "other"],
    ["linux", "", "other"],
    ["darwin", "", "other"],
  ] as const)("%s with %j is %s", (platform, osRelease, system) => {
    expect(detectSystem(platform, osRelease)).toBe(system);
  });

  test("a build needs neither Wine nor clang-format", () => {
    expect(namesOf(missingTools("all", "debian", nothing))).toEqual(tools.map((tool) => tool.commands[0]));
    expect(namesOf(missingTools("build", "debian", nothing))).toEqual([
      "cmake",
      "ninja",
      "x86_64-w64-mingw32-g++-posix",
      "wasm2c",
    ]);
  });

  test("Windows runs the DLL without Wine", () => {
    expect(namesOf(missingTools("all", "windows", nothing))).not.toContain("wine");
    expect(namesOf(missingTools("all", "other", nothing))).toContain("wine");
  });

  test("only Debian has a package of its own for Wine's preloader", () => {
    const isThere = (command: string) => !command.endsWith("-preloader");
    expect(namesOf(missingTools("all", "debian", isThere))).toEqual(["wine64-preloader"]);
    expect(missingTools("all", "fedora", isThere)).toEqual([]);
    expect(missingTools("all", "other", isThere)).toEqual([]);
  });

  test("a tool may go by any of its names", () => {
    const isThere = (command: string) => command !== "x86_64-w64-mingw32-g++-posix";
    expect(missingTools("all", "fedora", isThere)).toEqual([]);
    expect(mingwCompiler("gcc", isThere)).toBe("x86_64-w64-mingw32-gcc-posix");
    expect(mingwCompiler("g++", isThere)).toBe("x86_64-w64-mingw32-g++");
  });
});

describe("what someone is told who has to install tools by hand", () => {
  test("Debian: what for, and the command", () => {
    const missing = missingTools("all", "debian", (command) => command !== "wine" && command !== "wasm2c");
    expect(describeMissing(missing, "debian").split("\n")).toEqual([
      "These programs are needed and not on the PATH:",
      "",
      `  wasm2c  turns the engine's WebAssembly into C (wabt, exactly ${wabtVersion})`,
      "  wine    runs the Windows DLL for the tests and for npm start",
      "",
      "Install them and try again (as root this is done for you):",
      "",
      "  sudo apt-get update && sudo apt-get install --no-install-recommends wabt wine",
    ]);
  });

  test.each([
    ["fedora", "  sudo dnf install cmake ninja-build mingw64-gcc-c++ wabt"],
    ["windows", "  pacman -S mingw-w64-x86_64-cmake mingw-w64-x86_64-ninja mingw-w64-x86_64-gcc mingw-w64-x86_64-wabt"],
    ["other", "Install them with your system's package manager and try again."],
  ] as const)("%s", (system, advice) => {
    expect(describeMissing(missingTools("build", system, nothing), system).split("\n")).toContain(advice);
  });

  test("another wabt is refused, with where to find the right one", () => {
    expect(describeWrongWabt("1.0.32\n")).toBeNull();
    expect(describeWrongWabt("1.0.32 (git~1.0.32)\n")).toBeNull();
    expect(describeWrongWabt("1.0.320\n")).toContain("the one on the PATH says it is 1.0.320");
    expect(describeWrongWabt("")).toContain("of an unknown version");
  });
});

describe("whether npm ci is needed", () => {
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

describe("the script itself", () => {
  test("prints nothing when all is there", () => {
    const { status, stdout, stderr } = setUp(["all"], process.env);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("names what is missing and fails, where it cannot install", () => {
    // Without a PATH nothing is found, not even apt-get.
    const { status, stderr } = setUp(["build"], { ...process.env, PATH: "" });
    expect(status).toBe(1);
    expect(stderr).toContain("These programs are needed and not on the PATH:\n\n  cmake ");
  });

  test("takes no other argument", () => {
    const { status, stderr } = setUp(["everything"], process.env);
    expect(status).toBe(1);
    expect(stderr).toBe(`\nsetup.mjs takes "build" or "all", not "everything".\n`);
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
