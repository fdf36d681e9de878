import { css } from "lit";

export const blendStyles = css`
  .blend {
    display: grid;
    gap: 20px 56px;
  }
  .blend.narrow {
    column-gap: 32px;
  }
  .blend.beside {
    grid-template-columns: auto minmax(0, 1fr);
  }
  .blend-plane {
    touch-action: pan-y;
  }
  .axis,
  .guide {
    fill: none;
    stroke: var(--hair);
  }
  .guide {
    stroke: var(--line);
    stroke-dasharray: 2 3;
  }
  .hull {
    fill: none;
    stroke: var(--v);
    stroke-width: 1;
    stroke-linejoin: round;
  }
  .ribbon {
    stroke: var(--line);
    stroke-width: 0.75;
  }
  svg .ribbon.other {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .cross {
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .reach {
    fill: none;
    stroke: var(--v);
    stroke-width: 4;
  }
  .tip {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .drawing .tick.now {
    fill: var(--ink);
    font-weight: 600;
  }
  .output {
    fill: var(--ink);
    stroke: var(--paper);
    stroke-width: 2;
  }
  .drawing .output-name,
  .drawing .value-name,
  .drawing .value-share {
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 4;
    stroke-linejoin: round;
    font-size: 14px;
  }
  .drawing .output-name {
    font-weight: 600;
  }
  .drawing .value-name {
    fill: var(--v);
    font-weight: 600;
  }
  .drawing .value-share {
    font-size: 13px;
    font-stretch: 85%;
  }
  .value {
    cursor: grab;
    touch-action: none;
  }
  .value:active {
    cursor: grabbing;
  }
  .target {
    fill: none;
    pointer-events: all;
  }
  .handle {
    fill: var(--v);
    stroke: var(--paper);
    stroke-width: 2;
  }
  .handle:focus-visible {
    stroke: var(--ink);
    stroke-width: 3;
  }

  .between {
    display: flex;
    flex-wrap: wrap;
    gap: 0 36px;
    margin-top: 14px;
    padding-top: 10px;
    border-top: 1px solid var(--ink);
    font-variant-numeric: tabular-nums;
  }
  .entry {
    color: var(--ink-2);
  }
  table.keys {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .keys th {
    padding: 2px 0;
    color: var(--ink-2);
    font-size: 13px;
    font-weight: 400;
    text-align: start;
  }
  .keys i {
    font-family: var(--serif);
  }
  .keys sub {
    font-size: 0.7em;
    line-height: 0;
  }
  .keys thead .entry {
    text-align: end;
    padding-inline-end: 4px;
  }
  .keys tbody .name {
    min-width: 2.5em;
    max-width: 9em;
    padding-inline-end: 6px;
    color: var(--v);
    font-size: 15px;
    font-weight: 600;
    overflow-wrap: break-word;
  }
  .keys tbody tr {
    border-top: 1px solid var(--hair);
  }
  .keys td {
    height: 50px;
    padding: 0;
  }
  .keys td.entry {
    width: 60px;
  }
  .keys .entry .number-field {
    width: 52px;
  }
  .keys .score {
    padding-inline: 24px 20px;
  }
  .keys .both {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 46px;
    gap: 8px;
    align-items: center;
  }
  .keys .score .number-field {
    width: 46px;
  }
  .keys .weight {
    width: 36%;
  }
  .share {
    width: 100%;
    height: 14px;
  }
  .share-bar {
    vector-effect: non-scaling-stroke;
  }
  svg .share-bar.other {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .percent {
    text-align: end;
    font-size: 14px;
    white-space: nowrap;
  }
  .about-others {
    min-height: 120px;
    margin-top: 10px;
    font-size: 14px;
    line-height: 22px;
    text-wrap: pretty;
  }
  .narrow .about-others {
    min-height: 0;
  }
  .toggle {
    padding: 0 2px;
    border-bottom: 3px solid transparent;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-decoration-color: var(--line);
    text-underline-offset: 4px;
    text-align: start;
  }
  .toggle[aria-pressed="true"] {
    border-bottom-color: var(--ink);
    font-weight: 500;
    text-decoration: none;
  }

  .narrow .keys .both {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  .narrow .keys td {
    height: 68px;
    vertical-align: top;
    padding-top: 4px;
  }
  .narrow .percent {
    line-height: 28px;
  }
  .narrow .keys .weight .share {
    margin-block: 8px 10px;
  }
  .narrow .keys.two .weight .both {
    grid-template-columns: minmax(0, 1fr) 42px;
  }
  .narrow .keys.two .weight .share {
    grid-row: 1;
    margin-block: 0;
  }
  .narrow .keys.two .both > .percent {
    grid-column: 2;
  }
  .narrow .keys td.entry,
  .narrow .keys tbody .name {
    vertical-align: top;
  }
  .narrow .keys tbody .name {
    padding-top: 6px;
    font-size: 14px;
    font-stretch: 85%;
  }
  .narrow .keys td.entry {
    width: 44px;
  }
  .narrow .keys .entry .number-field {
    width: 42px;
    padding-inline: 1px;
  }
  .narrow .keys .score {
    padding-inline: 8px 10px;
  }
  .narrow .keys .both > :is(.number-field, .percent) {
    grid-row: 1;
    justify-self: end;
  }
  .narrow .keys .weight {
    width: 28%;
  }
  @media (forced-colors: active) {
    .toggle[aria-pressed="true"] {
      border-bottom-color: Highlight;
    }
    .drawing .output-name,
    .drawing .value-name,
    .drawing .value-share {
      fill: CanvasText;
      stroke: Canvas;
    }
    .ribbon,
    .output,
    .handle,
    .share-bar:not(.other) {
      fill: CanvasText;
    }
    .hull,
    .reach,
    .tip,
    .cross,
    svg .ribbon.other,
    svg .share-bar.other {
      stroke: CanvasText;
    }
  }
`;
