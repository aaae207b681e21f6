/** One turn of the conversation: the question, the answer as far as it has come, and how it ended. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { actionsView, type ActionSurface } from "./actions.js";
import { answerView } from "./answer-view.js";
import { running, type Turn } from "./conversation.js";
import type { Problem, Source } from "./types.js";
import type { Words } from "./words.js";

export interface TurnSurface extends ActionSurface {
  askAgain(turn: Turn): void;
}

/** All turns, oldest first; the last one's wait before it may be asked again counts down. */
export function logView(turns: readonly Turn[], waitSeconds: number, surface: TurnSurface): TemplateResult {
  const last = turns.at(-1);
  return html`
    <section aria-label=${surface.words.conversation}>
      <ol class="log" part="log" role="list">
        ${repeat(
          turns,
          (turn) => turn.key,
          (turn) => html`<li>${turnView(turn, turn === last ? waitSeconds : 0, surface)}</li>`,
        )}
      </ol>
    </section>
  `;
}

/** For screen readers: where the question stands, never the text as it comes. Errors are alerts of their own. */
export function spoken(turn: Turn, words: Words): string {
  if (running(turn)) return progress(turn, words);
  if (turn.phase === "stopped") return turn.text === "" ? words.stoppedEmpty : words.stopped;
  if (turn.answer === null) return "";
  const { outcome, nearest, sources, disagreements } = turn.answer;
  if (outcome === "insufficient_evidence") return words.nearestStatus(nearest.length);
  return words.ready(words.sources(sources.filter((source) => source.cited).length), disagreements.length);
}

function turnView(turn: Turn, waitSeconds: number, surface: TurnSurface): TemplateResult {
  const { words } = surface;
  const id = `question-${turn.key}`;
  const started = turn.text !== "" || turn.answer !== null || turn.disagreements.length > 0;
  return html`
    <article class="turn" part="message" aria-labelledby=${id} aria-busy=${running(turn) ? "true" : "false"}>
      <h2 id=${id} class="question" part="question" tabindex="-1" dir="auto">
        <span class="unseen">${words.youAsked}</span>${turn.question}
      </h2>
      <div class="answer" part="answer">
        ${started ? answerView(turn, surface) : nothing}
        ${turn.answer === null ? nothing : actionsView(turn, surface)}
        ${running(turn) ? html`<p class="working">${progress(turn, words)}</p>` : nothing}
        ${ending(turn, waitSeconds, surface)}
      </div>
    </article>
  `;
}

/** What is being done at this moment, in words. */
function progress(turn: Turn, words: Words): string {
  if (turn.phase === "writing") return words.writing;
  if (turn.sources.length === 0) return words.searching;
  return words.reading(words.articles(turn.sources.length), outlets(turn.sources));
}

function outlets(sources: readonly Source[]): string {
  const named = [...new Set(sources.flatMap((source) => source.publisher ?? []))];
  return named.length > 3 ? `${named.slice(0, 3).join(", ")} …` : named.join(", ");
}

function ending(turn: Turn, waitSeconds: number, surface: TurnSurface): unknown {
  const told = endingInWords(turn, surface.words);
  if (told === null) return nothing;
  const again = waitSeconds > 0 ? surface.words.askAgainIn(waitSeconds) : surface.words.askAgain;
  return html`
    <div class="ending ${turn.phase}" part="error">
      <div role=${turn.phase === "stopped" ? nothing : "alert"}>
        <p class="told" dir="auto">${told.title}</p>
        ${told.detail === "" ? nothing : html`<p class="detail" dir="auto">${told.detail}</p>`}
      </div>
      <button type="button" class="quiet" ?disabled=${waitSeconds > 0} @click=${() => surface.askAgain(turn)}>
        ${again}
      </button>
    </div>
  `;
}

function endingInWords(turn: Turn, words: Words): { title: string; detail: string } | null {
  switch (turn.phase) {
    case "stopped":
      return { title: turn.text === "" ? words.stoppedEmpty : words.stopped, detail: "" };
    case "cut":
      return { title: words.cutShort, detail: turn.text === "" ? "" : words.cutShortDetail };
    case "failed":
      return problemInWords(turn.problem, words);
    default:
      return null;
  }
}

/** Our own words for what happened, then the service's for the details. */
function problemInWords(problem: Problem | null, words: Words): { title: string; detail: string } {
  if (problem === null || problem.status === 0) return { title: words.unreachable, detail: words.unreachableDetail };
  const ours = problem.status === 429 ? words.tooMany : problem.status < 500 ? words.refused : words.failed;
  return { title: ours, detail: problem.detail || problem.title };
}
