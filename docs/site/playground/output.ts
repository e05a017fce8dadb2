/** What happened in a run: what users read, the timeline, and the plugin's log in it. */

import type { Place, ShownEvent } from "./messages.ts";

export class Output {
  readonly #element: HTMLElement;
  readonly #goTo: (place: Place) => void;
  #timeline: HTMLElement = document.createElement("ol");

  constructor(element: HTMLElement, goTo: (place: Place) => void) {
    this.#element = element;
    this.#goTo = goTo;
    this.clear();
  }

  clear(): void {
    this.#timeline = document.createElement("ol");
    this.#timeline.className = "timeline";
    this.#element.replaceChildren(this.#timeline);
  }

  add(event: ShownEvent): void {
    const line = document.createElement("li");
    line.dataset.kind = event.kind;
    if (event.level !== null) line.dataset.level = event.level;
    if (event.userText === null) line.textContent = event.text;
    else line.append(caption("The user of wsl reads"), screen(event.userText));
    if (event.place !== null) line.append(" ", this.#link(event.place));
    this.#timeline.append(line);
  }

  /** With the permissions to declare, if some are missing. */
  finish(advice: string): void {
    if (advice === "") return;
    this.#element.append(caption("The plugin lacks permissions. Declare:"), screen(advice));
  }

  fail(message: string): void {
    const error = screen(message);
    error.classList.add("error");
    error.setAttribute("role", "alert");
    this.#element.append(error);
  }

  #link(place: Place): HTMLElement {
    const link = document.createElement("button");
    link.type = "button";
    link.className = "place";
    link.textContent = `line ${place.line}`;
    link.addEventListener("click", () => this.#goTo(place));
    return link;
  }
}

function caption(text: string): HTMLElement {
  const element = document.createElement("strong");
  element.textContent = text;
  return element;
}

function screen(text: string): HTMLElement {
  const element = document.createElement("pre");
  element.textContent = text;
  return element;
}
