/** Where the question is written, the suggestions below it, and the article's dialog. */
import { css } from "lit";

export const composer = css`
  .composer {
    position: sticky;
    bottom: 0.75rem;
    z-index: 1;
    display: flex;
    align-items: flex-end;
    gap: 0.5rem;
    padding: 0.45rem;
    border: 1px solid var(--muted);
    border-radius: calc(var(--radius) + 4px);
    background: var(--bg);
    box-shadow: 0 0.75rem 0 var(--bg), 0 -0.75rem 1rem var(--bg);
  }
  .composer:focus-within {
    border-color: var(--accent);
    outline: 1px solid var(--accent);
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: 2.5rem;
    max-height: 9rem;
    padding: 0.5rem 0.6rem;
    border: 0;
    outline: 0;
    resize: none;
    field-sizing: content;
    background: none;
    color: inherit;
    font-size: max(1rem, 16px); /* smaller makes a phone zoom in */
    line-height: 1.5;
  }
  textarea:focus-visible {
    outline: 0; /* the whole composer shows the focus */
  }
  textarea::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .primary {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    min-height: 2.5rem;
    padding: 0 1rem;
    border: 0;
    border-radius: var(--radius);
    background: var(--accent);
    color: var(--bg);
    font-weight: 600;
  }
  .primary[aria-disabled="true"] {
    cursor: default;
    opacity: 0.55;
  }
  .quiet {
    min-height: 2.1rem;
    padding: 0.3rem 0.85rem;
    border: 1px solid var(--rule);
    border-radius: var(--radius);
    background: var(--bg);
  }
  .quiet:hover:not(:disabled) {
    border-color: var(--muted);
  }
  .over {
    display: block;
    margin: 1.25rem 0 0 auto;
    color: var(--muted);
  }
  .suggestions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.9rem;
  }
  .suggestions button {
    min-height: 2.1rem;
    padding: 0.4rem 0.85rem;
    border: 1px solid var(--rule);
    border-radius: 99px;
    background: none;
    color: var(--muted);
    text-align: start;
  }
  .suggestions button:hover {
    border-color: var(--accent);
    color: var(--accent);
  }
  .article {
    width: min(46rem, calc(100vw - 2rem));
    max-height: 86dvh;
    padding: 1.4rem 1.6rem;
    border: 1px solid var(--rule);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--fg);
  }
  .article[open] {
    display: flex;
    flex-direction: column;
  }
  .article::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  .article header {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
    gap: 1rem;
  }
  .article h2 {
    outline: 0;
    font-size: 1.35rem;
    line-height: 1.3;
  }
  .body {
    flex: 1;
    margin-top: 0.9rem;
    padding-top: 0.9rem;
    overflow: auto;
    overscroll-behavior: contain;
    border-top: 1px solid var(--rule);
    white-space: pre-line;
  }
  .note {
    color: var(--warn);
    font: 0.9rem/1.5 var(--sans);
  }
  mark {
    padding-block: 0.1em;
    background: var(--mark);
    color: inherit;
    box-decoration-break: clone;
  }
  @media (max-width: 600px) {
    .primary span {
      position: absolute;
      clip-path: inset(50%);
    }
    .primary {
      width: 2.75rem;
      justify-content: center;
      padding: 0;
    }
    .article {
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border: 0;
      border-radius: 0;
      padding: 1.1rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .working::before {
      animation: breathe 1.4s ease-in-out infinite;
    }
    .disagreement,
    .colophon,
    .chip,
    .card:popover-open {
      animation: appear 0.2s ease-out;
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.25;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
