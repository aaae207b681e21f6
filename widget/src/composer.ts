/** Where the question is written: Enter sends, Shift+Enter breaks the line, and a half-composed word is left alone. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { arrowUp, square } from "./icons.js";
import type { Words } from "./words.js";

const MOST_SUGGESTIONS = 6;

export interface Composer {
  readonly words: Words;
  readonly draft: string;
  readonly maxLength: number;
  readonly placeholder: string;
  readonly busy: boolean;
  readonly waiting: boolean;
  readonly suggestions: readonly string[];
  write(draft: string): void;
  send(question: string): void;
  stop(): void;
}

export function composerView(composer: Composer): TemplateResult {
  const { words, draft, busy } = composer;
  const send = (event: Event) => {
    event.preventDefault();
    if (!busy && !composer.waiting) composer.send(draft);
  };
  return html`
    <form class="composer" part="composer" @submit=${send}>
      <textarea
        part="input"
        rows="1"
        maxlength=${composer.maxLength}
        aria-label=${words.askLabel}
        placeholder=${composer.placeholder || words.placeholder}
        enterkeyhint="send"
        autocomplete="off"
        .value=${live(draft)}
        @input=${(event: Event) => composer.write((event.target as HTMLTextAreaElement).value)}
        @keydown=${sendOnEnter}
      ></textarea>
      ${mainButton(composer)}
    </form>
    ${composer.suggestions.length === 0 ? nothing : suggestionsView(composer)}
  `;
}

/** Send and Stop are one button, so that the focus stays on it; it is never disabled, for the same reason. */
function mainButton({ words, busy, waiting, draft, stop }: Composer): TemplateResult {
  const idle = !busy && (waiting || draft.trim() === "");
  const stopOnClick = (event: MouseEvent) => {
    if (!busy) return;
    event.preventDefault(); // by the time the browser looks, this may be the Send button again
    if (event.detail < 2) stop(); // the second half of a double click on Send is no wish to stop
  };
  return html`
    <button
      class="primary"
      part=${busy ? "stop" : "send"}
      type=${busy ? "button" : "submit"}
      aria-disabled=${idle ? "true" : "false"}
      @click=${stopOnClick}
    >
      ${busy ? square : arrowUp}<span>${busy ? words.stop : words.send}</span>
    </button>
  `;
}

/** The questions of an attribute: a JSON list. */
export function questions(attribute: string | null): readonly string[] {
  try {
    const read: unknown = JSON.parse(attribute ?? "[]");
    if (!Array.isArray(read)) return [];
    return read.filter((one): one is string => typeof one === "string").slice(0, MOST_SUGGESTIONS);
  } catch {
    console.warn("dateline-ask: the attribute suggestions is no JSON list of questions");
    return [];
  }
}

function suggestionsView({ words, suggestions, send }: Composer): TemplateResult {
  return html`
    <ul class="suggestions" part="suggestions" aria-label=${words.suggestions}>
      ${suggestions.map(
        (question) =>
          html`<li><button type="button" part="suggestion" dir="auto" @click=${() => send(question)}>${question}</button></li>`,
      )}
    </ul>
  `;
}

function sendOnEnter(event: KeyboardEvent): void {
  const composing = event.isComposing || event.keyCode === 229; // 229: Safari ends the composition before this event
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  (event.target as HTMLTextAreaElement).form?.requestSubmit();
}
