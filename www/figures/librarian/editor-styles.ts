/** The sliders, the list of where the picture breaks, and what stacks where there is little room. */
import { css } from "lit";

export const editorStyles = css`
  .knobs {
    grid-template-columns: minmax(0, 1fr);
    gap: 24px;
  }
  .editor {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
    gap: 20px 48px;
  }
  .editor > .amounts {
    align-self: end;
  }
  .book-editor {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 8px 48px;
  }
  .amounts legend {
    padding: 0;
    color: var(--ink);
    font-size: 15px;
    line-height: 24px;
    font-weight: 500;
  }
  .amount {
    display: grid;
    grid-template-columns: 46px 58px minmax(0, 1fr);
    column-gap: 12px;
    align-items: center;
  }
  .amount .number-field {
    width: 100%;
  }
  .amount input[type="range"]::-webkit-slider-thumb {
    background: var(--hue);
  }
  .amount input[type="range"]::-moz-range-thumb {
    background: var(--hue);
  }
  .q-amounts {
    --hue: var(--q);
  }
  .k-amounts {
    --hue: var(--k);
  }
  .v-amounts {
    --hue: var(--v);
  }
  .which {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
    align-items: end;
  }
  .which .control {
    display: grid;
    min-width: 0;
  }
  .which select {
    min-height: 44px;
    max-width: min(100%, 15em);
  }
  .book-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
    font-size: 14px;
  }
  .which .text-field {
    max-width: 100%;
  }
  .breaks {
    border-top: 1px solid var(--hair);
    padding-top: 12px;
  }
  .breaks ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
    gap: 0 48px;
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
  }
  .breaks li {
    padding: 8px 0;
    color: var(--ink-2);
    text-wrap: pretty;
  }
  .breaks b {
    color: var(--ink);
    font-weight: 500;
  }
  .breaks button {
    min-height: 24px;
    text-align: start;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-decoration-color: var(--line);
    text-underline-offset: 4px;
    color: var(--ink);
  }
  @media (pointer: coarse) {
    .breaks button {
      min-height: 44px;
    }
  }
  .why-place {
    max-width: 640px;
    margin-top: 14px;
    padding: 10px 0 0 14px;
    border-inline-start: 4px solid var(--hair);
  }
  .why-place .close {
    font-size: 14px;
  }

  .compact .top,
  .compact .told,
  .compact .editor {
    grid-template-columns: minmax(0, 1fr);
  }
  .compact .book-editor {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
  }
  .compact .ruler {
    grid-area: auto;
  }
  .compact .scrub {
    display: none;
  }
  .compact .stepper {
    grid-template-columns: 1fr;
  }
  .compact .stepper .moves {
    gap: 32px;
  }
  .compact .formula {
    margin-top: 8px;
  }
  .compact .narration {
    font-size: 17px;
    line-height: 25px;
  }
`;
