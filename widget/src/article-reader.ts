/** The stored text of an article in a dialog, with the quoted span marked and scrolled to. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { dateWithProvenance } from "./dates.js";
import { fetchArticle, type Service } from "./stream.js";
import { webAddress, type Place } from "./surface.js";
import { slice } from "./text.js";
import type { Article } from "./types.js";
import type { Words } from "./words.js";

interface Host extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly service: Service;
  readonly words: Words;
}

export class ArticleReader implements ReactiveController {
  readonly #host: Host;
  #place: Place | null = null;
  #article: Article | null = null;
  #failed = false;
  #loading: AbortController | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#loading?.abort();
  }

  async open(place: Place): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#place = place;
    this.#article = null;
    this.#failed = false;
    await this.#drawn();
    this.#dialog?.showModal();
    try {
      this.#article = await fetchArticle(this.#host.service, place.articleId, place.snapshot, loading.signal);
    } catch {
      this.#failed = true; // shown in the dialog's own words
    }
    if (loading.signal.aborted) return;
    await this.#drawn();
    this.#host.renderRoot.querySelector("dialog mark")?.scrollIntoView({ block: "center" });
  }

  template(): TemplateResult {
    const { words } = this.#host;
    const article = this.#article;
    const title = article === null ? (this.#failed ? words.noArticle : words.opening) : (article.title ?? words.untitled);
    return html`
      <dialog part="article" class="article" closedby="any" aria-labelledby="article-title" @close=${this.#closed}>
        <header>
          <h2 id="article-title" tabindex="-1" autofocus dir="auto">${title}</h2>
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>${words.close}</button>
        </header>
        ${article === null || this.#place === null ? nothing : this.#text(article, this.#place)}
      </dialog>
    `;
  }

  #text(article: Article, place: Place): TemplateResult {
    const { words } = this.#host;
    const url = webAddress(article.url);
    const quoted = slice(article.body, place.start, place.end);
    const found = quoted !== "" && quoted === place.quote;
    return html`
      <p class="meta">
        <bdi>${article.publisher ?? words.unnamedOutlet}</bdi> · ${dateWithProvenance(article.published, words)}
        ${url === null
          ? nothing
          : html` · <a part="link" href=${url} target="_blank" rel="noopener noreferrer">${words.openOriginal}</a>`}
      </p>
      ${found ? nothing : html`<p class="note">${words.quoteMoved}</p>`}
      <div class="body" dir="auto" tabindex="0" role="region" aria-labelledby="article-title"
        >${found
          ? html`${slice(article.body, 0, place.start)}<mark part="highlight">${quoted}</mark>${slice(article.body, place.end, Infinity)}`
          : article.body}</div
      >
    `;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector("dialog");
  }

  async #drawn(): Promise<void> {
    this.#host.requestUpdate();
    await this.#host.updateComplete;
  }

  readonly #closed = (): void => {
    this.#loading?.abort();
    this.#place = null;
    this.#article = null;
    this.#host.requestUpdate();
  };
}
