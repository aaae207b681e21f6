/** One answer: where the sources disagree, what it says with a citation behind each sentence, and how it was made. */
import { html, nothing, type TemplateResult } from "lit";
import type { Turn } from "./conversation.js";
import { dateInWords, dateWithProvenance, dayInWords } from "./dates.js";
import { supportIcon } from "./icons.js";
import { chips, sourceOf, type Evidence } from "./quote-card.js";
import { webAddress, type Surface } from "./surface.js";
import { pieces, type Piece } from "./text.js";
import type { Answer, Disagreement, Hit, Position, Source } from "./types.js";

/** While it is arriving and when it is complete: the same template, so that nothing jumps in between. */
export function answerView(turn: Turn, surface: Surface): TemplateResult {
  const snapshot = turn.answer?.corpus.snapshot ?? null;
  const arriving = turn.answer === null;
  const evidence: Evidence = { citations: turn.citations, sources: turn.sources, snapshot, arriving, surface };
  const unanswered = turn.answer?.outcome === "insufficient_evidence";
  return html`
    ${turn.disagreements.map((one, index) =>
      disagreement(one, headingOf(one, turn, surface), `${turn.key}-d${index}`, evidence),
    )}
    ${unanswered ? html`<h3 class="unanswered">${surface.words.notFound}</h3>` : nothing}
    ${saidByPositions(turn)
      ? nothing
      : html`<p class="text" part="text" dir="auto">${textOf(turn, unanswered, evidence)}</p>`}
    ${turn.answer === null ? nothing : colophon(turn.answer, surface)}
  `;
}

/** Whether the positions of the disagreements say the whole answer already: each statement but quotes one of them. */
function saidByPositions({ statements, disagreements }: Turn): boolean {
  const said = disagreements.flatMap((one) => one.positions.map((position) => position.statement));
  const quotes = (text: string): boolean => said.some((claim) => text === claim || text.endsWith(`: “${claim}”`));
  return statements.length > 0 && statements.every((statement) => quotes(statement.text));
}

/** What is disputed, unless that is the question itself, which stands above. */
function headingOf({ about }: Disagreement, { question }: Turn, { words }: Surface): string {
  return words.about(about.toLowerCase() === question.toLowerCase() ? "" : about);
}

function textOf(turn: Turn, unanswered: boolean, evidence: Evidence): unknown {
  if (unanswered && turn.statements.length === 0) return evidence.surface.words.notFoundDetail; // also in other languages
  return pieces(turn.text, turn.statements, evidence.arriving).map((piece, index) =>
    pieceView(piece, `${turn.key}-t${index}`, evidence),
  );
}

function pieceView(piece: Piece, place: string, evidence: Evidence): unknown {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "markers":
      return chips(piece.numbers, place, evidence);
    case "statement": {
      const { support } = piece.statement;
      if (support === "supported") return piece.text;
      return html`${piece.text}\u00a0<span class="verdict ${support}" part="verdict"
          >${supportIcon[support]}\u00a0${evidence.surface.words.statementSupport[support]}</span
        >`;
    }
  }
}

function disagreement(one: Disagreement, heading: string, id: string, evidence: Evidence): TemplateResult {
  return html`
    <section class="disagreement" part="disagreement" aria-labelledby=${id}>
      <h3 id=${id} dir="auto">${heading}</h3>
      <ul class="positions">
        ${one.positions.map((position, index) => positionView(position, `${id}-p${index}`, evidence))}
      </ul>
    </section>
  `;
}

function positionView(position: Position, place: string, evidence: Evidence): TemplateResult {
  const { words } = evidence.surface;
  const cited = evidence.citations.filter((citation) => position.citations.includes(citation.number));
  const sources = new Set(cited.map((citation) => sourceOf(citation, evidence.sources)));
  return html`
    <li>
      ${[...sources].map((source) =>
        source === undefined
          ? nothing
          : html`<p class="meta">
              <bdi class="outlet">${source.publisher ?? words.unnamedOutlet}</bdi>
              <span>${dateWithProvenance(source.published, words)}</span>
            </p>`,
      )}
      <p class="position" dir="auto">${position.statement}${chips(position.citations, place, evidence)}</p>
    </li>
  `;
}

