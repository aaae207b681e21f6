/** An answer to take along: its text with the numbers, and behind each number the exact words, outlet and date. */
import { dateInWords } from "./dates.js";
import { sourceOf } from "./quote-card.js";
import { webAddress } from "./surface.js";
import { pieces } from "./text.js";
import type { Answer, Citation, Source } from "./types.js";
import type { Words } from "./words.js";

/** As lines of text. */
export function asText(answer: Answer, words: Words): string {
  const cited = answer.citations.map((citation) => {
    const source = sourceOf(citation, answer.sources);
    const url = webAddress(source?.url ?? null);
    return `[${citation.number}] “${citation.quote}” ${named(source, words)}${url === null ? "" : `, ${url}`}`;
  });
  return [...paragraphs(answer, words), ...(cited.length > 0 ? [cited.join("\n")] : [])].join("\n\n");
}

/** The same as a document; built from nodes, never from strings of HTML. */
export function asDocument(answer: Answer, words: Words): HTMLElement {
  const whole = document.createElement("div");
  for (const text of paragraphs(answer, words)) whole.append(paragraph(text));
  for (const citation of answer.citations) whole.append(reference(citation, sourceOf(citation, answer.sources), words));
  return whole;
}

/** Puts both into the clipboard; `false` where the browser does not let a page do so. */
export async function copy(answer: Answer, words: Words): Promise<boolean> {
  const text = asText(answer, words);
  const html = asDocument(answer, words).outerHTML;
  try {
    const forms = { "text/plain": text, "text/html": html };
    const blobs = Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyBySelection(text, html); // a page without TLS, or one that may not write to the clipboard
  }
}

function copyBySelection(text: string, html: string): boolean {
  let taken = false;
  const fill = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    event.clipboardData?.setData("text/html", html);
    taken = event.clipboardData !== null;
  };
  document.addEventListener("copy", fill, { once: true, capture: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
  return taken;
}

function paragraphs(answer: Answer, words: Words): string[] {
  const text = pieces(answer.text, answer.statements, false)
    .map((piece) => (piece.kind === "markers" ? ` ${piece.numbers.map((number) => `[${number}]`).join(" ")}` : piece.text))
    .join("")
    .trim();
  const disputes = answer.disagreements.map(({ about, positions }) => {
    const sides = positions.map((one) => `– ${one.statement} ${one.citations.map((number) => `[${number}]`).join(" ")}`);
    return [words.about(about.toLowerCase() === answer.question.toLowerCase() ? "" : about), ...sides].join("\n");
  });
  return [answer.question, ...disputes, text].filter((part) => part !== "");
}

function named(source: Source | undefined, words: Words): string {
  const outlet = source?.publisher ?? words.unnamedOutlet;
  const day = source === undefined ? words.dateUnknown : dateInWords(source.published, words);
  return `${source?.title ?? words.untitled}, ${outlet}, ${day}`;
}

function paragraph(text: string): HTMLElement {
  const lines = text.split("\n").flatMap((line) => [document.createElement("br"), line]);
  const made = document.createElement("p");
  made.append(...lines.slice(1));
  return made;
}

function reference(citation: Citation, source: Source | undefined, words: Words): HTMLElement {
  const made = document.createElement("p");
  const url = webAddress(source?.url ?? null);
  made.append(`[${citation.number}] “${citation.quote}” `);
  if (url === null) made.append(named(source, words));
  else {
    const link = document.createElement("a");
    link.href = url;
    link.append(named(source, words));
    made.append(link);
  }
  return made;
}
