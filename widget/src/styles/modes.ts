/** Behind a button in the corner of the window, and over the whole of it. */
import { css } from "lit";

export const modes = css`
  :host([mode="launcher"]) {
    display: contents;
  }
  :host([mode="fullscreen"]) {
    position: fixed;
    inset: 0;
    z-index: var(--dateline-z, 1000);
    overflow: auto;
    overscroll-behavior: contain;
  }
  :host([mode="fullscreen"]) .root {
    min-height: 100%;
    padding: 1.25rem max(1.25rem, calc((100% - 46rem) / 2));
  }
  .launcher {
    position: fixed;
    inset-block-end: 1.25rem;
    inset-inline-end: 1.25rem;
    z-index: var(--dateline-z, 1000);
    min-height: 3rem;
    padding-inline: 1.2rem;
    border-radius: 99px;
    box-shadow: 0 2px 12px rgb(0 0 0 / 25%);
  }
  .panel {
    inset: auto;
    inset-block-end: 5.25rem;
    inset-inline-end: 1.25rem;
    width: min(28rem, calc(100vw - 2.5rem));
    height: min(42rem, calc(100dvh - 6.5rem));
    margin: 0;
    padding: 0 1.1rem 1.1rem;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--rule);
    border-radius: calc(var(--radius) + 4px);
    background: var(--bg);
    color: inherit;
    box-shadow: 0 8px 32px rgb(0 0 0 / 25%);
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
    padding-block: 0.8rem;
    background: var(--bg);
  }
  .bar-title {
    font: 600 1rem/1.4 var(--sans);
  }
  @media (max-width: 600px) {
    .launcher span {
      position: static;
      clip-path: none;
    }
    .launcher {
      width: auto;
    }
    .panel {
      inset: 0;
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border: 0;
      border-radius: 0;
    }
  }
`;
