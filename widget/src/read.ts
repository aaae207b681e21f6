/**
 * Reads what came over the network into our types. A field that is missing or of another kind becomes the humblest
 * value of its type (nothing, unknown, unsupported), so that no answer can look better checked than it is.
 */
import type {
  Answer,
  Answerer,
  Article,
  AskEvent,
  Citation,
  Disagreement,
  Hit,
  Notice,
  Outcome,
  Problem,
  PublishedDate,
  Source,
  Statement,
  Support,
} from "./types.js";

const SUPPORTS: readonly Support[] = ["supported", "partial", "unsupported", "contradicted"];
const OUTCOMES: readonly Outcome[] = ["answered", "disputed", "insufficient_evidence"];
const PRECISIONS: readonly PublishedDate["precision"][] = ["day", "month", "year", "unknown"];
const PROVENANCES: readonly PublishedDate["provenance"][] = ["given", "metadata", "text", "url", "none"];

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const textOrNull = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const count = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0);
const list = <T>(value: unknown, read: (item: unknown) => T): T[] => (Array.isArray(value) ? value.map(read) : []);
const oneOf = <T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T =>
  allowed.find((one) => one === value) ?? otherwise;

function readDate(value: unknown): PublishedDate {
  const date = fields(value);
  return {
    value: textOrNull(date.value),
    precision: oneOf(date.precision, PRECISIONS, "unknown"),
    provenance: oneOf(date.provenance, PROVENANCES, "none"),
  };
}

function readSource(value: unknown): Source {
  const source = fields(value);
  return {
    id: text(source.id),
    article_id: text(source.article_id),
    title: textOrNull(source.title),
    publisher: textOrNull(source.publisher),
    url: textOrNull(source.url),
    cited: source.cited === true,
    published: readDate(source.published),
  };
}

function readCitation(value: unknown): Citation {
  const citation = fields(value);
  return {
    number: count(citation.number),
    source: text(citation.source),
    article_id: text(citation.article_id),
    start: count(citation.start),
    end: count(citation.end),
    quote: text(citation.quote),
    support: oneOf(citation.support, SUPPORTS, "unsupported"),
  };
}

function readStatement(value: unknown): Statement {
  const statement = fields(value);
  return {
    text: text(statement.text),
    start: count(statement.start),
    end: count(statement.end),
    citations: list(statement.citations, count),
    support: oneOf(statement.support, SUPPORTS, "unsupported"),
  };
}

function readDisagreement(value: unknown): Disagreement {
  const disagreement = fields(value);
  return {
    about: text(disagreement.about),
    positions: list(disagreement.positions, (item) => {
      const position = fields(item);
      return { statement: text(position.statement), citations: list(position.citations, count) };
    }),
  };
}

function readHit(value: unknown): Hit {
  const hit = fields(value);
  return {
    article_id: text(hit.article_id),
    start: count(hit.start),
    end: count(hit.end),
    text: text(hit.text),
    title: textOrNull(hit.title),
    publisher: textOrNull(hit.publisher),
    published: readDate(hit.published),
    url: textOrNull(hit.url),
  };
}

function readAnswerer(value: unknown): Answerer {
  const answerer = fields(value);
  return { kind: oneOf(answerer.kind, ["quotes", "model"], "model"), model: textOrNull(answerer.model) };
}

function readNotice(value: unknown): Notice {
  const notice = fields(value);
  return { code: text(notice.code), text: text(notice.text) };
}

/** Throws TypeError where the value is no answer at all: an empty one must not pass for an answer. */
export function readAnswer(value: unknown): Answer {
  const answer = fields(value);
  if (typeof answer.outcome !== "string") throw new TypeError("an answer without an outcome");
  const checked = fields(answer.checked);
  const corpus = fields(answer.corpus);
  return {
    id: text(answer.id),
    question: text(answer.question),
    outcome: oneOf(answer.outcome, OUTCOMES, "answered"),
    text: text(answer.text),
    statements: list(answer.statements, readStatement),
    citations: list(answer.citations, readCitation),
    sources: list(answer.sources, readSource),
    disagreements: list(answer.disagreements, readDisagreement),
    as_of: text(answer.as_of),
    nearest: list(answer.nearest, readHit),
    checked: {
      statements: count(checked.statements),
      supported: count(checked.supported),
      cut: count(checked.cut),
      corrected: count(checked.corrected),
    },
    answerer: readAnswerer(answer.answerer),
    corpus: { snapshot: text(corpus.snapshot), articles: count(corpus.articles), newest: textOrNull(corpus.newest) },
    notices: list(answer.notices, readNotice),
  };
}

export function readArticle(value: unknown): Article {
  const article = fields(value);
  return {
    id: text(article.id),
    title: textOrNull(article.title),
    publisher: textOrNull(article.publisher),
    published: readDate(article.published),
    url: textOrNull(article.url),
    body: text(article.body),
  };
}

export function readProblem(value: unknown, status: number): Problem {
  const problem = fields(value);
  return {
    type: text(problem.type) || "about:blank",
    title: text(problem.title),
    status: count(problem.status) || status,
    detail: text(problem.detail),
  };
}

/** One event of the stream, or `null` for a kind that this version does not know. */
export function readEvent(type: string, value: unknown): AskEvent | null {
  const data = fields(value);
  switch (type) {
    case "answer.started":
      return { type, id: text(data.id), answerer: readAnswerer(data.answerer), as_of: text(data.as_of) };
    case "sources":
      return { type, sources: list(data.sources, readSource) };
    case "text.delta":
      return { type, text: text(data.text) };
    case "statement":
      return { type, statement: readStatement(data), evidence: list(data.evidence, readCitation) };
    case "disagreement":
      return { type, disagreement: readDisagreement(data) };
    case "answer.completed":
      return { type, answer: readAnswer(data) };
    case "answer.failed":
      return { type, problem: readProblem(data, 500) };
    default:
      return null;
  }
}
