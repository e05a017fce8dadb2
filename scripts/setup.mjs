// Makes a fresh checkout ready: the npm packages, and the tools that build and test the DLL. Plain JavaScript without
// dependencies, because it runs before `npm ci`. Quick when there is nothing to do.
//
//   node scripts/setup.mjs build     what `npm run build` needs
//   node scripts/setup.mjs site      what `npm run site:test` needs
//   node scripts/setup.mjs           what everything else needs (`npm start`, `npm test`)

import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { main, run, StepError, step } from "./progress.mjs";

/**
 * @typedef {object} Tool
 * @property {readonly string[]} commands its names; one of them must be on the PATH, the first that is there is used. A
 *   name with ".a" at its end is a library that clang must find
 * @property {string} why what it is needed for
 * @property {"build" | "test" | "site"} neededTo
 * @property {string} package Debian's package that brings it
 *
 * @typedef {object} Lockfile
 * @property {Record<string, { version?: string, optional?: boolean }>} packages
 */

export const minimumNode = Object.freeze([20, 19]);

/** The wasm2c whose output the sandbox in host/engine is written for: later ones name things differently. */
export const wabtVersion = "1.0.32";

/** @type {readonly Tool[]} */
export const tools = Object.freeze([
  {
    commands: ["cmake"],
    why: "configures the build of the DLL",
    neededTo: "build",
    package: "cmake",
  },
  {
    commands: ["ninja"],
    why: "builds the DLL",
    neededTo: "build",
    package: "ninja-build",
  },
  {
    // Only Debian has the suffix; its plain name may be a compiler without POSIX threads.
    commands: ["x86_64-w64-mingw32-g++-posix", "x86_64-w64-mingw32-g++"],
    why: "compiles the DLL for Windows (MinGW-w64, POSIX threads)",
    neededTo: "build",
    package: "g++-mingw-w64-x86-64-posix",
  },
  {
    commands: ["wasm2c"],
    why: `turns the engine's WebAssembly into C (wabt, exactly ${wabtVersion})`,
    neededTo: "build",
    package: "wabt",
  },
  {
    commands: ["wine"],
    why: "runs the Windows DLL for the tests and for npm start",
    neededTo: "test",
    package: "wine",
  },
  {
    // Debian's wine only suggests it. Without it, one start in some 7,700 finds Linux's randomly placed heap at an
    // address that Wine needs, and ends with code 1.
    commands: ["wine64-preloader", "wine-preloader"],
    why: "keeps the addresses free that Wine needs",
    neededTo: "test",
    package: "wine64-preloader",
  },
  {
    commands: ["clang++"],
    why: "compiles the host for Linux, to be tested and fuzzed there",
    neededTo: "test",
    package: "clang",
  },
  {
    // Debian's clang only recommends it.
    commands: ["libclang_rt.fuzzer-x86_64.a"],
    why: "clang's sanitizers and fuzzer",
    neededTo: "test",
    package: "libclang-rt-14-dev",
  },
  {
    commands: ["dash"],
    why: "a shell that the tests run commands with, as Debian does",
    neededTo: "test",
    package: "dash",
  },
  {
    commands: ["busybox"],
    why: "a shell that the tests run commands with, as Alpine does; makes the VMs of WSL's stand-in",
    neededTo: "test",
    package: "busybox-static",
  },
  {
    commands: ["osslsigncode"],
    why: "signs DLLs for the tests of wsl-script-host.exe",
    neededTo: "test",
    package: "osslsigncode",
  },
  {
    commands: ["openssl"],
    why: "makes the certificates for that",
    neededTo: "test",
    package: "openssl",
  },
  {
    commands: ["wixl"],
    why: "makes installers for Windows, as wsl-script-host package --msi does",
    neededTo: "test",
    package: "wixl",
  },
  {
    commands: ["msiinfo"],
    why: "reads the tables of installers",
    neededTo: "test",
    package: "msitools",
  },
  {
    commands: ["faketime"],
    why: "gives a program another clock, for the proof that builds are reproducible",
    neededTo: "test",
    package: "faketime",
  },
  {
    commands: ["clang-format"],
    why: "checks the C++ files' layout",
    neededTo: "test",
    package: "clang-format",
  },
  {
    commands: ["chromium"],
    why: "shows the website to its tests",
    neededTo: "site",
    package: "chromium",
  },
]);

/** @type {Readonly<Record<string, readonly Tool["neededTo"][]>>} */
const purposes = Object.freeze({ build: ["build"], site: ["build", "site"], all: ["build", "test"] });

/**
 * @param {string} version as in process.versions.node
 * @returns {string | null} the message for the user, or null if this Node is recent enough
 */
export function describeOldNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = minimumNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) {
    return null;
  }
  return `Node ${minimumNode.join(".")} or later is needed; this is ${version}. Install a current Node 20 or later and try again.`;
}

/**
 * Whether node_modules holds what the lockfile asks for. Versions are compared, not times: a checkout, a copy or a
 * restored cache changes times.
 *
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile | null} installed node_modules/.package-lock.json, which npm keeps for itself
 */
export function dependenciesAreCurrent(wanted, installed) {
  return (
    installed !== null &&
    Object.entries(wanted.packages).every(([place, { version, optional }]) => {
      const present = installed.packages[place];
      // The lockfile lists optional packages for all systems, of which only this system's are installed.
      return place === "" || (present === undefined ? optional === true : present.version === version);
    })
  );
}

/**
 * @param {string} purpose one of `purposes`
 * @param {(command: string) => boolean} isThere
 * @returns {Tool[]}
 */
