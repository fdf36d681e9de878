/** Matrices: fixed cells, so that a changing number moves nothing and a frame lays out only text. */
import { css, unsafeCSS } from "lit";

const STEPS = 10;
/** The longest bar, as a part of the cell. */
const LONGEST = 0.42;

/** A bar of n tenths from the middle of the cell, right of it or left; `.bar-3` points left. */
const bars = unsafeCSS(
  Array.from({ length: STEPS }, (_, i) => {
    const width = ((i + 1) / STEPS) * LONGEST;
    // A background's position in percent counts the room that its size leaves.
    const right = (0.5 / (1 - width)) * 100;
    const left = ((0.5 - width) / (1 - width)) * 100;
    const size = `background-size:${width * 100}% 2px`;
    return (
      `.field td.bar${i + 1}{${size};background-position:${right}% calc(100% - 2px)}` +
      `.field td.bar-${i + 1}{${size};background-position:${left}% calc(100% - 2px)}`
    );
  }).join("\n"),
);

export const matrixStyles = css`
  .field {
    position: absolute;
    contain: layout style;
  }
  /* Cells that are off the screen take no part in a frame. */
  .cells {
    height: 100%;
    content-visibility: auto;
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
  /* A line as high as its cell needs no second layout to be put in the middle. */
  .field td {
    height: 24px;
    padding: 0;
    line-height: 24px;
    text-align: center;
    vertical-align: top;
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
    font-size: 0;
    line-height: 0;
  }
  /* A number's size as a bar from the middle of its cell: a background, since eight hundred boxes
     more would double the work of a frame. */
  .field td.plain,
  .field td.q,
  .field td.k,
  .field td.v {
    --bar: var(--ink-2);
    background-image: linear-gradient(var(--bar), var(--bar));
    background-repeat: no-repeat;
    background-size: 0 2px;
  }
  .field td.q {
    --bar: var(--q);
  }
  .field td.k {
    --bar: var(--k);
  }
  .field td.v {
    --bar: var(--v);
  }
  ${bars}
  .field td.q.lit {
    background-color: var(--q-tint);
    color: var(--q);
    font-weight: 600;
  }
  .field td.k.lit {
    background-color: var(--k-tint);
    color: var(--k);
    font-weight: 600;
  }
  .field td.v.lit {
    background-color: var(--v-tint);
    color: var(--v);
    font-weight: 600;
  }
  .field td.plain.lit {
    color: var(--ink);
    font-weight: 600;
  }
  .field.now td.plain,
  .field.operand td.plain,
  .field.now td:is(.q, .k, .v):not(.lit),
  .field.operand td:is(.q, .k, .v):not(.lit) {
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
  .field[data-hot] .caption .symbol,
  .symbol[data-hot],
  math [data-hot] {
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
  @media (forced-colors: active) {
    .field td.open,
    .field td:focus-visible {
      outline-color: Highlight;
    }
    .field td {
      --bar: CanvasText;
      forced-color-adjust: none;
    }
    canvas {
      forced-color-adjust: none;
    }
  }
`;
