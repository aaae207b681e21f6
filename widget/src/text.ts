/** Cuts an answer's text into its statements, the markers between them, and plain text. Offsets are code points. */
import type { Statement } from "./types.js";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "statement"; readonly text: string; readonly statement: Statement }
  | { readonly kind: "markers"; readonly numbers: readonly number[] };

const MARKER = /[ \t]{0,3}\[(\d{1,3}(?: ?, ?\d{1,3}){0,9})\]/g; // every repetition is bounded: linear on any text
const UNFINISHED_MARKER = /[ \t]{0,3}(?:\[[\d, ]{0,48})?$/;

/** `text` between two code-point offsets. */
export function slice(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}

/**
 * The pieces of a text in order. Words in brackets inside a statement are the statement's own; only what stands
 * between statements can be a marker. While text is arriving, a bracket that has not closed yet is held back.
 */
export function pieces(text: string, statements: readonly Statement[], arriving: boolean): Piece[] {
  const points = Array.from(text);
  const gap = (start: number, end?: number): Piece[] => {
    const words = points.slice(start, end).join("");
    return between(arriving && end === undefined ? words.replace(UNFINISHED_MARKER, "") : words);
  };
  const shown = withoutOverlaps(statements, points.length);
  const result = gap(0, shown[0]?.start);
  shown.forEach((statement, index) => {
    result.push({ kind: "statement", text: points.slice(statement.start, statement.end).join(""), statement });
    result.push(...withEveryCitation(gap(statement.end, shown[index + 1]?.start), statement));
  });
  return result;
}

/** The text as a person would say it: without markers. */
export function plain(text: string, statements: readonly Statement[]): string {
  return pieces(text, statements, false)
    .map((piece) => (piece.kind === "markers" ? "" : piece.text))
    .join("")
    .trim();
}

function between(text: string): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKER)) {
    if (match.index > at) result.push({ kind: "text", text: text.slice(at, match.index) });
    result.push({ kind: "markers", numbers: (match[1] ?? "").split(",").map(Number) });
    at = match.index + match[0].length;
  }
  if (at < text.length) result.push({ kind: "text", text: text.slice(at) });
  return result;
}

/** In order; a statement that overlaps the one before, or ends after the text, stays plain text. */
function withoutOverlaps(statements: readonly Statement[], length: number): Statement[] {
  let at = 0;
  return [...statements]
    .sort((one, other) => one.start - other.start)
    .filter((statement) => {
      const fits = statement.start >= at && statement.start < statement.end && statement.end <= length;
      if (fits) at = statement.end;
      return fits;
    });
}

/** No sentence without its source: a citation that has no marker in the text gets one. */
function withEveryCitation(gap: Piece[], statement: Statement): Piece[] {
  const marked = new Set(gap.flatMap((piece) => (piece.kind === "markers" ? piece.numbers : [])));
  const missing = statement.citations.filter((number) => !marked.has(number));
  return missing.length === 0 ? gap : [{ kind: "markers", numbers: missing }, ...gap];
}
