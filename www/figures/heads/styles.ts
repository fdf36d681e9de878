import { css } from "lit";

export const headsStyles = css`
  .strip {
    display: flex;
    flex-wrap: wrap;
    gap: 0 18px;
    align-items: baseline;
    margin-bottom: 8px;
  }
  .strip .control-name {
    margin-inline-end: 6px;
    color: var(--ink-2);
    font-size: 13px;
  }
  .strip button {
    min-width: 24px;
    border-bottom: 3px solid transparent;
    font-family: var(--serif);
    font-size: 18px;
    overflow-wrap: anywhere;
  }
  .strip button[aria-pressed="true"] {
    border-bottom-color: var(--q);
    color: var(--q);
    font-weight: 600;
  }

  .aside {
    max-width: 76ch;
  }
  .tiles h4 {
    margin-top: 16px;
  }
  .row-of-tiles {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-top: 8px;
  }
  .row-of-tiles.designed {
    gap: 20px 24px;
  }
  .tile {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    min-height: 24px;
    text-align: start;
    touch-action: manipulation;
  }
  .drawing .columns text,
  .rows {
    fill: var(--ink-2);
    color: var(--ink-2);
    font-size: 12px;
    font-stretch: 85%;
  }
  .with-rows {
    display: flex;
  }
  .rows span {
    display: flex;
    align-items: center;
    justify-content: end;
    padding-inline-end: 7px;
    overflow: hidden;
    white-space: nowrap;
  }
  .rows .asks {
    color: var(--q);
    font-weight: 600;
  }
  .matrix {
    position: relative;
    display: block;
    outline: 1px solid var(--hair);
  }
  .matrix canvas {
    display: block;
    background: var(--paper);
    image-rendering: pixelated;
  }
  .asking {
    position: absolute;
    inset-inline: 0;
    min-height: 3px;
    outline: 1.5px solid var(--q);
    pointer-events: none;
  }
  .tile.dropped .matrix canvas {
    opacity: 0.25;
  }
  .tile.dropped .caption {
    text-decoration: line-through;
  }
  .tile:hover .matrix {
    outline-color: var(--ink);
  }
  .caption {
    display: block;
    color: var(--ink-2);
    font-size: 12px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .designed .tile {
    max-width: 100%;
  }
  .designed .caption {
    margin-top: 6px;
    color: var(--ink);
    font-size: 14px;
    line-height: 20px;
  }
  .finds {
    display: block;
    color: var(--ink-2);
  }

  .scale {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-top: 14px;
    color: var(--ink-2);
    font-size: 12px;
  }
  .scale svg {
    width: 168px;
    height: 10px;
  }

  .sums {
    display: grid;
    gap: 20px 56px;
    margin-top: 28px;
    padding-top: 12px;
    border-top: 1px solid var(--hair);
  }
  .sums.wide {
    grid-template-columns: minmax(0, 7fr) minmax(0, 4fr);
  }
  .sums > * {
    min-width: 0;
  }
  .sums i,
  .tiles i {
    font-family: var(--serif);
  }
  .sums sub {
    font-size: 0.7em;
    line-height: 0;
  }
  .sum-scroll {
    overflow-x: auto;
    margin-top: 6px;
  }
  table.sum,
  table.lost {
    width: 100%;
    border-collapse: collapse;
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .sum th {
    padding: 2px 4px 2px 0;
    color: var(--ink-2);
    font-weight: 400;
    text-align: start;
  }
  .sum thead th {
    text-align: end;
    font-stretch: 85%;
  }
  .sum thead th:first-child {
    text-align: start;
  }
  .sum tbody tr,
  .sum tfoot tr {
    border-top: 1px solid var(--hair);
  }
  .sum tfoot tr:first-child {
    border-top: 1px solid var(--ink);
    font-weight: 600;
  }
  .sum tfoot th {
    color: var(--ink);
  }
  .sum td {
    padding: 5px 0 3px 4px;
    text-align: end;
  }
  .sum td .term-bar {
    display: block;
    width: 100%;
    max-width: 64px;
    height: 8px;
    margin-inline-start: auto;
  }
  .term-bar rect {
    fill: var(--line);
  }
  .term-bar .zero {
    fill: var(--hair);
  }
  .sum .act {
    width: 74px;
    padding-inline-start: 12px;
  }
  .sum .act .link {
    min-height: 28px;
  }
  .sum tr.dropped td:not(.act),
  .sum tr.dropped th {
    color: var(--ink-2);
    text-decoration: line-through;
  }
  .sum .more td {
    text-align: start;
    color: var(--ink-2);
  }
  .lost bdi {
    display: block;
    overflow: hidden;
    max-width: 9em;
    text-overflow: ellipsis;
  }
  .lost th {
    width: 1%;
    padding-inline-end: 10px;
    font-family: var(--serif);
    font-size: 15px;
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }
  .lost .asks th {
    color: var(--q);
    font-weight: 600;
  }
  .lost td {
    padding: 4px 0;
  }
  .lost svg {
    width: 100%;
    height: 10px;
  }
  .lost rect {
    fill: var(--line);
  }
  .lost .lost-number {
    width: 46px;
    text-align: end;
  }
  .order {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  @media (max-width: 480px) {
    table.sum {
      font-size: 12px;
      font-stretch: 85%;
    }
    .sum .act {
      width: 52px;
      padding-inline-start: 6px;
    }
  }
  @media (pointer: coarse) {
    .sum .act .link {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .matrix canvas,
    .scale svg {
      forced-color-adjust: none;
    }
    .asking {
      outline-color: Highlight;
    }
    .term-bar rect,
    .lost rect {
      fill: CanvasText;
    }
    .strip button[aria-pressed="true"] {
      border-bottom-color: Highlight;
    }
  }
`;
