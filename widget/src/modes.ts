/** How the widget stands on a page: in its place, behind a button in the corner, or over the whole window. */
import { html, type TemplateResult } from "lit";
import { speech } from "./icons.js";
import type { Words } from "./words.js";

export interface Launcher {
  readonly words: Words;
  readonly open: boolean;
  toggle(): void;
  close(): void;
}

/** The button and the panel that it opens; the panel lies above everything else on the page. */
export function launcherView(content: TemplateResult, launcher: Launcher): TemplateResult {
  const { words, open } = launcher;
  const closeOnEscape = (event: KeyboardEvent) => {
    const panel = event.currentTarget as HTMLElement;
    const inner = panel.querySelector(".card:popover-open, dialog[open]"); // that one closes first
    if (event.key === "Escape" && inner === null) launcher.close();
  };
  return html`
    <button
      type="button"
      class="primary launcher"
      part="launcher"
      aria-expanded=${open ? "true" : "false"}
      aria-controls="panel"
      @click=${() => launcher.toggle()}
    >
      ${speech}<span>${words.launcher}</span>
    </button>
    <div id="panel" popover="manual" class="panel" part="panel" role="dialog" aria-label=${words.launcher} @keydown=${closeOnEscape}>
      <div class="bar">
        <p class="bar-title">${words.launcher}</p>
        <button type="button" class="quiet" part="close" @click=${() => launcher.close()}>${words.close}</button>
      </div>
      ${content}
    </div>
  `;
}

/** Shows or hides the panel, and puts the focus where the reader goes on. */
export function showPanel(root: HTMLElement | DocumentFragment, open: boolean, moveFocus: boolean): void {
  const panel = root.querySelector<HTMLElement>("#panel");
  if (panel === null || panel.matches(":popover-open") === open) return;
  const within = panel.contains((root as ShadowRoot).activeElement);
  if (open) panel.showPopover();
  else panel.hidePopover();
  if (open && moveFocus) panel.querySelector<HTMLElement>("[part=input]")?.focus();
  if (!open && within) root.querySelector<HTMLElement>(".launcher")?.focus();
}
