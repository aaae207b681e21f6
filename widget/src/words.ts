/** Every word that the widget says, in one place: here in English; beside this file in other languages. */
import type { Support } from "./types.js";

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

export const english = {
  /** A date as precise as it is known. */
  date: (year: number, month: number | null, day: number | null) =>
    month === null ? `${year}` : `${day === null ? "" : `${day} `}${MONTHS[month - 1]} ${year}`,

  // asking
  launcher: "Ask the archive",
  placeholder: "Ask a question",
  askLabel: "Your question",
  send: "Ask",
  stop: "Stop",
  askAgain: "Ask again",
  askAgainIn: (seconds: number) => `Ask again in ${seconds} s`,
  startOver: "Start over",
  suggestions: "Questions to try",
  conversation: "Questions and answers",
  youAsked: "You asked: ",

  // while it works
  searching: "Searching the archive",
  reading: (articles: string, outlets: string) => `Reading ${articles}${outlets === "" ? "" : ` from ${outlets}`}`,
  writing: "Writing the answer",

  // what was found
  articles: (count: number) => (count === 1 ? "1 article" : `${count} articles`),
  sources: (count: number) => (count === 1 ? "1 source" : `${count} sources`),
  ready: (sources: string, disagreements: number) =>
    `Answer ready, ${sources}${disagreements === 0 ? "" : disagreements === 1 ? ", 1 disagreement" : `, ${disagreements} disagreements`}.`,
  notFound: "The archive does not answer this",
  notFoundDetail: "Insufficient evidence: nothing in the stored articles supports an answer, so none is given.",
  nearest: "The nearest passages",
  nearestStatus: (count: number) =>
    count === 0
      ? "The archive does not answer this question."
      : `The archive does not answer this question. ${count === 1 ? "1 nearby passage is" : `${count} nearby passages are`} listed.`,
  about: (what: string) => (what === "" ? "Sources disagree" : `Sources disagree: ${what}`),

  // below an answer
  byQuotes: "Answered from the archive’s own sentences, no model",
  byModel: (model: string | null) => `Answered by model ${model ?? "of unknown name"}`,
  searchedWithoutModel: "Searched without a model",
  asOf: (day: string) => `As of ${day}`,
  archive: (articles: string, newest: string | null) =>
    `archive of ${articles}${newest === null ? "" : `, newest ${newest}`}`,
  checked: (supported: number, statements: number) =>
    supported === statements
      ? `${supported} of ${statements} statements checked`
      : `${supported} of ${statements} statements checked and supported`,
  cut: (count: number) => `${count} left out for want of support`,
  corrected: (count: number) => (count === 1 ? "1 citation corrected" : `${count} citations corrected`),
  notices: {
    model_failed: "The model failed, so these are the archive’s own sentences",
    not_borne_out: "What the model wrote was not borne out by its sources, and is not shown",
    cut_short: "The model was cut short: its last words are missing",
    sources_left_out: "The model had no room for some of the passages that were found",
  } as Readonly<Record<string, string>>,
  sourceList: (cited: number, all: number) =>
    cited === all ? `Sources: ${cited} cited` : `Sources: ${cited} cited, ${all - cited} also searched`,
  alsoSearched: "searched, not cited",

  // with an answer
  actions: "This answer",
  copy: "Copy with sources",
  copied: "Copied",
  notCopied: "The answer could not be copied",
  helpful: "Helpful",
  notHelpful: "Not helpful",
  thanks: "Thank you, noted.",
  thanksForReason: "Thank you, your reason was noted.",
  notTaken: "That could not be noted.",
  reason: "What was wrong? (optional)",
  sendReason: "Send",

  // a citation
  citation: (number: number, outlet: string, day: string, support: Support) =>
    `Source ${number}: ${outlet}, ${day}, ${SUPPORT_IN_A_WORD[support]}`,
  card: (number: number) => `Source ${number}`,
  support: {
    supported: "The quoted words support the statement",
    partial: "The quoted words support a part of the statement",
    unsupported: "The quoted words do not support the statement",
    contradicted: "The quoted words say otherwise",
  } satisfies Record<Support, string>,
  statementSupport: {
    supported: "supported",
    partial: "supported in part",
    unsupported: "not supported by the sources",
    contradicted: "contradicted by the sources",
  } satisfies Record<Support, string>,
  unnamedOutlet: "unnamed outlet",
  untitled: "Untitled article",
  dateUnknown: "date unknown",
  datedInText: "dated in its text",
  datedInUrl: "dated in its address",
  openOriginal: "Open original",
  showInArticle: "Show in article",
  close: "Close",

  // the article
  opening: "Opening the article",
  noArticle: "The article could not be opened",
  quoteMoved: "The quoted words were not found at their place in this text, so nothing is highlighted.",

  // what went wrong
  unreachable: "The archive cannot be reached",
  unreachableDetail: "Check the connection, then ask again.",
  tooMany: "Too many questions just now",
  refused: "The question was not accepted",
  failed: "The archive could not answer",
  cutShort: "The connection was lost before the answer was complete",
  cutShortDetail: "What had arrived is kept above. Nothing was asked a second time.",
  stopped: "Stopped. The answer above is not complete.",
  stoppedEmpty: "Stopped before an answer came.",
};

const SUPPORT_IN_A_WORD: Record<Support, string> = {
  supported: "supported",
  partial: "supported in part",
  unsupported: "not supported",
  contradicted: "says otherwise",
};

export type Words = typeof english;
