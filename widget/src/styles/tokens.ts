/** The widget's variables and its plain elements. A host page sets the --dateline-* ones. */
import { css } from "lit";

export const tokens = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  :host([color-scheme="light"]) {
    color-scheme: light;
  }
  :host([color-scheme="dark"]) {
    color-scheme: dark;
  }
  .root {
    --bg: var(--dateline-bg, light-dark(#fffdf9, #17181a));
    --fg: var(--dateline-fg, light-dark(#1d1b18, #e9e6df));
    --muted: var(--dateline-muted, light-dark(#635e56, #a5a097));
    --rule: var(--dateline-border, light-dark(#dcd6ca, #3a3a3b));
    --accent: var(--dateline-accent, light-dark(#1b4b6b, #93c4e6));
    --ok: var(--dateline-ok, light-dark(#2c6a3a, #8dc998));
    --warn: var(--dateline-warn, light-dark(#8c3b08, #f0ac78));
    --mark: var(--dateline-highlight, light-dark(#ffeeb0, #57480f));
    --radius: var(--dateline-radius, 10px);
    --serif: var(--dateline-font, "Iowan Old Style", Charter, "Source Serif 4", Georgia, "Times New Roman", serif);
    --sans: var(--dateline-font-ui, system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif);
    --tint: color-mix(in srgb, var(--accent) 11%, var(--bg));
    background: var(--bg);
    color: var(--fg);
    font: 400 1.125rem/1.7 var(--serif);
    text-align: start;
    overflow-wrap: anywhere;
  }
  *,
  ::before {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4,
  p,
  ol,
  ul {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  button,
  textarea,
  summary,
  .meta,
  .colophon,
  .verdict,
  .working,
  .ending,
  .actions {
    font-family: var(--sans);
  }
  button {
    font-size: 0.875rem;
    line-height: 1.3;
    color: inherit;
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  a,
  .link {
    color: var(--accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .icon {
    flex: none;
    vertical-align: -0.12em;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .meta,
  .colophon,
  .working {
    color: var(--muted);
    font-size: 0.84rem;
    line-height: 1.5;
  }
`;
