/**
 * What every figure has in common: colors and type from the page's custom properties, with the same
 * values where the host sets none; buttons, fields, sliders; focus; forced colors.
 */
import { css } from "lit";

export const figureStyles = css`
  :host {
    --paper: var(--attention-paper, light-dark(#fdfcf9, #161512));
    --ink: var(--attention-ink, light-dark(#1b1a18, #ece8df));
    --ink-2: var(--attention-ink-2, light-dark(#5c5850, #aaa498));
    --line: var(--attention-line, light-dark(#8a847a, #7c766b));
    --hair: var(--attention-hair, light-dark(#dcd7cc, #36332d));
    --band: var(--attention-band, light-dark(#f3f0e8, #211f1b));
    --q: var(--attention-q, light-dark(#b34700, #ff9257));
    --k: var(--attention-k, light-dark(#0067a5, #62b4ec));
    --v: var(--attention-v, light-dark(#00714f, #43c596));
    --q-tint: var(--attention-q-tint, light-dark(#fae6d9, #3d2313));
    --k-tint: var(--attention-k-tint, light-dark(#dcecf7, #122c3f));
    --v-tint: var(--attention-v-tint, light-dark(#d9efe6, #123528));
    --sans: var(--attention-sans, inherit);
    --serif: var(--attention-serif, Georgia, serif);
    --math: var(--attention-math, math, serif);

    display: block;
    position: relative;
    font-family: var(--sans);
    /* A page that sets everything, as * does, would reach the figure; its properties above are asked. */
    background: var(--paper) !important;
    color: var(--ink) !important;
    font-size: 15px !important;
    font-style: normal !important;
    font-variant: normal !important;
    font-weight: 400 !important;
    letter-spacing: normal !important;
    line-height: 24px !important;
    text-align: start !important;
    text-indent: 0 !important;
    text-shadow: none !important;
    text-transform: none !important;
    white-space: normal !important;
    word-spacing: normal !important;
  }
  :host([hidden]) {
    display: none !important;
  }
  /* A drawing's places are counted from its left, also where a page is read from the right. */
  svg {
    direction: ltr;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4,
  p,
  ol,
  figure,
  fieldset,
  table {
    margin: 0;
    padding: 0;
    border: 0;
  }
  ol {
    list-style: none;
  }
  .q {
    color: var(--q);
  }
  .k {
    color: var(--k);
  }
  .v {
    color: var(--v);
  }
  /* The frame: title and one thing to try, what was refused, the live sentence, the toolbar. */
  header {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 24px;
    align-items: baseline;
    padding-top: 10px;
    border-top: 1px solid var(--ink);
  }
  header > :is(h2, h3) {
    font-size: 20px;
    line-height: 28px;
    font-weight: 500;
    letter-spacing: -0.006em;
  }
  .try,
  .waiting {
    color: var(--ink-2);
  }
  .try .link {
    display: inline;
    min-height: 24px;
    color: var(--ink);
  }
  /* In sight wherever in the figure it was refused. */
  .message {
    position: sticky;
    top: var(--attention-top, 8px);
    z-index: 3;
    margin: 8px 0 16px;
    padding: 8px 12px;
    border-inline-start: 4px solid var(--ink);
    background: var(--band);
    overflow-wrap: anywhere;
  }
  .summary {
    min-height: 32px;
    font-family: var(--serif);
    font-size: 21px;
    line-height: 32px;
    text-wrap: pretty;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: 0 32px;
    margin-top: 14px;
    border-block: 1px solid var(--hair);
    font-size: 14px;
  }
  /* What is drawn, its steps and its summary stay. */
  :host([controls="none"]) :is(.controls, .knobs, .toolbar, .try, .prediction, .challenge) {
    display: none;
  }
  .word-in-text {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: 44px;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }
  button:disabled,
  button[aria-disabled="true"] {
    color: var(--ink-2);
    cursor: default;
  }
  .link {
    min-height: 24px;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-decoration-color: var(--line);
    text-underline-offset: 4px;
    text-align: start;
  }
  .link:disabled {
    text-decoration: none;
  }
  .link:hover:enabled,
  .factor:hover {
    text-decoration-color: currentColor;
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }

  input[type="range"] {
    appearance: none;
    width: 100%;
    height: 32px;
    margin: 0;
    background: none;
    cursor: pointer;
    touch-action: pan-y;
  }
  input[type="range"]::-webkit-slider-runnable-track {
    height: 1px;
    background: var(--line);
  }
  input[type="range"]::-moz-range-track {
    height: 1px;
    background: var(--line);
  }
  input[type="range"]::-webkit-slider-thumb {
    appearance: none;
    width: 12px;
    height: 26px;
    margin-top: -13px;
    border: 0;
    border-radius: 0;
    border-inline: 4.5px solid var(--paper);
    background: var(--ink);
  }
  input[type="range"]::-moz-range-thumb {
    width: 12px;
    height: 26px;
    border: 0;
    border-radius: 0;
    border-inline: 4.5px solid var(--paper);
    background: var(--ink);
    box-sizing: border-box;
  }
  input[type="range"]:disabled {
    cursor: default;
    opacity: 0.5;
  }
  @media (pointer: coarse) {
    input[type="range"] {
      height: 44px;
    }
  }

  .number-field,
  .text-field,
  select {
    min-height: 28px;
    padding: 0 4px;
    border: 0;
    border-bottom: 1px solid var(--line);
    border-radius: 0;
    background: none;
    font-variant-numeric: tabular-nums;
  }
  select {
    max-width: 100%;
    background: var(--paper);
  }
  .number-field {
    width: 4.6em;
    text-align: end;
    font-weight: 500;
    cursor: ew-resize;
    appearance: textfield;
  }
  .number-field:focus {
    cursor: text;
  }
  .number-field::-webkit-inner-spin-button,
  .number-field::-webkit-outer-spin-button {
    appearance: none;
    margin: 0;
  }
  .text-field {
    width: 9em;
    min-height: 44px;
    font-family: var(--serif);
    font-size: 17px;
  }
  .text-field.wide {
    width: 100%;
  }
  .hint {
    color: var(--ink-2);
    font-size: 13px;
    line-height: 20px;
  }
  .number {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .control {
    min-width: 0;
  }
  .slider {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: end;
    column-gap: 8px;
  }
  .slider > input[type="range"] {
    grid-column: 1 / -1;
  }
  .control label,
  .control legend,
  .control-name {
    color: var(--ink-2);
    font-size: 13px;
    line-height: 20px;
  }
  .control sub {
    font-size: 0.7em;
    line-height: 0;
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    column-gap: 18px;
    align-content: start;
  }
  .choice legend {
    float: left;
    width: 100%;
    padding: 4px 0 0;
  }
  .choice label {
    position: relative;
    display: block;
    font-size: 14px;
    cursor: pointer;
  }
  .choice label > span {
    display: block;
    min-height: 32px;
    padding: 6px 0 4px;
    border-bottom: 3px solid transparent;
  }
  .choice input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .choice input:checked + span {
    border-bottom-color: var(--ink);
    color: var(--ink);
    font-weight: 500;
  }
  .choice input:focus-visible + span {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  @media (pointer: coarse) {
    .choice label > span {
      min-height: 44px;
      padding-top: 12px;
    }
    .number-field,
    select {
      min-height: 44px;
    }
    .link {
      min-height: 44px;
    }
  }

  @media (forced-colors: active) {
    .choice input:checked + span {
      border-bottom-color: Highlight;
    }
    input[type="range"]::-webkit-slider-runnable-track {
      background: CanvasText;
    }
    input[type="range"]::-moz-range-track {
      background: CanvasText;
    }
    input[type="range"]::-webkit-slider-thumb {
      background: ButtonText;
      forced-color-adjust: none;
    }
    svg {
      forced-color-adjust: auto;
    }
  }
`;
