import { css } from "lit";

export const dotStyles = css`
  .sides.wide {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 40px;
    align-items: start;
  }
  .numbers {
    min-width: 0;
  }
  .narrow .numbers {
    margin-top: 20px;
  }

  /* The plane */
  .rule {
    fill: none;
    stroke: var(--hair);
  }
  .axis {
    fill: none;
    stroke: var(--line);
  }
  .drawing .tick,
  .drawing .axis-name {
    fill: var(--ink-2);
    font-size: 12px;
    font-stretch: 85%;
  }
  .drawing .axis-name {
    font-size: 13px;
  }
  .arrow {
    stroke-width: 1.75;
    stroke-linejoin: miter;
  }
  .arrow.q {
    fill: var(--q);
    stroke: var(--q);
    stroke-width: 2.25;
  }
  .arrow.k {
    fill: var(--k);
    stroke: var(--k);
  }
  .arrow.chosen {
    stroke-width: 2.75;
  }
  .line-of-q {
    fill: none;
    stroke: var(--q);
    stroke-dasharray: 2 4;
  }
  .shadow {
    fill: none;
    stroke: var(--k);
    stroke-opacity: 0.28;
    stroke-width: 9;
  }
  .fall {
    fill: none;
    stroke: var(--k);
    stroke-dasharray: 5 4;
  }
  .corner,
  .arc {
    fill: none;
    stroke: var(--ink-2);
  }
  .shifts {
    fill: var(--line);
    stroke: var(--line);
  }
  .drawing .name,
  .drawing .angle {
    font-size: 14px;
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 4px;
    stroke-linejoin: round;
    pointer-events: none;
  }
  .drawing .name.q {
    fill: var(--q);
    font-weight: 600;
  }
  .drawing .name.k {
    fill: var(--k);
  }
  .drawing .name.chosen {
    font-weight: 600;
  }
  .letter {
    font-family: var(--serif);
    font-style: italic;
    font-weight: 400;
  }
  .drawing .angle {
    fill: var(--ink);
    font-size: 13px;
    font-stretch: 85%;
  }
  .drawing .of-shadow {
    fill: var(--k);
  }
  .target {
    fill: none;
    pointer-events: all;
    cursor: grab;
    touch-action: none;
  }
  .target:active {
    cursor: grabbing;
  }
  .handle {
    fill: none;
    stroke-width: 1.25;
    pointer-events: none;
  }
  .target:hover + .handle,
  .target:active + .handle {
    stroke-width: 2.5;
  }
  .handles .q .handle {
    stroke: var(--q);
  }
  .handles .k .handle {
    stroke: var(--k);
  }
  .handle:focus-visible {
    stroke: var(--ink);
    stroke-width: 4;
  }

  /* The numbers */
  .arrows-table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .arrows-table thead th {
    padding: 0 0 4px;
    color: var(--ink-2);
    font-size: 13px;
    font-weight: 400;
    line-height: 20px;
    text-align: end;
  }
  .arrows-table tbody tr > * {
    border-top: 1px solid var(--hair);
  }
  .arrows-table tbody th {
    padding: 0;
    font-weight: 400;
    text-align: start;
  }
  .arrows-table th i {
    font-family: var(--serif);
  }
  .arrows-table td {
    padding: 2px 0;
    text-align: end;
  }
  .arrows-table .number-field {
    width: 100%;
    max-width: 60px;
    border-bottom-color: transparent;
  }
  .arrows-table .number-field:hover,
  .arrows-table .number-field:focus {
    border-bottom-color: var(--line);
  }
  .arrows-table label {
    position: relative;
    display: block;
    cursor: pointer;
  }
  .arrows-table label span {
    display: inline-block;
    min-width: 72px;
    min-height: 32px;
    padding: 4px 0 1px;
    border-bottom: 3px solid transparent;
    overflow-wrap: anywhere;
  }
  .arrows-table input[type="radio"] {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .arrows-table input:checked + span {
    border-bottom-color: currentColor;
    font-weight: 600;
  }
  .arrows-table input:focus-visible + span {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .arrows-table .score {
    white-space: nowrap;
  }
  .arrows-table .score b {
    display: inline-block;
    min-width: 3.4em;
    font-weight: 500;
  }
  .arrows-table .chosen .score b {
    font-weight: 600;
  }
  .signed-bar {
    vertical-align: middle;
  }
  .drawing .signed-bar {
    display: inline-block;
  }
  .signed-bar .bar {
    stroke: var(--line);
    stroke-width: 0.75;
  }
  .signed-bar .rule {
    stroke: var(--line);
  }
  .arrows-table .score {
    padding-inline-end: 12px;
  }
  .arrows-table thead th:nth-child(4) {
    padding-inline-end: 12px;
  }
  .arrows-table .weight {
    width: 76px;
    padding-inline: 8px;
    font-stretch: 85%;
  }
  .tight .weight {
    width: 60px;
    padding-inline: 4px;
  }
  .tight .number-field {
    max-width: 46px;
    padding-inline: 0;
  }

  .equation {
    margin-top: 20px;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5em;
    padding-top: 8px;
    font-variant-numeric: tabular-nums;
    line-height: 24px;
  }
  .line .side {
    width: 100%;
    color: var(--ink-2);
    font-size: 13px;
    line-height: 18px;
  }
  .line i {
    font-family: var(--serif);
  }
  .total {
    font-weight: 600;
  }
  .context {
    margin-top: 14px;
    max-width: 56ch;
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 20px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0 20px;
  }
  .knobs .wide {
    align-self: end;
  }

  @media (pointer: coarse) {
    .arrows-table label span {
      min-height: 44px;
      padding-top: 10px;
    }
  }
  @media (forced-colors: active) {
    .arrow,
    .handle,
    .fall,
    .line-of-q {
      stroke: CanvasText;
    }
    .arrow.chosen,
    .shadow {
      stroke: Highlight;
    }
    .arrow {
      fill: CanvasText;
    }
    .arrow.chosen {
      fill: Highlight;
    }
    .axis,
    .corner,
    .arc {
      stroke: CanvasText;
    }
    .axes .rule {
      stroke: GrayText;
    }
    .drawing .name,
    .drawing .angle {
      fill: CanvasText;
      stroke: Canvas;
    }
    .arrows-table label span {
      border-bottom-color: Canvas;
    }
    .arrows-table input:checked + span {
      border-bottom-color: Highlight;
    }
  }
`;
