/** Small drawings that stand beside words, never instead of them. */
import { svg, type SVGTemplateResult } from "lit";
import type { Support } from "./types.js";

const drawn = (shape: SVGTemplateResult): SVGTemplateResult =>
  svg`<svg class="icon" viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

const warning = drawn(svg`<path d="M8 2 15 14H1Z"/><path d="M8 6.5v3.2M8 11.8v.1"/>`);

export const supportIcon: Record<Support, SVGTemplateResult> = {
  supported: drawn(svg`<path d="M2.5 8.5 6.3 12.3 13.5 4.2"/>`),
  partial: drawn(svg`<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor"/>`),
  unsupported: warning,
  contradicted: drawn(svg`<circle cx="8" cy="8" r="6.2"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>`),
};

export const speech = drawn(svg`<path d="M2 3h12v8H7l-3 3v-3H2Z"/>`);
export const arrowUp = drawn(svg`<path d="M8 13.5v-11M3.5 7 8 2.5 12.5 7"/>`);
export const square = drawn(svg`<path d="M4 4h8v8H4Z" fill="currentColor"/>`);
