/** The numbered button and the card that it opens; on a small screen the card is a sheet. */
import { css } from "lit";

export const citation = css`
  .cite {
    white-space: nowrap;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.2rem;
    min-width: 24px;
    height: 24px;
    padding: 0 0.35rem;
    border: 1px solid transparent;
    border-radius: 7px;
    background: var(--tint);
    color: var(--accent);
    font: 600 0.78rem/1 var(--sans);
    font-variant-numeric: tabular-nums;
    vertical-align: middle;
    position: relative;
    top: -0.06em;
  }
  .chip:is(.unsupported, .contradicted) {
    background: color-mix(in srgb, var(--warn) 11%, var(--bg));
    color: var(--warn);
  }
  .chip.pending {
    border: 1px dashed var(--rule);
    background: none;
    color: var(--muted);
  }
  .chip:hover:not(.pending),
  .chip:has(+ :popover-open) {
    border-color: currentColor;
  }
  .card {
    position-area: block-end span-inline-end;
    position-try-fallbacks: flip-inline, flip-block, flip-block flip-inline;
    width: min(25rem, calc(100vw - 2rem));
    max-height: min(28rem, 80dvh);
    margin: 6px 0;
    padding: 1.1rem 1.2rem 1rem;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--rule);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--fg);
    box-shadow: 0 10px 34px light-dark(rgb(40 30 10 / 16%), rgb(0 0 0 / 55%));
    font: 400 1rem/1.5 var(--serif);
    text-align: start;
    white-space: normal;
  }
  @supports (position-area: block-end) {
    .card {
      inset: auto;
    }
  }
  .card > span {
    display: block;
  }
  .quote {
    padding-inline-start: 0.9rem;
    border-inline-start: 3px solid var(--accent);
    font-size: 1.06rem;
    line-height: 1.55;
    white-space: pre-line;
  }
  .card-title {
    margin-top: 0.9rem;
    font-weight: 600;
    line-height: 1.35;
  }
  .card > .verdict {
    display: flex;
    align-items: center;
    gap: 0.45rem;
    margin-top: 0.6rem;
  }
  .actions {
    margin-top: 0.6rem;
    font-size: 0.88rem;
  }
  .actions > * {
    margin-inline-end: 1.2rem;
  }
  .close {
    display: none; /* beside the text, Esc and a click elsewhere close the card; a sheet needs a button */
  }
  @media (max-width: 600px) {
    .card {
      position-area: none;
      position: fixed;
      inset: auto 0 0;
      width: auto;
      max-width: none;
      max-height: 75dvh;
      margin: 0;
      padding-bottom: calc(1.2rem + env(safe-area-inset-bottom));
      border-width: 1px 0 0;
      border-radius: 16px 16px 0 0;
    }
    .card::backdrop {
      background: rgb(0 0 0 / 28%);
    }
    .actions > * {
      display: inline-block;
      padding-block: 0.4rem;
    }
  }
`;
