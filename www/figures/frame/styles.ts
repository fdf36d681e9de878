/** The frame's styles. A figure's own styles come after these. */
import { css } from "lit";

export const frameStyles = css`
  h4 {
    font-size: 16px;
    line-height: 24px;
    font-weight: 500;
  }
  i {
    font-family: var(--serif);
    font-style: italic;
  }
  sub {
    font-size: 0.7em;
    line-height: 0;
  }
  /* What is pointed at, here or in the text. */
  [data-step][data-hot] {
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 4px;
  }
  svg [data-step][data-hot] {
    stroke-width: 3.5;
  }
  .prediction {
    margin-top: 10px;
    padding: 8px 0 8px 14px;
    border-inline-start: 4px solid var(--hair);
  }
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  .options button {
    text-align: start;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-decoration-color: var(--line);
    text-underline-offset: 4px;
  }
  .options button:hover {
    text-decoration-color: currentColor;
  }
  .answer {
    padding-block: 6px;
  }
  .drawing {
    margin-top: 16px;
    isolation: isolate;
  }
  .drawing svg {
    display: block;
    max-width: 100%;
    overflow: visible;
  }
  .drawing text {
    font-family: var(--sans);
    font-variant-numeric: tabular-nums;
    fill: currentColor;
  }
  .summary {
    margin-top: 20px;
  }
  .summary .number {
    font-weight: 600;
  }
  .knobs {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 140px), 1fr));
    gap: 14px 32px;
    align-content: start;
    margin-top: 16px;
    padding-top: 12px;
    border-top: 1px solid var(--hair);
  }
  .knobs.first {
    margin-top: 12px;
    padding: 0 0 8px;
    border-top: 0;
    border-bottom: 1px solid var(--hair);
  }
  .knobs .wide {
    grid-column: span 2;
  }
  .challenge {
    margin-top: 16px;
    padding: 8px 0 8px 14px;
    border-inline-start: 4px solid var(--hair);
  }
  .challenge.met {
    border-inline-start-color: var(--ink);
  }
  .challenge-status {
    color: var(--ink-2);
  }
  .challenge.met .challenge-status {
    color: var(--ink);
  }
  .challenge summary {
    width: fit-content;
    min-height: 24px;
    padding-block: 4px;
    color: var(--ink-2);
    font-size: 14px;
    cursor: pointer;
  }
  .knobs.narrow .wide {
    grid-column: 1 / -1;
  }
`;

/** Plots in SVG, for figures that have some. */
export const plotStyles = css`
  .bin {
    fill: var(--line);
  }
  .ruler-line {
    fill: none;
    stroke: var(--ink);
  }
  .rule {
    fill: none;
    stroke: var(--hair);
  }
  .drawing .tick {
    fill: var(--ink-2);
    font-size: 12px;
    font-stretch: 85%;
  }
  .mark {
    fill: none;
    stroke: var(--ink);
    stroke-dasharray: 2 3;
  }
  .drawing .mark-label {
    font-size: 13px;
    font-weight: 600;
    font-stretch: 85%;
  }
  .share-bar {
    stroke: var(--line);
    stroke-width: 0.75;
  }
  .curve {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.75;
  }
  .curve.dashed {
    stroke-dasharray: 5 4;
  }
  .mark-point {
    fill: var(--ink);
    stroke: var(--ink);
    stroke-width: 2;
  }
  .mark-point.hollow {
    fill: var(--paper);
  }
  @media (forced-colors: active) {
    .bin,
    .share-bar {
      fill: CanvasText;
    }
  }
`;
