/** What `create` writes: a small plugin with everything around it that an author touches. */

import { devDependencies, name as packageName } from "../../../package.json";
import { projectKey } from "../shared/project.ts";

/** The files of a project by their paths, which have slashes. The dependency is where npm finds this package. */
export function projectFiles(plugin: string, dependency: string): Readonly<Record<string, string>> {
  return {
    ".gitignore": "node_modules/\ndist/\npackage/\n",
    ".vscode/settings.json": json(editorSettings()),
    "README.md": readme(plugin),
    "package.json": json(packageJson(plugin, dependency)),
    ...pluginFiles(plugin, "start"),
    // Tests see Node; plugins do not. So each folder has its project.
    "test/tsconfig.json": json({
      extends: `${packageName}/tsconfig.json`,
      compilerOptions: { lib: ["es2023", "esnext.disposable"], types: ["node"] },
      include: ["."],
    }),
    "tsconfig.json": json({ extends: `${packageName}/tsconfig.json`, include: ["src"] }),
  };
}

/** What belongs to one plugin of a project. */
export function pluginFiles(plugin: string, scenarioName = plugin): Readonly<Record<string, string>> {
  return {
    [`${plugin}.json`]: json({ $schema: `./dist/${plugin}.schema.json`, hotReload: false, loadFailure: "block" }),
    [`scenarios/${scenarioName}.json`]: json(scenario(plugin)),
    [`src/${plugin}.ts`]: source,
    [`test/${plugin}.test.ts`]: test(plugin),
  };
}

function packageJson(plugin: string, dependency: string): object {
  return {
    name: plugin,
    version: "0.1.0",
    private: true,
    type: "module",
    scripts: {
      dev: "wsl-script-host dev",
      check: "wsl-script-host check && tsc -p test",
      test: "vitest run",
      simulate: "wsl-script-host simulate",
      build: "wsl-script-host build",
      package: "wsl-script-host package",
    },
    [projectKey]: { plugins: [`src/${plugin}.ts`], outdir: "dist" },
    devDependencies: {
      "@types/node": devDependencies["@types/node"],
      typescript: devDependencies.typescript,
      vitest: devDependencies.vitest,
      [packageName]: dependency,
    },
  };
}

function editorSettings(): object {
  const url = `./node_modules/${packageName}/dist/scenario.schema.json`;
  return { "json.schemas": [{ fileMatch: ["/scenarios/*.json"], url }] };
}

function scenario(plugin: string): object {
  return {
    about: "A distribution starts, an old one may not, and then everything stops.",
    file: `../src/${plugin}.ts`,
    processes: { "/bin/cat": "Linux version 6.6.87\n" },
    steps: [{ do: "startDistribution", name: "Debian" }, { do: "startDistribution", name: "legacy-1" }, { do: "stop" }],
    expect: [
      "WSL 2.4.4: the service starts",
      `${plugin} logs info load: loaded [*]`,
      `plugin ${plugin}: loaded, hooks OnVMStarted OnDistributionStarted`,
      "session 0: the VM starts",
      `${plugin} OnVMStarted: called`,
      `${plugin} ExecuteBinary(/bin/cat ["/bin/cat","/proc/version"]): S_OK`,
      `${plugin} logs info console: the kernel is Linux version 6.6.87`,
      `${plugin} logs info hook: done [hook OnVMStarted]`,
      `${plugin} OnVMStarted: S_OK`,
      "session 0: the VM runs",
      "session 0: Debian (WSL 2) starts",
      `${plugin} OnDistributionStarted: called`,
      `${plugin} logs info console: Debian has started`,
      `${plugin} logs info hook: done [hook OnDistributionStarted]`,
      `${plugin} OnDistributionStarted: S_OK`,
      "session 0: Debian (WSL 2) runs",
      "session 0: legacy-1 (WSL 2) starts",
      `${plugin} OnDistributionStarted: called`,
      `${plugin} logs error hook: legacy-1 is too old to be used on this machine. [*]`,
      `${plugin} PluginError("legacy-1 is too old to be used on this machine."): S_OK`,
      `${plugin} OnDistributionStarted: 0x80004005 (E_FAIL), "legacy-1 is too old to be used on this machine.", which is fatal`,
      `session 0: the user sees: A fatal error was returned by plugin '${plugin}'. Error message: 'legacy-1 is too old to be used on this machine.' *`,
      "session 0: Debian (WSL 2) stops",
      "session 0: Debian (WSL 2) has stopped",
      "session 0: the VM stops",
      "session 0: the VM has stopped",
      "the service has stopped",
    ],
  };
}

const source = `// Nothing is imported: what a plugin can use is global, and your editor knows it.
export default definePlugin({
  permissions: { vm: { run: ["/bin/cat"] } },

  onVmStarted(session) {
    using process = ExecuteBinary(session, "/bin/cat", ["/proc/version"]);
    console.log("the kernel is", process.text().trim());
  },

  onDistributionStarted(_session, distribution) {
    if (distribution.name.startsWith("legacy-")) {
      throw new PluginError(\`\${distribution.name} is too old to be used on this machine.\`);
    }
    console.log(distribution.name, "has started");
  },
});
`;

function test(plugin: string): string {
  return `import { expect, test } from "vitest";
import { startWsl } from "${packageName}/testing";

const wslWithPlugin = () =>
  startWsl({ plugin: "src/${plugin}.ts", processes: { "/bin/cat": "Linux version 6.6.87\\n" } });

test("logs which kernel runs", async () => {
  await using wsl = await wslWithPlugin();
  expect(await wsl.startVm()).toEqual({ ok: true });
  expect(wsl.printed).toEqual(["the kernel is Linux version 6.6.87"]);
});

test("keeps old distributions from starting, and says why", async () => {
  await using wsl = await wslWithPlugin();
  expect(await wsl.startDistribution("Debian")).toEqual({ ok: true });
  expect(await wsl.startDistribution("legacy-1")).toMatchObject({
    ok: false,
    text: expect.stringContaining("legacy-1 is too old"),
  });
});
`;
}

function readme(plugin: string): string {
  return `# ${plugin}

A plugin for WSL, in \`src/${plugin}.ts\`.

| command | what it does |
| --- | --- |
| \`npm run dev\` | builds at every change, and shows mistakes |
| \`npm run check\` | checks the types, and loads the plugin on the oldest and the newest WSL |
| \`npm test\` | runs the tests |
| \`npm run simulate\` | shows what happens in the scenarios |
| \`npm run build\` | writes \`dist/${plugin}.js\` |
| \`npm run package\` | builds, and writes what administrators deploy |

\`npx wsl-script-host add <name>\` adds one more plugin. The documentation is in
[node_modules/${packageName}](node_modules/${packageName}/docs/guide.md).
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
