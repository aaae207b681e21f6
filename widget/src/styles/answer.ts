/** A question, its answer, and what stands around them. */
import { css } from "lit";

export const answer = css`
  .turn {
    padding-block: 0.25rem 1.75rem;
  }
  li + li > .turn {
    border-top: 1px solid var(--rule);
    padding-top: 1.5rem;
  }
  .question {
    margin-bottom: 0.85rem;
    scroll-margin-top: 1rem;
    outline: 0;
    font-size: 1.45rem;
    font-weight: 600;
    line-height: 1.3;
    text-wrap: balance;
  }
  .text {
    white-space: pre-line;
  }
  .text:empty {
    display: none;
  }
  .verdict {
    font-size: 0.8rem;
    line-height: 1.4;
    color: var(--muted);
  }
  .text .verdict {
    white-space: nowrap;
  }
  .verdict.supported {
    color: var(--ok);
  }
  .verdict.unsupported,
  .verdict.contradicted {
    color: var(--warn);
  }
  .working {
    margin-top: 0.75rem;
  }
  .working::before {
    content: "";
    display: inline-block;
    width: 0.55em;
    height: 0.55em;
    margin-inline-end: 0.6em;
    border-radius: 50%;
    background: var(--accent);
  }
  .disagreement {
    margin-bottom: 1.25rem;
    padding: 0.9rem 0 1rem;
    border-block: 3px double var(--rule);
    container-type: inline-size;
  }
  .disagreement h3 {
    margin-bottom: 0.75rem;
    font-size: 1.05rem;
    line-height: 1.4;
  }
  .positions {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 1.5rem;
  }
  .positions li + li {
    padding-inline-start: 1.5rem;
    border-inline-start: 1px solid var(--rule);
  }
  @container (max-width: 32rem) {
    .positions {
      grid-auto-flow: row;
      gap: 0.9rem;
    }
    .positions li + li {
      padding: 0.9rem 0 0;
      border: 0;
      border-top: 1px solid var(--rule);
    }
  }
  .positions .meta {
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.6rem;
  }
  .outlet {
    color: var(--fg);
    font-weight: 600;
  }
  .position {
    margin-top: 0.2rem;
    line-height: 1.6;
  }
  .unanswered {
    margin-bottom: 0.35rem;
    font-size: 1.1rem;
  }
  .nearest h4,
  .sources summary {
    margin-top: 1.1rem;
    color: var(--muted);
    font: 600 0.84rem/1.5 var(--sans);
  }
  .sources summary {
    width: fit-content;
    cursor: pointer;
  }
  .nearest li,
  .sources li {
    padding-block: 0.6rem;
  }
  .nearest li + li,
  .sources li + li {
    border-top: 1px solid var(--rule);
  }
  .title {
    display: block;
    color: var(--fg);
    font-size: 1.02rem;
    font-weight: 600;
    line-height: 1.4;
  }
  .passage {
    margin-top: 0.3rem;
    color: var(--muted);
    font-size: 1rem;
    line-height: 1.6;
  }
  .colophon {
    margin-top: 1.1rem;
    padding-top: 0.6rem;
    border-top: 1px solid var(--rule);
  }
  .answer-actions,
  .reason {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.9rem;
    font-size: 0.88rem;
  }
  .answer-actions [aria-pressed="true"] {
    border-color: var(--accent);
    color: var(--accent);
    font-weight: 600;
  }
  .answer-actions + .meta {
    margin-top: 0.5rem;
  }
  .reason {
    align-items: flex-end;
    margin-top: 0.5rem;
  }
  .reason textarea {
    border: 1px solid var(--muted);
    border-radius: var(--radius);
  }
  .reason textarea:focus-visible {
    outline: 2px solid var(--accent);
  }
  .ending {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.6rem 1rem;
    margin-top: 1rem;
    padding: 0.75rem 1rem;
    border-inline-start: 3px solid var(--warn);
    background: color-mix(in srgb, var(--warn) 7%, var(--bg));
    font-size: 0.92rem;
    line-height: 1.5;
  }
  .ending.stopped {
    border-color: var(--rule);
    background: none;
  }
  .told {
    font-weight: 600;
  }
  .stopped .told {
    font-weight: 400;
  }
`;
