/** The librarian's styles, with those of what lies over the drawing. */
import { css, unsafeCSS, type CSSResultGroup } from "lit";
import { arithmeticStyles } from "../../styles/arithmetic";
import { stepperStyles } from "../../styles/stepper";
import { editorStyles } from "./editor-styles";
import { motionStyles } from "./motion-styles";
import { SCENE_STYLES } from "./scene-styles";

const stageStyles = css`
  .top {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 48px;
    align-items: start;
  }
  .top .choice label > span {
    padding-top: 17px;
  }
  .top .choice legend {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .top .choice label {
    font-size: 15px;
  }
  .told {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 32px;
    align-items: center;
    min-height: 58px;
    margin: 10px 0 14px;
  }
  .narration {
    max-width: 68ch;
    font-family: var(--serif);
    font-size: 18px;
    line-height: 27px;
    text-wrap: pretty;
  }
  .narration span:is(.q, .k, .v) {
    font-weight: 600;
  }
  math {
    display: block math;
    justify-content: start;
    text-align: start;
    font-family: var(--math);
    font-size: 20px;
  }
  .formula math {
    width: fit-content;
  }
  .hint {
    margin-top: 10px;
  }

  .stage {
    --ribbon: light-dark(#32446a, #d4c25d);
    position: relative;
  }
  .stage > svg {
    position: absolute;
    inset: 0;
    overflow: visible;
  }
  .title {
    position: absolute;
    display: block;
    min-height: 0;
    padding: 1px 10px 0 12px;
    overflow: hidden;
    text-align: start;
    font: 400 15.5px/26px var(--serif);
  }
  .title bdi {
    display: block;
    height: 26px;
    margin-bottom: auto;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  button.title {
    display: flex;
  }
  .title[aria-pressed="true"] bdi {
    font-weight: 600;
  }
  .title:hover bdi {
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  .book-title {
    padding-inline-start: 18px;
  }
  .narrow .title {
    padding-inline: 10px 5px;
    font-size: 15px;
  }

  .symbol-head {
    position: absolute;
    overflow: hidden;
    white-space: nowrap;
    /* Not the shorthand: the family may be the host's, which is inherited. */
    font-family: var(--sans);
    font-weight: 400;
    font-size: 13px;
    line-height: 24px;
    color: var(--ink-2);
  }
  .symbol-head i,
  .letter {
    font: italic 400 19px/24px var(--math);
  }
  .symbol-head :is(i, sub):not(.q, .k, .v) {
    color: var(--ink);
  }
  .symbol-head[data-step="scores"],
  .symbol-head[data-step="scaled"],
  .symbol-head[data-step="weights"] {
    text-align: center;
    color: var(--ink);
    font-size: 16px;
  }
  .symbol-head sub {
    font-size: 0.65em;
    line-height: 0;
  }
  .letter {
    position: absolute;
    font-size: 15px;
  }

  /* Tables whose rows stand on what they belong to. */
  .field {
    position: absolute;
    pointer-events: none;
  }
  .field table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
    table-layout: fixed;
    font-size: 13px;
    line-height: 20px;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
  }
  .wide .field table {
    font-size: 14px;
  }
  .field .rows-slip {
    border-spacing: 0 6px;
  }
  .field .rows-wide {
    border-spacing: 0 40px;
  }
  .field .rows-narrow {
    border-spacing: 0 42px;
  }
  .field td {
    height: 24px;
    padding: 0;
    line-height: 20px;
    vertical-align: top;
    white-space: nowrap;
    cursor: pointer;
    pointer-events: auto;
  }
  .field tbody th,
  .field thead td {
    width: 0;
  }
  .field th,
  .field thead td {
    height: 0;
    padding: 0;
    font-size: 0;
    line-height: 0;
    pointer-events: none;
  }
  .field td:is([class^="signed"], [class^="weight"]) {
    text-align: center;
  }
  .field td:is([class^="signed"], [class^="weight"]) {
    line-height: 24px;
    border-inline: 2px solid var(--paper);
  }
  .field td:hover {
    outline: 1px solid var(--line);
    outline-offset: 1px;
  }
  .field td.open,
  .field td:focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 1px;
  }
  .mathematics .field td.q {
    color: var(--q);
  }
  .mathematics .field td.k {
    color: var(--k);
  }
  .mathematics .field td.v {
    color: var(--v);
  }
  .mathematics .field td.lit {
    font-weight: 600;
  }
  /* In the library the drawing says it in words and strokes. */
  .library .field td {
    overflow: hidden;
    background: none;
    color: transparent;
    text-indent: 200%;
    border-color: transparent !important;
  }
  .library .field[data-step="head_output"] td {
    overflow: visible;
    color: var(--v);
    text-indent: 0;
  }
  /* What is pointed at in the text. */
  .scene [data-hot] :is(.ticket, .card, .book, .sheet, .thread) {
    stroke-width: 3.5;
  }
  .scene [data-hot] .ribbon {
    fill-opacity: 1;
  }
  .scene [data-hot] .pencil {
    stroke-width: 2.5;
  }

  .pencil-place {
    position: absolute;
    width: 40px;
    height: 58px;
    pointer-events: none;
  }
  .pencil-place path {
    fill: var(--paper);
    stroke: var(--ink);
    stroke-width: 1.1;
    stroke-linejoin: round;
  }
  .pencil-place .lead {
    fill: var(--ink);
  }

  /* The drawing takes the reader's colors whole; what it says does not hang on hue. */
  @media (forced-colors: active) {
    .stage,
    .stage > svg {
      --paper: Canvas;
      --ink: CanvasText;
      --ink-2: CanvasText;
      --line: GrayText;
      --hair: GrayText;
      --q: CanvasText;
      --k: CanvasText;
      --v: CanvasText;
      --v-tint: Canvas;
      --ribbon: CanvasText;
      forced-color-adjust: none;
      color: CanvasText;
    }
    .field td.open,
    .field td:focus-visible,
    .title:focus-visible {
      outline-color: Highlight;
    }
  }
`;

export const librarianStyles: CSSResultGroup = [
  stepperStyles,
  arithmeticStyles,
  unsafeCSS(SCENE_STYLES),
  stageStyles,
  motionStyles,
  editorStyles,
];
