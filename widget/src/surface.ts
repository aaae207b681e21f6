/** What the templates need from the element that shows them. */
import type { Citation, Source } from "./types.js";
import type { Words } from "./words.js";

/** A span of a stored article, and the words that should stand there. */
export interface Place {
  readonly articleId: string;
  readonly snapshot: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

export interface Surface {
  readonly words: Words;
  openArticle(place: Place): void;
  citationOpened(citation: Citation, source: Source | undefined): void;
}

/** Only a web address becomes a link: `javascript:`, `data:`, relative and broken ones give `null`. */
export function webAddress(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