export function missingTools(purpose, isThere) {
  return tools.filter((tool) => purposes[purpose]?.includes(tool.neededTo) && !tool.commands.some(isThere));
}

/**
 * The message where the missing tools cannot be installed automatically.
 *
 * @param {readonly Tool[]} missing
 */
export function describeMissing(missing) {
  const width = Math.max(...missing.map((tool) => nameOf(tool).length));
  return [
    "These programs are needed and not on the PATH:",
    "",
    ...missing.map((tool) => `  ${nameOf(tool).padEnd(width)}  ${tool.why}`),
    "",
    "On Debian, install them and try again (as root this is done for you):",
    "",
    `  sudo apt-get update && sudo apt-get install --no-install-recommends ${packagesFor(missing).join(" ")}`,
    "",
    "Other systems have packages of their own for them.",
  ].join("\n");
}

/**
 * @param {string} versionOutput what `wasm2c --version` printed
 * @returns {string | null} the message about another wabt than the one that is needed
 */
export function describeWrongWabt(versionOutput) {
  const found = versionOutput.trim();
  if (found === wabtVersion || found.startsWith(`${wabtVersion} `)) {
    return null;
  }
  return [
    `wasm2c of wabt ${wabtVersion} is needed; the one on the PATH says it is ${found || "of an unknown version"}.`,
    "Other versions generate C with other names and another runtime interface.",
    `Debian 12 has ${wabtVersion} as its package "wabt". Elsewhere take release ${wabtVersion} of WebAssembly/wabt from GitHub`,
    "and put its bin folder first on the PATH.",
  ].join("\n");
}

/** @param {string} osRelease the text of /etc/os-release, or nothing */
export function isDebian(osRelease) {
  const families = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, ids = ""]) => ids.split(" "));
  return families.includes("debian");
}

/** @param {Tool} tool */
function nameOf(tool) {
  return tool.commands.join(" or ");
}

/** @param {readonly Tool[]} missing */
function packagesFor(missing) {
  return missing.map((tool) => tool.package);
}

/**
 * The name under which the MinGW compiler is on the PATH.
 *
 * @param {"gcc" | "g++"} language
 * @param {(command: string) => boolean} [isThere]
 */
export function mingwCompiler(language, isThere = isOnPath) {
  const names = ["-posix", ""].map((suffix) => `x86_64-w64-mingw32-${language}${suffix}`);
  return names.find(isThere) ?? names.join(" or ");
}

/** @param {string} name of a command, of a program of Wine's own, or of a library of clang's */
function isInstalled(name) {
  if (!name.endsWith(".a")) {
    return isOnPath(name) || isExecutable(join("/usr/lib/wine", name));
  }
  // What clang does not find it prints as it is.
  const { stdout } = spawnSync("clang++", [`-print-file-name=${name}`], { encoding: "utf8" });
  return existsSync((stdout ?? "").trim());
}

/** @param {string} command */
function isOnPath(command) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => isExecutable(join(folder, command)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} root
 * @returns {Promise<string> | null} npm's output, unless everything is installed already
 */
function installDependencies(root) {
  const installedList = join(root, "node_modules", ".package-lock.json");
  const installed = existsSync(installedList) ? JSON.parse(readFileSync(installedList, "utf8")) : null;
  if (dependenciesAreCurrent(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")), installed)) {
    return null;
  }
  // npm names itself to what it starts.
  const npm = process.env.npm_execpath;
  const [command, ...prefix] = npm === undefined ? ["npm"] : [process.execPath, npm];
  const installing = run(command, [...prefix, "ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root });
  // Its failure is reported where it is awaited.
  installing.catch(() => {});
  return installing;
}

/**
 * @param {string} purpose one of `purposes`
 * @param {readonly Tool[]} missing
 */
async function installTools(purpose, missing) {
  if (missing.length > 0) {
    await aptInstall(packagesFor(missing)).catch((error) => {
      throw new StepError(`${error.message}\n\n${describeMissing(missing)}`);
    });
    const stillMissing = missingTools(purpose, isInstalled);
    if (stillMissing.length > 0) {
      throw new StepError(describeMissing(stillMissing));
    }
  }
  const wrongWabt = describeWrongWabt(execFileSync("wasm2c", ["--version"], { encoding: "utf8" }));
  if (wrongWabt !== null) {
    throw new StepError(wrongWabt);
  }
}

/** @param {string[]} packages */
async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await step("Updating apt's package lists", (report) => run("apt-get", ["update"], { env, report }));
  await step(`Installing ${packages.join(", ")}`, (report) =>
    run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], { env, report }),
  );
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** @param {string} [purpose] */
async function setUp(purpose = "all") {
  if (!Object.hasOwn(purposes, purpose)) {
    throw new StepError(`setup.mjs takes "${Object.keys(purposes).join('", "')}", not "${purpose}".`);
  }
  const oldNode = describeOldNode(process.versions.node);
  if (oldNode !== null) {
    throw new StepError(oldNode);
  }
  const missing = missingTools(purpose, isInstalled);
  if (missing.length > 0 && (!isDebian(readIfThere("/etc/os-release")) || process.getuid?.() !== 0)) {
    throw new StepError(describeMissing(missing));
  }
  // Begun early: both wait for the network most of the time.
  const packages = installDependencies(dirname(dirname(fileURLToPath(import.meta.url))));
  await installTools(purpose, missing);
  if (packages !== null) await step("Installing the npm packages", () => packages);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(() => setUp(process.argv[2]));
}