/** Below an answer: the sources, who answered, on which day, from what, and how much of it was checked. */
function colophon(answer: Answer, surface: Surface): TemplateResult {
  const { words } = surface;
  const { checked, corpus } = answer;
  const newest = corpus.newest === null ? null : dayInWords(corpus.newest, words);
  const counted = checked.statements === 0 ? [] : [words.checked(checked.supported, checked.statements)];
  if (checked.cut > 0) counted.push(words.cut(checked.cut));
  if (checked.corrected > 0) counted.push(words.corrected(checked.corrected));
  return html`
    ${answer.outcome === "insufficient_evidence" ? nearest(answer, surface) : sourceList(answer, surface)}
    <footer class="colophon" part="asof">
      ${answer.notices.map(({ code, text }) => html`<p part="notice" dir="auto">${words.notices[code] ?? text}</p>`)}
      <p>${[whoAnswered(answer, surface), ...counted].join(" · ")}</p>
      <p>${words.asOf(dayInWords(answer.as_of, words))} · ${words.archive(words.articles(corpus.articles), newest)}</p>
    </footer>
  `;
}

function whoAnswered({ answerer, outcome }: Answer, { words }: Surface): string {
  if (answerer.kind === "model") return words.byModel(answerer.model);
  return outcome === "insufficient_evidence" ? words.searchedWithoutModel : words.byQuotes;
}

function sourceList({ sources }: Answer, surface: Surface): unknown {
  const cited = sources.filter((source) => source.cited);
  if (sources.length === 0) return nothing;
  return html`
    <details class="sources" part="sources">
      <summary>${surface.words.sourceList(cited.length, sources.length)}</summary>
      <ul>
        ${[...cited, ...sources.filter((source) => !source.cited)].map((source) => sourceView(source, surface))}
      </ul>
    </details>
  `;
}

function sourceView(source: Source, { words }: Surface): TemplateResult {
  return html`
    <li part="source">
      ${titleView(source.title ?? words.untitled, source.url)}
      <span class="meta"
        ><bdi>${source.publisher ?? words.unnamedOutlet}</bdi> · ${dateWithProvenance(source.published, words)}${source.cited
          ? nothing
          : ` · ${words.alsoSearched}`}</span
      >
    </li>
  `;
}

function titleView(title: string, address: string | null): TemplateResult {
  const url = webAddress(address);
  if (url === null) return html`<span class="title" dir="auto">${title}</span>`;
  return html`<a class="title" part="link" dir="auto" href=${url} target="_blank" rel="noopener noreferrer">${title}</a>`;
}

function nearest({ nearest: hits, corpus }: Answer, surface: Surface): unknown {
  if (hits.length === 0) return nothing;
  return html`
    <section class="nearest" part="nearest">
      <h4>${surface.words.nearest}</h4>
      <ul>
        ${hits.map((hit) => hitView(hit, corpus.snapshot, surface))}
      </ul>
    </section>
  `;
}

function hitView(hit: Hit, snapshot: string, surface: Surface): TemplateResult {
  const { words } = surface;
  const place = { articleId: hit.article_id, snapshot, start: hit.start, end: hit.end, quote: hit.text };
  return html`
    <li part="hit">
      ${titleView(hit.title ?? words.untitled, hit.url)}
      <span class="meta"
        ><bdi>${hit.publisher ?? words.unnamedOutlet}</bdi> · ${dateInWords(hit.published, words)} ·
        <button type="button" class="link" @click=${() => surface.openArticle(place)}>${words.showInArticle}</button></span
      >
      <p class="passage" dir="auto">${hit.text}</p>
    </li>
  `;
}
