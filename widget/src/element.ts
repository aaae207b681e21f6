/** The element: its attributes, its state, its events, and the course of one question. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { ratedInWords } from "./actions.js";
import { ArticleReader } from "./article-reader.js";
import { composerView, questions } from "./composer.js";
import { copy } from "./copy.js";
import { advance, begin, history, type Rated, running, unresolved, type Turn } from "./conversation.js";
import { ask, AskFailed, rate, type Service, StreamCut } from "./stream.js";
import { styles } from "./styles.js";
import { wordsFor } from "./languages.js";
import type { Place } from "./surface.js";
import { launcherView, showPanel } from "./modes.js";
import { logView, spoken } from "./turn-view.js";
import type { Answer, AskEvent, AskRequest, Citation, Rating, Source } from "./types.js";
import { english, type Words } from "./words.js";

const LONGEST_WAIT_S = 3600; // a larger Retry-After is not counted down any longer than this

export class DatelineAsk extends LitElement {
  static override styles = styles;
  static override properties = {
    endpoint: {},
    apiKey: { attribute: "api-key" },
    placeholder: {},
    asOf: { attribute: "as-of" },
    maxLength: { attribute: "max-length", type: Number },
    suggestions: { converter: { fromAttribute: questions } },
    lang: { reflect: true },
    mode: {},
    open: { type: Boolean, reflect: true },
    strings: { attribute: false },
    turns: { state: true },
    draft: { state: true },
    said: { state: true },
  };

  declare endpoint: string;
  declare apiKey: string; // a public one, made for the origin of the page
  declare placeholder: string;
  declare asOf: string;
  declare maxLength: number;
  declare suggestions: readonly string[];
  declare mode: string; // inline, launcher or fullscreen
  declare open: boolean; // of a launcher
  declare strings: Partial<Words>; // words of the page's own, in the place of ours
  declare private turns: readonly Turn[];
  declare private draft: string;
  declare private said: string; // to screen readers, of what the reader did last

  words: Words = english;
  readonly #reader = new ArticleReader(this);
  #asked = 0;
  #stop: AbortController | null = null;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.endpoint = "";
    this.apiKey = "";
    this.placeholder = "";
    this.asOf = "";
    this.maxLength = 2000;
    this.suggestions = [];
    this.mode = "inline";
    this.open = false;
    this.strings = {};
    this.turns = [];
    this.draft = "";
    this.said = "";
  }

  get service(): Service {
    return { url: this.endpoint.replace(/\/$/, ""), key: this.apiKey };
  }

  /** Asks a question and resolves with the answer, or with `null` where none came. */
  async ask(text: string): Promise<Answer | null> {
    const question = text.trim();
    if (question === "" || running(this.turns.at(-1)) || !this.#emit("submit", { question })) return null;
    const said = history(this.turns);
    const request: AskRequest = {
      question,
      fallback: true, // a reader is better served by the archive's own sentences than by a failure
      ...(said.length > 0 && { history: said }),
      ...(this.asOf !== "" && { as_of: this.asOf }),
    };
    const atButton = this.shadowRoot?.activeElement?.matches("[part=suggestion], .ending button") ?? false;
    this.#asked += 1;
    this.said = "";
    if (this.draft.trim() === question) this.draft = "";
    this.turns = [...this.turns, begin(this.#asked, question)];
    const key = this.#asked;
    if (atButton) void this.updateComplete.then(() => this.#questionOf(key)?.focus()); // that button is gone now
    await this.#follow(key, request);
    return this.turns.find((turn) => turn.key === key)?.answer ?? null;
  }

  /** Ends the answer that is being written; what has come stays. */
  stop(): void {
    this.#stop?.abort();
  }

  /** Opens the panel behind the launcher's button; in the other modes there is nothing to open. */
  show(): void {
    this.open = true;
  }

  close(): void {
    this.open = false;
  }

  /** Forgets the conversation. */
  reset(): void {
    this.stop();
    this.turns = [];
    this.renderRoot.querySelector<HTMLElement>("[part=input]")?.focus();
  }

  async #follow(key: number, request: AskRequest): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    try {
      for await (const event of ask(this.service, request, stop.signal)) this.#take(key, event);
    } catch (error) {
      if (stop.signal.aborted) this.#stopped(key);
      else if (error instanceof AskFailed) this.#refused(key, request.question, error);
      else if (error instanceof StreamCut) this.#cut(key, error);
      else throw error;
    }
  }

  #take(key: number, event: AskEvent): void {
    this.#change(key, (turn) => advance(turn, event));
    if (event.type === "answer.started") this.#emit("start", { id: event.id });
    if (event.type === "answer.failed") this.#emit("error", { ...event.problem, retryAfter: null });
    if (event.type !== "answer.completed") return;
    const lost = unresolved(event.answer);
    if (lost.length > 0) console.warn(`dateline-ask: answer ${event.answer.id} has no citation for ${lost.join(", ")}`);
    this.#emit("complete", { answer: event.answer });
  }

  #stopped(key: number): void {
    this.#change(key, (turn) => ({ ...turn, phase: "stopped" }));
    this.#emit("stop", {});
  }

  #refused(key: number, question: string, { problem, retryAfter }: AskFailed): void {
    const retryAt = retryAfter === null ? null : Date.now() + Math.min(retryAfter, LONGEST_WAIT_S) * 1000;
    this.#change(key, (turn) => ({ ...turn, phase: "failed", problem, retryAt }));
    if (this.draft === "") this.draft = question; // nothing was answered: the words are the reader's to change
    if (retryAt !== null) this.#clock ??= setInterval(() => this.requestUpdate(), 1000);
    this.#emit("error", { ...problem, retryAfter });
  }

  #cut(key: number, error: StreamCut): void {
    this.#change(key, (turn) => ({ ...turn, phase: "cut" }));
    this.#emit("error", { type: "about:blank", title: error.message, status: 0, detail: "", retryAfter: null });
  }

  #change(key: number, change: (turn: Turn) => Turn): void {
    this.turns = this.turns.map((turn) => (turn.key === key ? change(turn) : turn));
  }

  #questionOf(key: number): HTMLElement | null {
    return this.renderRoot.querySelector(`#question-${key}`);
  }

  #emit(name: string, detail: object): boolean {
    const options = { detail, bubbles: true, composed: true, cancelable: name === "submit" };
    return this.dispatchEvent(new CustomEvent(`dateline-${name}`, options));
  }

  // What the templates call.

  openArticle(place: Place): void {
    void this.#reader.open(place);
  }

  citationOpened(citation: Citation, source: Source | undefined): void {
    this.#emit("citation-open", { citation, source: source ?? null });
  }

  askAgain(turn: Turn): void {
    if (running(this.turns.at(-1))) return;
    this.turns = this.turns.filter((one) => one !== turn);
    void this.ask(turn.question);
  }

  copyAnswer({ key, answer }: Turn): void {
    if (answer === null) return;
    void copy(answer, this.words).then((copied) => {
      this.#change(key, (turn) => ({ ...turn, copied }));
      this.said = copied ? this.words.copied : this.words.notCopied;
      this.#emit("copy", { answer, copied });
    });
  }

  rate({ key, answer, rated }: Turn, rating: Rating, reason: string): void {
    if (answer === null || (rated?.rating === rating && reason === "" && rated.state !== "failed")) return;
    const note = (state: Rated["state"]) => {
      this.#change(key, (turn) => ({ ...turn, rated: { rating, state } }));
      this.said = ratedInWords(state, this.words);
    };
    note("sending");
    rate(this.service, answer.id, rating, reason).then(
      () => note(reason === "" ? "sent" : "explained"),
      () => note("failed"),
    );
    this.#emit("feedback", { answer, rating, reason });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    this.#stopClock();
  }

  #stopClock(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  get #waitSeconds(): number {
    const until = this.turns.at(-1)?.retryAt ?? 0;
    return Math.max(0, Math.ceil((until - Date.now()) / 1000));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("lang") || changed.has("strings") || !this.hasUpdated) this.words = wordsFor(this, this.strings);
  }

  protected override updated(changed: PropertyValues): void {
    if (this.#clock !== undefined && this.#waitSeconds === 0) this.#stopClock();
    if (changed.has("open") || changed.has("mode")) this.#showPanel(changed.get("open") as boolean | undefined);
    const before = (changed.get("turns") as readonly Turn[] | undefined)?.length;
    if (before !== undefined && before > 0 && this.turns.length > before) {
      const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      this.#questionOf(this.#asked)?.scrollIntoView({ block: "start", behavior });
    }
  }

  override render(): TemplateResult {
    const content = this.#content();
    if (this.mode !== "launcher") return html`<div class="root" part="panel">${content}</div>`;
    const toggle = () => (this.open = !this.open);
    return html`<div class="root">
      ${launcherView(content, { words: this.words, open: this.open, toggle, close: () => this.close() })}
    </div>`;
  }

  #content(): TemplateResult {
    const latest = this.turns.at(-1);
    const wait = this.#waitSeconds;
    return html`
        ${latest === undefined ? nothing : logView(this.turns, wait, this)}
        ${composerView({
          words: this.words,
          draft: this.draft,
          maxLength: this.maxLength,
          placeholder: this.placeholder,
          busy: running(latest),
          waiting: wait > 0,
          suggestions: latest === undefined ? this.suggestions : [],
          write: (draft) => (this.draft = draft),
          send: (question) => void this.ask(question),
          stop: () => this.stop(),
        })}
        ${latest === undefined || running(latest)
          ? nothing
          : html`<button type="button" class="quiet over" part="reset" @click=${() => this.reset()}>
              ${this.words.startOver}
            </button>`}
        <p class="unseen" role="status">${latest === undefined ? "" : this.said || spoken(latest, this.words)}</p>
        ${this.#reader.template()}
    `;
  }

  #showPanel(before: boolean | undefined): void {
    showPanel(this.renderRoot, this.mode === "launcher" && this.open, before !== undefined);
    if (this.mode === "launcher" && before !== undefined && before !== this.open) this.#emit(this.open ? "open" : "close", {});
  }
}
