/** Monaco with the plugin's types. It brings a TypeScript of its own (5.9), which may differ from the one in a project. */

import { editor, KeyCode, KeyMod, Uri } from "monaco-editor/editor/editor.api.js";
import "monaco-editor/features/register.all.js";
import "monaco-editor/languages/definitions/typescript/register.js";
import EditorWorker from "monaco-editor/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/languages/features/json/json.worker.js?worker";
import { jsonDefaults } from "monaco-editor/languages/features/json/register.js";
import { typescriptDefaults } from "monaco-editor/languages/features/typescript/register.js";
import TypeScriptWorker from "monaco-editor/languages/features/typescript/ts.worker.js?worker";
import scenarioSchema from "../../../bindings/generated/scenario.schema.json";
import declarations from "../../../bindings/generated/wsl-script-host.d.ts?raw";
import pluginTsconfig from "../../../dist/tsconfig.json?raw";
import type { Place } from "./messages.ts";
import type { Sources } from "./sources.ts";

export interface Editor extends Sources {
  goTo(place: Place): void;
}

self.MonacoEnvironment = {
  getWorker(_, label) {
    if (label === "typescript") return new TypeScriptWorker();
    return label === "json" ? new JsonWorker() : new EditorWorker();
  },
};

/** The editor with the same sources. Ctrl+Enter in it calls `run`. */
export function createEditor(element: HTMLElement, { plugin, scenario }: Sources, run: () => void): Editor {
  setUpLanguages();
  const models = {
    plugin: editor.createModel(plugin, "typescript", Uri.parse("file:///plugin.ts")),
    scenario: editor.createModel(scenario, "json", Uri.parse("file:///scenario.json")),
  };
  const view = editor.create(element, {
    model: models.plugin,
    ariaLabel: "The plugin and its scenario",
    automaticLayout: true,
    fontSize: 13,
    minimap: { enabled: false },
    lineNumbersMinChars: 3,
    wordWrap: "on",
    scrollBeyondLastLine: false,
    theme: pageTheme(),
    // The keyboard leaves the editor: Ctrl+M lets Tab indent again.
    tabFocusMode: true,
    fixedOverflowWidgets: true,
  });
  view.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, run);
  const themeWatch = new MutationObserver(() => editor.setTheme(pageTheme()));
  themeWatch.observe(document.documentElement, { attributeFilter: ["class"] });
  return {
    get plugin() {
      return models.plugin.getValue();
    },
    set plugin(text) {
      models.plugin.setValue(text);
    },
    get scenario() {
      return models.scenario.getValue();
    },
    set scenario(text) {
      models.scenario.setValue(text);
    },
    show(file) {
      view.setModel(models[file]);
    },
    goTo({ line, column }) {
      view.setModel(models.plugin);
      view.setPosition({ lineNumber: line, column });
      view.revealLineInCenter(line);
      view.focus();
    },
    dispose() {
      themeWatch.disconnect();
      view.dispose();
      for (const model of Object.values(models)) model.dispose();
    },
  };
}

function pageTheme(): string {
  return document.documentElement.classList.contains("dark") ? "vs-dark" : "vs";
}

function setUpLanguages(): void {
  typescriptDefaults.setCompilerOptions(compilerOptions());
  typescriptDefaults.setEagerModelSync(true);
  typescriptDefaults.setExtraLibs([
    { content: declarations, filePath: "file:///node_modules/@types/wsl-script-host/index.d.ts" },
  ]);
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    schemas: [{ uri: "scenario.schema.json", fileMatch: ["scenario.json"], schema: withoutPlugin(scenarioSchema) }],
  });
}

/** What a plugin's tsconfig.json extends, as the language service takes it. */
function compilerOptions() {
  const { compilerOptions } = JSON.parse(pluginTsconfig.replace(/^\s*\/\/.*$/gm, ""));
  const {
    target: _,
    module: __,
    moduleResolution: ___,
    moduleDetection: ____,
    types: _____,
    ...options
  } = compilerOptions;
  // The numbers are TypeScript's: ES2024, ESNext, NodeJs, Force.
  return { ...options, target: 11, module: 99, moduleResolution: 2, moduleDetection: 3, allowNonTsExtensions: true };
}

/** The plugin is the editor's own, and what the scenario expects of one does not count. */
function withoutPlugin({ required: _, ...schema }: { readonly required: readonly string[] }): object {
  return { ...schema, required: ["steps"] };
}
