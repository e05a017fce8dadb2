// docs/commands.md: every plugin on the page compiles as in its author's project, and prints what the page shows.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { engineTarget } from "../../src/engine/target.ts";
import { paths } from "../../src/paths.ts";
import { type ProcessCall, type Processes, startWsl } from "../../src/simulator/index.ts";
import { authorsProject, compile, installPackage, temporaryProject } from "../support/compiler.ts";

const docs = join(paths.root, "docs");
const page = readFileSync(join(docs, "commands.md"), "utf8");
const examples = [...page.matchAll(/^```ts\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)].map(
  ([, code = "", printed = ""]) => ({ code, printed }),
);

let configuration = "";

/** The Linux of the page. */
const processes: Processes = {
  hostname: "penguin\n",
  grep: { exitCode: 1, stderr: "grep: /etc/shadow: Permission denied" },
  git: ({ user, cwd, env }: ProcessCall) =>
    user === "ada" && cwd === "/home/ada" && env?.LANG ? "user.name=Ada\n" : undefined,
  tee: ({ input }: ProcessCall) => input,
  uname: "6.6.87.2\n",
  "systemctl stop postgresql.service": "",
  fstrim: "/: 1.2 GiB (1288490188 bytes) trimmed\n",
  "/usr/bin/tail": "starting\nconnecting\nready\n",
  cat: ({ args: [file] }: ProcessCall) => files(file),
  sh: ({ args, input }: ProcessCall) => {
    if (!args.includes("/etc/contoso.conf")) return "running\n";
    configuration = input;
    return "";
  },
};

const windows = { proxy: { server: "proxy.contoso.com:8080", bypass: "*.contoso.com;<local>" } };

function files(file = ""): string | undefined {
  if (file === "/etc/contoso.conf") return configuration;
  if (file === "/etc/os-release") return 'ID=debian\nVERSION_ID="12"\n';
  return file === "/proc/self/mounts" ? "C:\\134Tools /opt/tools 9p ro 0 0\n" : undefined;
}

describe("docs/commands.md", () => {
  test("shows the output of each of its plugins", () => {
    expect(examples.length).toBeGreaterThan(5);
    expect(page.match(/^```ts$/gm)).toHaveLength(examples.length);
  });

  test("has code with the right types", () => {
    const files = Object.fromEntries(examples.map(({ code }, at) => [`example-${at}.ts`, `export {};\n${code}`]));
    using project = temporaryProject({ "tsconfig.json": authorsProject(), ...files });
    installPackage(project.path);
    expect(compile(project.path)).toEqual([]);
  });

  test.each(examples)("shows the right output: $printed", async ({ code, printed }) => {
    const script = transformSync(code, { loader: "ts", format: "esm", ...engineTarget }).code;
    await using wsl = await startWsl({ plugin: { name: "example", script }, processes, windows });
    expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
    await wsl.stop();
    expect(`${wsl.printed.join("\n")}\n`).toBe(printed);
  });

  test("names every plugin that runs commands", () => {
    const plugins = readdirSync(join(docs, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const elsewhere = ["from-rust-and-cpp.md", "containers.md"]
      .map((file) => readFileSync(join(docs, file), "utf8"))
      .join();
    const unnamed = plugins.filter(
      ({ name }) => !page.includes(`](examples/${name}/`) && !elsewhere.includes(`](examples/${name}/`),
    );
    expect(unnamed.map(({ name }) => name)).toEqual(["hello", "starter"]);
  });
});
