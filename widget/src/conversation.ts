/** A conversation as values: each event turns one Turn into the next; nothing here knows of the page. */
import { plain, slice } from "./text.js";
import type {
  Answer, Answerer, AskEvent, Citation, Disagreement, Message, Problem, Rating, Source, Statement,
} from "./types.js";

const REMEMBERED = 6; // messages of earlier turns sent along with a question
const LONGEST_MESSAGE = 1500; // code points of each: all of them together stay well below the service's largest body

/** `asking` until the first word, `writing` until the end; the other four are ends. */
export type Phase = "asking" | "writing" | "complete" | "stopped" | "cut" | "failed";

/** What the reader said of an answer, and whether the service took it down: without a reason, or with one. */
export interface Rated {
  readonly rating: Rating;
  readonly state: "sending" | "sent" | "explained" | "failed";
}

/** One question and as much of its answer as is known; `answer` is set once it is complete. */
export interface Turn {
  readonly key: number;
  readonly question: string;
  readonly phase: Phase;
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  readonly sources: readonly Source[];
  readonly disagreements: readonly Disagreement[];
  readonly answerer: Answerer | null;
  readonly answer: Answer | null;
  readonly problem: Problem | null;
  readonly retryAt: number | null; // milliseconds since the epoch
  readonly rated: Rated | null;
  readonly copied: boolean;
}

export function begin(key: number, question: string): Turn {
  const nothing = { text: "", statements: [], citations: [], sources: [], disagreements: [] };
  const unknown = { answerer: null, answer: null, problem: null, retryAt: null, rated: null };
  return { key, question, phase: "asking", ...nothing, ...unknown, copied: false };
}

export function advance(turn: Turn, event: AskEvent): Turn {
  switch (event.type) {
    case "answer.started":
      return { ...turn, answerer: event.answerer };
    case "sources":
      return { ...turn, sources: event.sources };
    case "text.delta":
      return { ...turn, phase: "writing", text: turn.text + event.text };
    case "statement":
      return {
        ...turn,
        statements: [...turn.statements, event.statement],
        citations: [...turn.citations, ...event.evidence],
      };
    case "disagreement":
      return { ...turn, disagreements: [...turn.disagreements, event.disagreement] };
    case "answer.completed": {
      const { text, statements, citations, sources, disagreements, answerer } = event.answer;
      return {
        ...turn, phase: "complete", text, statements, citations, sources, disagreements, answerer, answer: event.answer,
      };
    }
    case "answer.failed":
      return { ...turn, phase: "failed", problem: event.problem };
  }
}

export const running = (turn: Turn | undefined): boolean => turn?.phase === "asking" || turn?.phase === "writing";

/** What was said before, oldest first, without markers; a turn that has no complete answer was not said. */
export function history(turns: readonly Turn[]): Message[] {
  const said = turns.flatMap((turn): Message[] => {
    const content = turn.answer === null ? "" : plain(turn.text, turn.statements);
    if (content === "") return [];
    return [
      { role: "user", content: slice(turn.question, 0, LONGEST_MESSAGE) },
      { role: "assistant", content: slice(content, 0, LONGEST_MESSAGE) },
    ];
  });
  return said.slice(-REMEMBERED);
}

/** Numbers that stand in the text as markers while no citation carries them. */
export function unresolved(answer: Answer): number[] {
  const known = new Set(answer.citations.map((citation) => citation.number));
  const cited = answer.statements.flatMap((statement) => statement.citations);
  return [...new Set(cited.filter((number) => !known.has(number)))];
}
