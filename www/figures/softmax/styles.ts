import { css } from "lit";

export const softmaxStyles = css`
  .sides.wide {
    display: grid;
    grid-template-columns: 62fr 38fr;
    gap: 48px;
    align-items: center;
  }
  .columns-room {
    min-width: 0;
    overflow-x: auto;
    /* Focus rings and grips at the edge are not cut off. */
    margin-inline: -4px;
    padding-inline: 4px;
  }
  .columns {
    table-layout: fixed;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .name-room {
    width: 168px;
  }
  .sum-room {
    width: 84px;
  }
  .columns th {
    padding: 0;
    font-weight: 400;
  }
  .columns thead th {
    padding-bottom: 2px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .columns thead .sum-room {
    color: var(--ink-2);
    font-size: 13px;
    font-weight: 400;
  }
  .columns tbody th {
    color: var(--ink-2);
    font-size: 13px;
    line-height: 18px;
    text-align: start;
  }
  .columns tbody th b {
    color: var(--ink);
    font-weight: 600;
  }
  .columns i {
    font-family: var(--serif);
  }
  .columns td {
    padding: 0;
    text-align: center;
  }
  .beside .row:not(.bars-row) > *,
  .above .row-name:not(:first-child) > * {
    border-top: 1px solid var(--hair);
  }
  .beside .row:not(.bars-row) > * {
    height: 34px;
  }
  .beside th[scope="row"] {
    padding-inline-end: 12px;
  }
  .beside .bars-row th {
    padding-bottom: 24px;
    vertical-align: bottom;
  }
  .above .row-name th {
    padding-top: 6px;
  }
  .above .number-cell {
    height: 28px;
  }
  .number-cell {
    font-size: 14px;
    font-stretch: 85%;
  }
  .row .together {
    font-weight: 600;
  }
  .row-name .together {
    float: inline-end;
    color: var(--ink);
    font-weight: 600;
  }
  .columns .number-field {
    width: 100%;
    max-width: 64px;
    padding: 0 2px;
    text-align: center;
    border-bottom-color: transparent;
  }
  .columns .number-field:hover,
  .columns .number-field:focus {
    border-bottom-color: var(--line);
  }
  .mask {
    display: grid;
    min-height: 32px;
    place-items: center;
    cursor: pointer;
  }
  .mask input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--ink);
    cursor: pointer;
  }

  /* Bars */
  .column {
    fill: none;
    pointer-events: all;
  }
  .drawing .bar-handle {
    margin-inline: auto;
  }
  .bar {
    stroke: var(--line);
    stroke-width: 0.75;
  }
  .axis {
    fill: none;
    stroke: var(--line);
  }
  .drawing .bar-value {
    font-size: 14px;
    font-weight: 600;
    font-stretch: 85%;
    pointer-events: none;
  }
  .gone {
    fill: none;
    stroke: var(--line);
    stroke-dasharray: 2 3;
  }
  .grip {
    fill: none;
    stroke: var(--ink);
    stroke-width: 4;
  }
  .grip:focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 4px;
  }
  .target {
    fill: none;
    pointer-events: all;
    cursor: ns-resize;
    touch-action: none;
  }

  /* Strips */
  .shares {
    display: grid;
    gap: 14px;
    min-width: 0;
    align-content: center;
  }
  .narrow .shares {
    margin-top: 24px;
  }
  .shares h4 {
    font-size: 14px;
    font-weight: 400;
    color: var(--ink-2);
  }
  .shares .soft h4 {
    font-weight: 600;
    color: var(--ink);
  }
  .shares h4 i {
    font-family: var(--serif);
    font-style: italic;
  }
  .part {
    stroke: var(--paper);
    stroke-width: 1;
  }
  .whole {
    fill: none;
    stroke: var(--line);
  }
  .strip text {
    font-size: 13px;
    font-stretch: 85%;
  }
  .strip .percent {
    font-weight: 600;
  }
  .rounding {
    min-height: 40px;
  }

  @media (pointer: coarse) {
    .mask {
      min-height: 44px;
    }
    .mask input {
      width: 22px;
      height: 22px;
    }
  }
  @media (forced-colors: active) {
    .bar-handle .bar,
    .strip .part {
      fill: Canvas;
      stroke: CanvasText;
    }
    .drawing .strip text,
    .drawing .bar-value {
      fill: CanvasText;
    }
    .grip {
      stroke: Highlight;
    }
  }
`;
