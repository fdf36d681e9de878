/** Chapter 2: rows of one height, so that a component stands at the row that it multiplies. */
import { css, unsafeCSS } from "lit";

const MOST_ROWS = 8;

const veils = unsafeCSS(
  Array.from({ length: MOST_ROWS }, (_, i) => `.veil.at${i}{top:calc(${i} * var(--row))}`).join(""),
);

export const projectionsStyles = css`
  :host {
    --row: 28px;
    --names: 112px;
    --cell: 38px;
  }
  .words {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    margin-bottom: 8px;
  }
  .words button {
    min-height: 36px;
    min-width: 24px;
    border-bottom: 3px solid transparent;
    font-family: var(--serif);
    font-size: 19px;
  }
  .words button:hover {
    border-bottom-color: var(--hair);
  }
  .words button[aria-pressed="true"] {
    border-bottom-color: var(--ink);
    font-weight: 600;
  }

  .crossing {
    display: flex;
    max-width: 1120px;
    contain: layout;
  }
  .vector {
    flex: 1 1 200px;
    min-width: 0;
    max-width: 330px;
  }
  .threads {
    flex: 1 1 10px;
    min-width: 8px;
    max-width: 44px;
    padding-inline: 4px;
  }
  .block {
    flex: 0 0 auto;
  }
  .names {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    height: var(--names);
    padding-bottom: 4px;
    line-height: 24px;
    white-space: nowrap;
  }
  .names.own {
    justify-content: flex-end;
    white-space: normal;
  }
  .columns {
    display: flex;
    font-size: 12.5px;
    font-stretch: 85%;
    line-height: 14px;
    color: var(--ink-2);
  }
  .columns > span {
    flex: none;
    display: flex;
    align-items: center;
    width: var(--cell);
    height: 84px;
    writing-mode: vertical-rl;
    rotate: 180deg;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .columns .lit {
    font-weight: 600;
    color: var(--ink);
  }
  .columns.q .lit {
    color: var(--q);
  }
  .columns.k .lit {
    color: var(--k);
  }
  .columns.v .lit {
    color: var(--v);
  }
  .component {
    display: grid;
    grid-template-columns: 4.6em minmax(0, 1fr) 3.4em;
    column-gap: 8px;
    align-items: center;
    height: var(--row);
  }
  .component label {
    overflow: hidden;
    font-size: 14px;
    font-stretch: 90%;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .component input[type="range"] {
    height: 24px;
  }
  .component .number-field {
    width: 100%;
    min-height: 24px;
    padding: 0 2px;
    font-stretch: 85%;
  }
  .roomy .component {
    grid-template-columns: 4.6em minmax(0, 1fr) 4em;
  }
  .thread {
    display: flex;
    align-items: center;
    height: var(--row);
  }
  .thread > span {
    width: 100%;
    background: var(--ink);
  }
  .thread > .negative {
    background: repeating-linear-gradient(90deg, var(--ink) 0 4px, transparent 4px 7px);
  }

  .crossing .field,
  .row-below .field,
  .strip {
    position: relative;
  }
  .rows,
  .outcome {
    border-inline: 1px solid var(--line);
  }
  .block .field table,
  .row-below .field table,
  .strip table {
    width: auto;
    font-size: 13px;
  }
  .block .field tbody td,
  .row-below .field tbody td,
  .strip tbody td {
    width: var(--cell);
    height: var(--row);
    line-height: var(--row);
  }
  .strip tbody td {
    cursor: default;
  }
  .veil {
    position: absolute;
    inset-inline: 0;
    height: var(--row);
    background: var(--paper);
    opacity: 0.62;
    pointer-events: none;
  }
  ${veils}
  .vector.hot .own span,
  .block.hot .names p:first-child,
  .row-below.hot .row-name,
  .unmoved .hot {
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 4px;
  }
  .row-name {
    line-height: 24px;
    white-space: nowrap;
  }
  .block .row-name {
    margin-top: 8px;
  }
  .math {
    font-size: 1.1em;
  }
  .math sub {
    font-size: 0.7em;
    line-height: 0;
  }
  .single :is(.crossing, .row-below) {
    max-width: 520px;
  }
  .row-below {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
    margin-top: 8px;
  }

  .below {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 24px 56px;
    margin-top: 24px;
  }
  .roomy .below {
    grid-template-columns: minmax(0, 340px) minmax(0, 1fr);
  }
  .why table {
    max-width: 420px;
  }
  .turn .intro {
    max-width: 60ch;
    color: var(--ink-2);
    font-size: 14px;
    line-height: 21px;
  }
  .turn-parts {
    display: grid;
    grid-template-columns: minmax(0, 290px) minmax(0, 1fr);
    gap: 12px 40px;
    margin-top: 8px;
  }
  .tight .turn-parts {
    grid-template-columns: minmax(0, 1fr);
  }
  .plane {
    max-width: 100%;
    height: auto;
  }
  .plane .axis {
    fill: none;
    stroke: var(--hair);
  }
  .plane .ghost {
    fill: none;
    stroke: var(--line);
    stroke-width: 1;
  }
  .plane .arrow {
    stroke-width: 1.75;
    stroke: currentColor;
    fill: currentColor;
  }
  .drawing .plane .tip {
    font-size: 13px;
    font-stretch: 85%;
    fill: currentColor;
    stroke: var(--paper);
    stroke-width: 3px;
    paint-order: stroke;
  }
  .plane .target {
    fill: none;
    pointer-events: all;
    cursor: grab;
    touch-action: none;
  }
  .plane .handle {
    fill: var(--paper);
    stroke: var(--ink);
    stroke-width: 2;
    cursor: grab;
    touch-action: none;
  }
  .compare {
    width: auto;
    min-width: min(100%, 270px);
    margin-top: 0;
  }
  .compare caption {
    padding-bottom: 6px;
    text-align: start;
  }
  .compare thead td,
  .compare thead th {
    border-top: 0;
    text-align: end;
  }
  .compare td {
    min-width: 64px;
  }
  .compare .moved {
    font-weight: 600;
  }
  .unmoved {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0 10px;
    align-items: center;
    margin-top: 8px;
  }
  .unmoved .columns > span {
    height: 68px;
  }
  .roomy .unmoved {
    --cell: 38px;
  }
  .unmoved .row-name {
    color: var(--ink-2);
    font-size: 14px;
  }
  .change {
    grid-column: 2;
    margin-bottom: 8px;
    font-size: 14px;
    white-space: nowrap;
  }
  .change sup {
    line-height: 0;
  }

  .turn-sliders {
    display: grid;
    gap: 8px;
    max-width: 290px;
    margin-top: 8px;
  }

  .roomy {
    --cell: 52px;
  }
  .tight {
    --cell: 34px;
  }
  .tiny {
    --cell: 31px;
  }
  .tight .component {
    grid-template-columns: 3.9em minmax(0, 1fr) 3em;
    column-gap: 5px;
  }
  .tiny .component {
    grid-template-columns: 3.7em minmax(0, 1fr) 2.6em;
  }
  @media (pointer: coarse) {
    :host {
      --row: 44px;
    }
    .component input[type="range"],
    .component .number-field {
      height: 44px;
      min-height: 44px;
    }
    .words button {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .thread > span {
      background: CanvasText;
      forced-color-adjust: none;
    }
    .veil {
      background: Canvas;
    }
    .words button {
      border-bottom-color: Canvas;
    }
    .words button[aria-pressed="true"] {
      border-bottom-color: Highlight;
    }
    .plane {
      forced-color-adjust: none;
      color: CanvasText;
    }
    .plane .arrow,
    .drawing .plane .tip {
      color: CanvasText;
    }
    .drawing .plane .tip {
      stroke: Canvas;
    }
    .plane .handle {
      fill: Canvas;
      stroke: CanvasText;
    }
  }
`;
