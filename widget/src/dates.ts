/** Says a date as precisely as it is known, and no more. */
import type { PublishedDate } from "./types.js";
import type { Words } from "./words.js";

const ISO = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;

/** "25 June 2025", "June 2025", "2025", or the words for an unknown date. */
export function dayInWords(iso: string | null, words: Words): string {
  const [, year, month, day] = ISO.exec(iso ?? "") ?? [];
  if (year === undefined) return words.dateUnknown;
  return words.date(Number(year), month === undefined ? null : Number(month), day === undefined ? null : Number(day));
}

/** Cut to its precision, whatever the value says. */
export function dateInWords(date: PublishedDate, words: Words): string {
  const length = { day: 10, month: 7, year: 4, unknown: 0 }[date.precision];
  return dayInWords(date.value?.slice(0, length) ?? null, words);
}

/** With where it was read, if that was not the publisher's own word. */
export function dateWithProvenance(date: PublishedDate, words: Words): string {
  const said = dateInWords(date, words);
  if (said === words.dateUnknown) return said;
  if (date.provenance === "text") return `${said}, ${words.datedInText}`;
  if (date.provenance === "url") return `${said}, ${words.datedInUrl}`;
  return said;
}
