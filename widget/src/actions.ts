/** What a reader can do with a complete answer: take it along with its sources, and say whether it was good. */
import { html, nothing, type TemplateResult } from "lit";
import type { Rated, Turn } from "./conversation.js";
import type { Surface } from "./surface.js";
import type { Rating } from "./types.js";
import type { Words } from "./words.js";

const LONGEST_REASON = 2000; // characters, as the service takes them

export interface ActionSurface extends Surface {
  copyAnswer(turn: Turn): void;
  rate(turn: Turn, rating: Rating, reason: string): void;
}

export function actionsView(turn: Turn, surface: ActionSurface): TemplateResult {
  const { words } = surface;
  return html`
    <div class="answer-actions" part="actions" role="group" aria-label=${words.actions}>
      <button type="button" class="quiet" part="copy" @click=${() => surface.copyAnswer(turn)}>
        ${turn.copied ? words.copied : words.copy}
      </button>
      ${ratingButton(turn, "up", words.helpful, surface)} ${ratingButton(turn, "down", words.notHelpful, surface)}
    </div>
    ${turn.rated === null ? nothing : reasonView(turn, turn.rated, surface)}
  `;
}

/** What has become of a rating. */
export function ratedInWords(state: Rated["state"], words: Words): string {
  return { sending: "", sent: words.thanks, explained: words.thanksForReason, failed: words.notTaken }[state];
}

function ratingButton(turn: Turn, rating: Rating, label: string, surface: ActionSurface): TemplateResult {
  const chosen = turn.rated?.rating === rating;
  return html`<button
    type="button"
    class="quiet"
    part="feedback"
    aria-pressed=${chosen ? "true" : "false"}
    @click=${() => surface.rate(turn, rating, "")}
  >
    ${label}
  </button>`;
}

/** Thanks for the rating, and room for a reason. The rating counts without one. */
function reasonView(turn: Turn, rated: Rated, surface: ActionSurface): TemplateResult {
  const { words } = surface;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("reason") as HTMLTextAreaElement;
    if (field.value.trim() !== "") surface.rate(turn, rated.rating, field.value.trim());
  };
  return html`
    <p class="meta" part="feedback-state">${ratedInWords(rated.state, words)}</p>
    ${rated.state !== "sent" || rated.rating === "up"
      ? nothing
      : html`<form class="reason" @submit=${send}>
          <textarea name="reason" rows="2" maxlength=${LONGEST_REASON} aria-label=${words.reason} placeholder=${words.reason}></textarea>
          <button type="submit" class="quiet">${words.sendReason}</button>
        </form>`}
  `;
}
