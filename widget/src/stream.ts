/** Talks to the service: one question becomes a stream of events, one article is fetched. Nothing is retried. */
import { createParser, type EventSourceParser } from "eventsource-parser";
import { readAnswer, readArticle, readEvent, readProblem } from "./read.js";
import type { Article, AskEvent, AskRequest, Problem, Rating } from "./types.js";

const SILENCE_MS = 60_000; // the service sends a comment every 15 s: four in a row missing means that it is gone
const MAX_CHARACTERS = 8_000_000; // of a whole stream; an answer is a few thousand
const MAX_PENDING = 4_000_000; // of one event that has not ended

/** Where the service is, without a slash at the end, and the key that it wants; an empty key is none. */
export interface Service {
  readonly url: string;
  readonly key: string;
}

/** The service said no, or could not be reached (`problem.status` 0). */
export class AskFailed extends Error {
  readonly problem: Problem;
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.title || `status ${problem.status}`);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** The stream ended, broke or fell silent before the answer was complete. */
export class StreamCut extends Error {}

/**
 * Asks once and yields what comes back.
 * Throws AskFailed before the first event, StreamCut after it; an abort through `stop` throws an AbortError.
 */
export async function* ask(service: Service, request: AskRequest, stop: AbortSignal): AsyncGenerator<AskEvent> {
  const silence = new AbortController();
  const signal = AbortSignal.any([stop, silence.signal]);
  let alarm = setTimeout(() => silence.abort(), SILENCE_MS);
  const heard = () => {
    clearTimeout(alarm);
    alarm = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    const response = await post(service, request, signal, stop);
    heard();
    if (!mediaType(response).startsWith("text/event-stream")) {
      yield { type: "answer.completed", answer: readAnswer(await response.json()) };
      return;
    }
    const finished = yield* events(response, heard);
    if (!finished) throw new StreamCut("the stream ended before the answer was complete");
  } catch (error) {
    if (stop.aborted || error instanceof AskFailed || error instanceof StreamCut) throw error;
    throw new StreamCut(String(error)); // the connection broke, fell silent, or sent what is no JSON
  } finally {
    clearTimeout(alarm);
  }
}

/** Fetches the stored text of an article, as it stood in a snapshot. Throws AskFailed. */
export async function fetchArticle(service: Service, id: string, snapshot: string, stop: AbortSignal): Promise<Article> {
  const query = snapshot === "" ? "" : `?snapshot=${encodeURIComponent(snapshot)}`;
  const response = await reach(
    `${service.url}/articles/${encodeURIComponent(id)}${query}`,
    { headers: { Accept: "application/json", ...authorization(service) }, signal: AbortSignal.any([stop, AbortSignal.timeout(SILENCE_MS)]) },
    stop,
  );
  return readArticle(await response.json());
}

/** Tells the service what a reader says of an answer. Throws AskFailed. */
export async function rate(service: Service, id: string, rating: Rating, reason: string): Promise<void> {
  const stop = AbortSignal.timeout(SILENCE_MS);
  const headers = { "Content-Type": "application/json", ...authorization(service) };
  const body = JSON.stringify({ rating, ...(reason !== "" && { reason }) });
  await reach(`${service.url}/answers/${encodeURIComponent(id)}/feedback`, { method: "POST", headers, body, signal: stop }, stop);
}

function post(service: Service, request: AskRequest, signal: AbortSignal, stop: AbortSignal): Promise<Response> {
  const headers = { Accept: "text/event-stream", "Content-Type": "application/json", ...authorization(service) };
  return reach(`${service.url}/ask`, { method: "POST", headers, body: JSON.stringify(request), cache: "no-store", signal }, stop);
}

const authorization = ({ key }: Service): Record<string, string> => (key === "" ? {} : { Authorization: `Bearer ${key}` });

async function reach(url: string, init: RequestInit, stop: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (stop.aborted) throw error;
    throw new AskFailed({ type: "about:blank", title: "", status: 0, detail: "" });
  }
  if (response.ok) return response;
  const told = mediaType(response).includes("json") ? await response.json().catch(() => null) : null;
  throw new AskFailed(readProblem(told, response.status), seconds(response.headers.get("Retry-After")));
}

/** Yields each event; returns whether the last one was the end of an answer. */
async function* events(response: Response, heard: () => void): AsyncGenerator<AskEvent, boolean> {
  if (response.body === null) return false;
  const arrived: AskEvent[] = [];
  const parser = createParser({
    maxBufferSize: MAX_PENDING,
    onEvent: ({ event, data }) => {
      const read = readEvent(event ?? "", JSON.parse(data));
      if (read !== null) arrived.push(read);
    },
  });
  const decoder = new TextDecoder(); // keeps the bytes of a character that was split between two chunks
  const reader = response.body.getReader();
  let characters = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return false;
      heard();
      const chunk = decoder.decode(value, { stream: true });
      characters += chunk.length;
      if (characters > MAX_CHARACTERS) throw new StreamCut("the answer is too long");
      const failure = feed(parser, chunk);
      for (const event of arrived.splice(0)) {
        yield event;
        if (event.type === "answer.completed" || event.type === "answer.failed") return true;
      }
      if (failure !== null) throw failure;
    }
  } finally {
    reader.cancel().catch(() => undefined); // already broken or closed: nothing is left to cancel
  }
}

/** Returns what went wrong instead of throwing it: the events before it are good, and are shown first. */
function feed(parser: EventSourceParser, chunk: string): Error | null {
  try {
    parser.feed(chunk);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const mediaType = (response: Response): string => response.headers.get("Content-Type") ?? "";

/** Retry-After is a number of seconds or an HTTP date. */
function seconds(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
