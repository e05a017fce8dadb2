/** The plugin and its scenario on the page: as plain text at first, and in the editor once that has loaded. */

export type SourceFile = "plugin" | "scenario";

export interface Sources {
  plugin: string;
  scenario: string;
  show(file: SourceFile): void;
  dispose(): void;
}

export class PlainSources implements Sources {
  plugin = "";
  scenario = "";
  readonly #text = document.createElement("pre");

  constructor(element: HTMLElement) {
    this.#text.tabIndex = 0;
    element.append(this.#text);
  }

  show(file: SourceFile): void {
    this.#text.textContent = this[file];
  }

  dispose(): void {
    this.#text.remove();
  }
}
