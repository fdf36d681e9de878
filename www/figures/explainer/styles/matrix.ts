/** Matrices: fixed cells, so that a changing number moves nothing and a frame lays out only text. */
import { css, unsafeCSS } from "lit";

const STEPS = 10;

/** A bar of n tenths of half the cell, right of the middle or left of it. */
const bars = unsafeCSS(
  Array.from({ length: STEPS }, (_, i) => {
    const width = ((i + 1) / STEPS) * 42;
    return `.bar${i + 1}::after{left:50%;width:${width}%}.barm${i + 1}::after{right:50%;width:${width}%}`;
  }).join("\n"),
);

export const matrixStyles = css`
  .field {
    position: absolute;
  }
  .field table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    contain: layout paint style;
    font-size: 12px;
    line-height: 16px;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.015em;
    color: var(--ink-2);
  }
  .field td {
    position: relative;
    height: 24px;
    padding: 0;
    text-align: center;
    overflow: hidden;
    white-space: nowrap;
    cursor: pointer;
  }
  .field td:hover {
    outline: 1px solid var(--line);
    outline-offset: -1px;
  }
  .field td.open {
    outline: 2px solid var(--ink);
    outline-offset: -2px;
    font-weight: 600;
  }
  .field td:focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: -2px;
    box-shadow: inset 0 0 0 3px var(--paper);
  }
  /* Headers are there for those who hear the table; the grid around it shows the names. */
  .field tbody th,
  .field thead td {
    width: 0;
  }
  .field th,
  .field thead td {
    height: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    font-size: 0;
    line-height: 0;
  }
  /* A number's size as a bar from the middle of its cell. */
  .field td::after {
    content: "";
    position: absolute;
    bottom: 2px;
    height: 2px;
    width: 0;
    background: currentColor;
    opacity: 0.75;
  }
  .field td.q::after {
    background: var(--q);
  }
  .field td.k::after {
    background: var(--k);
  }
  .field td.v::after {
    background: var(--v);
  }
  ${bars}
  .field td.q.lit {
    background: var(--q-tint);
    color: var(--q);
    font-weight: 600;
  }
  .field td.k.lit {
    background: var(--k-tint);
    color: var(--k);
    font-weight: 600;
  }
  .field td.v.lit {
    background: var(--v-tint);
    color: var(--v);
    font-weight: 600;
  }
  .field td.plain.lit {
    color: var(--ink);
    font-weight: 600;
  }
  .field.now td,
  .field.operand td {
    color: var(--ink);
  }
  .signed-none,
  .weight-none {
    color: var(--ink-2);
    background: repeating-linear-gradient(135deg, transparent 0 4px, var(--hair) 4px 5px);
  }

  .caption {
    position: absolute;
    inset: auto 0 100% 0;
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 4px;
    padding-bottom: 6px;
    font-size: 13px;
    line-height: 16px;
    font-weight: 400;
  }
  .shape {
    color: var(--ink-2);
    font-size: 12px;
    line-height: 13px;
    font-stretch: 85%;
    text-align: end;
  }
  .field.now .caption .symbol,
  .field.hot .caption .symbol {
    font-weight: 600;
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 4px;
  }
  canvas {
    display: block;
    background: var(--paper);
    color: var(--ink);
    cursor: crosshair;
  }
  .signed-none::after {
    display: none;
  }

  @media (forced-colors: active) {
    .field td.open,
    .field td:focus-visible {
      outline-color: Highlight;
    }
    .field td::after {
      background: CanvasText;
    }
    canvas {
      forced-color-adjust: none;
    }
  }
`;
