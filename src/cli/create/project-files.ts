/** What `create` writes: a plugin with everything around it that an author touches. */

import { devDependencies, name as packageName } from "../../../package.json";
import { projectKey } from "../shared/project.ts";
import type { Template } from "./templates.ts";

/** The project's files by path, with slashes. The dependency is where npm finds this package. */
export function projectFiles(plugin: string, template: Template, dependency: string): Readonly<Record<string, string>> {
  return {
    ".gitignore": "node_modules/\ncoverage/\ndist/\npackage/\n",
    ".vscode/launch.json": json(debuggerSettings()),
    ".vscode/settings.json": json(editorSettings()),
    "README.md": readme(plugin, template),
    "package.json": json(packageJson(plugin, dependency)),
    ...pluginFiles(plugin, template, "start"),
    // Tests use Node; plugins do not. So each folder has a tsconfig.json.
    "test/tsconfig.json": json({
      extends: `${packageName}/tsconfig.json`,
      compilerOptions: { lib: ["es2023", "esnext.disposable"], types: ["node"] },
      include: ["."],
    }),
    "tsconfig.json": json({ extends: `${packageName}/tsconfig.json`, include: ["src"] }),
    "vitest.config.ts": vitestConfig,
  };
}

export function pluginFiles(
  plugin: string,
  { source, test, scenario }: Template,
  scenarioName = plugin,
): Readonly<Record<string, string>> {
  return {
    [`${plugin}.json`]: json({ $schema: `./dist/${plugin}.schema.json`, hotReload: false, loadFailure: "block" }),
    [`scenarios/${scenarioName}.json`]: scenario,
    [`src/${plugin}.ts`]: source,
    [`test/${plugin}.test.ts`]: test,
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
      coverage: "vitest run --coverage",
      simulate: "wsl-script-host simulate",
      build: "wsl-script-host build",
      package: "wsl-script-host package",
    },
    [projectKey]: { plugins: [`src/${plugin}.ts`], outdir: "dist" },
    devDependencies: {
      "@types/node": devDependencies["@types/node"],
      "@vitest/coverage-v8": devDependencies["@vitest/coverage-v8"],
      typescript: devDependencies.typescript,
      vitest: devDependencies.vitest,
      [packageName]: dependency,
    },
  };
}

const vitestConfig = `import { defineConfig } from "vitest/config";
import { pluginCoverage } from "${packageName}/testing";

export default defineConfig({
  plugins: [pluginCoverage()],
  test: { coverage: { include: ["src/**"] } },
});
`;

function editorSettings(): object {
  const url = `./node_modules/${packageName}/dist/scenario.schema.json`;
  return { "json.schemas": [{ fileMatch: ["/scenarios/*.json"], url }] };
}

/** What F5 does. */
function debuggerSettings(): object {
  const shared = {
    type: "node",
    request: "launch",
    cwd: `\${workspaceFolder}`,
    console: "integratedTerminal",
    skipFiles: ["<node_internals>/**", "**/node_modules/**", "wsl-script-host:**"],
  };
  return {
    version: "0.2.0",
    configurations: [
      {
        ...shared,
        name: "Scenarios",
        program: `\${workspaceFolder}/node_modules/${packageName}/dist/cli/main.js`,
        args: ["simulate", "--engine", "node"],
      },
      {
        ...shared,
        name: "Tests",
        program: `\${workspaceFolder}/node_modules/vitest/vitest.mjs`,
        // A test that stands still must not run out of time.
        args: ["run", "--no-file-parallelism", "--test-timeout=0"],
        env: { WSL_SCRIPT_HOST_ENGINE: "node" },
        autoAttachChildProcesses: true,
      },
    ],
  };
}

function readme(plugin: string, template: Template): string {
  return `${template.readme ?? `# ${plugin}`}

The plugin is \`src/${plugin}.ts\`.

| command | what it does |
| --- | --- |
| \`npm run dev\` | builds at every change, and shows mistakes |
| \`npm run check\` | checks the types, and loads the plugin on the oldest and the newest WSL |
| \`npm test\` | runs the tests |
| \`npm run coverage\` | the same, and shows the lines of the plugin that no test reaches |
| \`npm run simulate\` | shows what happens in the scenarios |
| F5 in VS Code | the same, or the tests, with breakpoints in \`src/${plugin}.ts\` |
| \`npm run build\` | writes \`dist/${plugin}.js\` |
| \`npm run package\` | builds, and writes what administrators deploy |

\`npx wsl-script-host add <name>\` adds one more plugin. The documentation is in
[node_modules/${packageName}](node_modules/${packageName}/docs/guide.md).
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
