/** The playground: editors, a button, and what happened. */

import { bundle, startBundler } from "./bundle.ts";
import type { Editor } from "./editor.ts";
import { type Example, exampleNames, readExample } from "./examples.ts";
import type { PlayAnswer } from "./messages.ts";
import { Output } from "./output.ts";
import { loadEngineFiles, play } from "./player.ts";
import { readFragment, writeFragment } from "./share.ts";
import { PlainSources, type SourceFile, type Sources } from "./sources.ts";
import { versions } from "./versions.ts";

const pluginName = "plugin";
const firstExample = "starter";

/** Fills the element. Returns what removes everything again. */
export function startPlayground(root: HTMLElement): () => void {
  const page = new PlaygroundPage(root);
  page.start().catch((error: unknown) => page.report(error));
  return () => page.dispose();
}

class PlaygroundPage {
  readonly #root: HTMLElement;
  readonly #output: Output;
  readonly #onHashChange = () => {
    this.#open()
      .then(() => this.#run())
      .catch((error: unknown) => this.report(error));
  };
  #sources: Sources;
  #shown: SourceFile = "plugin";
  #running: AbortController | null = null;
  #isGone = false;
  /** Null if it cannot be loaded. */
  #editor: Promise<Editor | null> | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
    root.innerHTML = layout;
    this.#sources = new PlainSources(this.#find("[data-editor]"));
    this.#output = new Output(this.#find("[data-output]"), async (place) => {
      this.#select("plugin");
      (await this.#editor)?.goTo(place);
    });
    this.#fillChoices();
    this.#listen();
  }

  /** Plays what the address names. The editor is larger than the rest, so it loads from the first answer on. */
  async start(): Promise<void> {
    try {
      await Promise.all([this.#open(), startBundler(), loadEngineFiles()]);
      await this.#run();
    } finally {
      this.#startEditor();
    }
  }

  report(error: unknown): void {
    this.#output.fail(error instanceof Error ? error.message : String(error));
  }

  dispose(): void {
    this.#isGone = true;
    this.#running?.abort();
    window.removeEventListener("hashchange", this.#onHashChange);
    this.#sources.dispose();
  }

  #startEditor(): void {
    this.#editor ??= this.#loadEditor().catch((error: unknown) => {
      this.report(error);
      return null;
    });
  }

  async #loadEditor(): Promise<Editor | null> {
    const { createEditor } = await import("./editor.ts");
    if (this.#isGone) return null;
    const plain = this.#sources;
    const editor = createEditor(this.#find("[data-editor]"), plain, () => void this.#run());
    this.#sources = editor;
    editor.show(this.#shown);
    plain.dispose();
    return editor;
  }

  #fillChoices(): void {
    const option = (value: string, text = value) => new Option(text, value);
    this.#choice("example").append(...exampleNames.map((name) => option(name)));
    this.#choice("version").append(option("", "the scenario's"), ...versions.map((version) => option(version)));
  }

  #listen(): void {
    this.#find("[data-run]").addEventListener("click", () => void (this.#running ? this.#stop() : this.#run()));
    this.#find("[data-share]").addEventListener("click", () => void this.#share());
    this.#choice("example").addEventListener("change", ({ target }) => {
      location.hash = `#example=${(target as HTMLSelectElement).value}`;
    });
    this.#choice("version").addEventListener("change", () => void this.#run());
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => this.#select(tab.dataset.tab as SourceFile));
      tab.addEventListener("keydown", ({ key }) => {
        if (key !== "ArrowLeft" && key !== "ArrowRight") return;
        const other = this.#tabs.find((each) => each !== tab);
        other?.click();
        other?.focus();
      });
    }
    window.addEventListener("hashchange", this.#onHashChange);
  }

  /** Shows what the address names. */
  async #open(): Promise<void> {
    const fragment = await readFragment(location.hash).catch(() => null);
    if (fragment !== null && "shared" in fragment) {
      const { plugin, scenario, version } = fragment.shared;
      this.#setSources({ plugin, scenario });
      this.#choice("version").value = version ?? "";
      return;
    }
    const name = fragment?.example ?? firstExample;
    const example = await readExample(name);
    if (example === null) throw new Error(`There is no example "${name}".`);
    this.#choice("example").value = name;
    this.#setSources(example);
  }

  #setSources({ plugin, scenario }: Example): void {
    Object.assign(this.#sources, { plugin, scenario });
    this.#sources.show(this.#shown);
  }

  async #run(): Promise<void> {
    this.#stop();
    const running = new AbortController();
    this.#running = running;
    this.#showState("Stop", "Bundling");
    this.#output.clear();
    const started = performance.now();
    try {
      const bundled = await bundle(pluginName, this.#sources.plugin);
      if (running.signal.aborted) return;
      if (!bundled.ok) {
        this.#output.fail(bundled.errors.join("\n"));
        return;
      }
      this.#showState("Stop", "Running");
      const { script, map } = bundled;
      const request = { name: pluginName, script, map, scenario: this.#sources.scenario, version: this.#version };
      const last = await this.#show(play(request, running.signal), running);
      // A newer run has the output now.
      if (this.#running !== running) return;
      if (last?.kind === "refused") this.#output.fail(last.message);
      if (last?.kind === "done") this.#output.finish(last.advice);
      if (last?.kind === "event") this.#output.fail("Ended: it ran for too long, or was stopped.");
    } catch (error) {
      this.report(error);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#showState("Run", `Done in ${Math.round(performance.now() - started)} ms`);
      }
    }
  }

  /** Returns the last answer. */
  async #show(answers: AsyncIterable<PlayAnswer>, running: AbortController): Promise<PlayAnswer | undefined> {
    let last: PlayAnswer | undefined;
    for await (last of answers) {
      if (this.#running !== running) break;
      if (last.kind === "event") this.#output.add(last.event);
      this.#startEditor();
    }
    return last;
  }

  #stop(): void {
    this.#running?.abort();
  }

  async #share(): Promise<void> {
    const { plugin, scenario } = this.#sources;
    history.replaceState(null, "", await writeFragment({ plugin, scenario, version: this.#version }));
    const copied = await navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    );
    this.#find("[data-state]").textContent = copied ? "The address is copied" : "The address bar has the plugin";
  }

  #select(file: SourceFile): void {
    this.#shown = file;
    for (const tab of this.#tabs) {
      const isSelected = tab.dataset.tab === file;
      tab.setAttribute("aria-selected", String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
    }
    this.#sources.show(file);
  }

  #showState(button: string, state: string): void {
    this.#find("[data-run]").textContent = button;
    this.#find("[data-state]").textContent = state;
  }

  get #version(): string | null {
    return this.#choice("version").value || null;
  }

  get #tabs(): HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>("[data-tab]")];
  }

  #choice(name: string): HTMLSelectElement {
    return this.#find(`select[name=${name}]`) as HTMLSelectElement;
  }

  #find(selector: string): HTMLElement {
    const element = this.#root.querySelector<HTMLElement>(selector);
    if (element === null) throw new Error(`The playground has no ${selector}.`);
    return element;
  }
}

const layout = `
  <div class="bar">
    <label>Example <select name="example"></select></label>
    <label>WSL <select name="version"></select></label>
    <button type="button" class="primary" data-run title="Ctrl+Enter">Run</button>
    <button type="button" data-share>Share</button>
    <span role="status" data-state>Loading</span>
  </div>
  <div class="panes">
    <section class="source" aria-label="Source">
      <div role="tablist" aria-label="Files">
        <button type="button" role="tab" data-tab="plugin" aria-selected="true">plugin.ts</button>
        <button type="button" role="tab" data-tab="scenario" aria-selected="false" tabindex="-1">scenario.json</button>
      </div>
      <div role="tabpanel" aria-label="Editor" data-editor></div>
    </section>
    <section class="output" aria-label="What happened" data-output></section>
  </div>
`;
