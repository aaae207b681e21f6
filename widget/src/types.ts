/** What the service sends and takes, named as on the wire. Offsets are code points, not UTF-16 units. */

export type Support = "supported" | "partial" | "unsupported" | "contradicted";
export type Outcome = "answered" | "disputed" | "insufficient_evidence";

export interface PublishedDate {
  readonly value: string | null;
  readonly precision: "day" | "month" | "year" | "unknown";
  readonly provenance: "given" | "metadata" | "text" | "url" | "none";
}

export interface Source {
  readonly id: string;
  readonly article_id: string;
  readonly title: string | null;
  readonly publisher: string | null;
  readonly url: string | null;
  readonly cited: boolean;
  readonly published: PublishedDate;
}

export interface Citation {
  readonly number: number;
  readonly source: string;
  readonly article_id: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly support: Support;
}

export interface Statement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly citations: readonly number[];
  readonly support: Support;
}

export interface Position {
  readonly statement: string;
  readonly citations: readonly number[];
}

export interface Disagreement {
  readonly about: string;
  readonly positions: readonly Position[];
}

export interface Hit {
  readonly article_id: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly title: string | null;
  readonly publisher: string | null;
  readonly published: PublishedDate;
  readonly url: string | null;
}

export interface Answerer {
  readonly kind: "quotes" | "model";
  readonly model: string | null;
}

export interface Answer {
  readonly id: string;
  readonly question: string;
  readonly outcome: Outcome;
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  readonly sources: readonly Source[];
  readonly disagreements: readonly Disagreement[];
  readonly as_of: string;
  readonly nearest: readonly Hit[];
  readonly checked: {
    readonly statements: number;
    readonly supported: number;
    readonly cut: number;
    readonly corrected: number;
  };
  readonly answerer: Answerer;
  readonly corpus: { readonly snapshot: string; readonly articles: number; readonly newest: string | null };
  readonly notices: readonly Notice[];
}

/** What a reader should know besides; `text` is for a code that this version does not know. */
export interface Notice {
  readonly code: string;
  readonly text: string;
}

export interface Article {
  readonly id: string;
  readonly title: string | null;
  readonly publisher: string | null;
  readonly published: PublishedDate;
  readonly url: string | null;
  readonly body: string;
}

/** A failure as RFC 9457 describes one; `status` is 0 where no response came at all. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

export type Rating = "up" | "down";

export interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
}

export interface AskRequest {
  readonly question: string;
  readonly history?: readonly Message[];
  readonly fallback: true;
  readonly as_of?: string;
}

export type AskEvent =
  | { readonly type: "answer.started"; readonly id: string; readonly answerer: Answerer; readonly as_of: string }
  | { readonly type: "sources"; readonly sources: readonly Source[] }
  | { readonly type: "text.delta"; readonly text: string }
  | { readonly type: "statement"; readonly statement: Statement; readonly evidence: readonly Citation[] }
  | { readonly type: "disagreement"; readonly disagreement: Disagreement }
  | { readonly type: "answer.completed"; readonly answer: Answer }
  | { readonly type: "answer.failed"; readonly problem: Problem };
