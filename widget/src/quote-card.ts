/**
 * A citation: a numbered button in the text and the card that it opens, with the exact words it stands for.
 * The card is a native popover: the browser keeps it on top and closes it on Esc or a click elsewhere.
 */
import { html, nothing, type TemplateResult } from "lit";
import { dateInWords, dateWithProvenance } from "./dates.js";
import { supportIcon } from "./icons.js";
import { webAddress, type Surface } from "./surface.js";
import type { Citation, Source } from "./types.js";

/** What all citations of one answer share; `snapshot` is `null` until the answer is complete. */
export interface Evidence {
  readonly citations: readonly Citation[];
  readonly sources: readonly Source[];
  readonly snapshot: string | null;
  readonly arriving: boolean;
  readonly surface: Surface;
}

/** The buttons for some numbers. `place` makes their ids unique: the same number may be cited twice. */
export function chips(numbers: readonly number[], place: string, evidence: Evidence): unknown[] {
  return numbers.map((number) => {
    const citation = evidence.citations.find((one) => one.number === number);
    if (citation !== undefined) return chip(citation, `${place}-${number}`, evidence);
    return evidence.arriving
      ? html`\u00a0<span class="chip pending" part="citation">${number}</span>`
      : `\u00a0[${number}]`; // a number without a citation is plain text, never a dead button
  });
}

export const sourceOf = (citation: Citation, sources: readonly Source[]): Source | undefined =>
  sources.find((source) => source.id === citation.source);

function chip(citation: Citation, id: string, evidence: Evidence): TemplateResult {
  const { words } = evidence.surface;
  const source = sourceOf(citation, evidence.sources);
  const outlet = source?.publisher ?? words.unnamedOutlet;
  const day = source === undefined ? words.dateUnknown : dateInWords(source.published, words);
  return html`\u00a0<span class="cite" @focusout=${closeWhenLeft}
    ><button
      type="button"
      class="chip ${citation.support}"
      part="citation"
      popovertarget=${id}
      aria-haspopup="dialog"
      aria-label=${words.citation(citation.number, outlet, day, citation.support)}
      @focus=${openForKeyboard}
      @click=${enterFromKeyboard}
    >${citation.number}${citation.support === "supported" ? nothing : supportIcon[citation.support]}</button
    ><span
      popover
      id=${id}
      class="card"
      part="card"
      role="dialog"
      tabindex="-1"
      aria-label=${words.card(citation.number)}
      @beforetoggle=${giveFocusBack}
      @toggle=${(event: ToggleEvent) => {
        if (event.newState === "open") evidence.surface.citationOpened(citation, source);
      }}
    >${card(citation, source, id, evidence)}</span
    ></span
  >`;
}

function card(citation: Citation, source: Source | undefined, id: string, evidence: Evidence): TemplateResult {
  const { words } = evidence.surface;
  const url = webAddress(source?.url ?? null);
  return html`
    <span class="quote" part="quote" role="blockquote" dir="auto">${citation.quote}</span>
    <span class="card-title" dir="auto">${source?.title ?? words.untitled}</span>
    <span class="meta"
      ><bdi>${source?.publisher ?? words.unnamedOutlet}</bdi> ·
      ${source === undefined ? words.dateUnknown : dateWithProvenance(source.published, words)}</span
    >
    <span class="verdict ${citation.support}" part="verdict"
      >${supportIcon[citation.support]} ${words.support[citation.support]}</span
    >
    <span class="actions">
      ${evidence.snapshot === null ? nothing : showInArticle(citation, evidence.snapshot, evidence.surface)}
      ${url === null
        ? nothing
        : html`<a part="link" href=${url} target="_blank" rel="noopener noreferrer">${words.openOriginal}</a>`}
      <button type="button" class="link close" popovertarget=${id} popovertargetaction="hide">${words.close}</button>
    </span>
  `;
}

function showInArticle(citation: Citation, snapshot: string, surface: Surface): TemplateResult {
  const { article_id: articleId, start, end, quote } = citation;
  const open = (event: Event) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>("[popover]")?.hidePopover();
    surface.openArticle({ articleId, snapshot, start, end, quote });
  };
  return html`<button type="button" class="link" @click=${open}>${surface.words.showInArticle}</button>`;
}

const cardOf = (button: Element): HTMLElement => button.nextElementSibling as HTMLElement;

/** Buttons whose card was closed while they have the focus: giving the focus back must not open it again. */
const closedByReader = new WeakSet<Element>();

/** The browser does this for a popover in a document, not for one in a shadow root (seen in Chromium). */
function giveFocusBack(event: ToggleEvent): void {
  const target = event.currentTarget as HTMLElement;
  const button = target.previousElementSibling;
  if (event.newState !== "closed" || !(button instanceof HTMLElement)) return;
  closedByReader.add(button);
  if (target.matches(":focus-within")) button.focus();
}

function openForKeyboard(event: FocusEvent): void {
  const button = event.currentTarget as HTMLElement;
  if (button.matches(":focus-visible") && !closedByReader.has(button)) open(button);
}

/** A key press moves into the card; a mouse click is left to the browser, which opens and closes it. */
function enterFromKeyboard(event: MouseEvent): void {
  if (event.detail !== 0) return;
  event.preventDefault();
  const button = event.currentTarget as HTMLElement;
  open(button);
  cardOf(button).focus();
}

function open(button: HTMLElement): void {
  const target = cardOf(button);
  if (!target.matches(":popover-open")) target.showPopover({ source: button });
}

function closeWhenLeft(event: FocusEvent): void {
  const citation = event.currentTarget as Element;
  const button = citation.firstElementChild;
  if (event.relatedTarget instanceof Node && citation.contains(event.relatedTarget)) return;
  if (button === null) return;
  if (event.relatedTarget !== null) cardOf(button).hidePopover();
  closedByReader.delete(button);
}
