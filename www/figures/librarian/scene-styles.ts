/**
 * The drawing of the library, for the live figure and for the static picture. A plain text, because
 * the picture is made where there is no browser. Colors are variables of whoever shows it.
 */
export const SCENE_STYLES = `
  .scene text {
    /* Not the shorthand: the family may be the host's, which is inherited. */
    font-family: var(--sans);
    font-weight: 400;
    font-size: 12.5px;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
    fill: var(--ink);
  }
  .scene path,
  .scene circle {
    fill: none;
  }
  .scene .head {
    font-size: 13px;
    font-stretch: 100%;
    fill: var(--ink-2);
  }
  .scene .end,
  .scene .share {
    text-anchor: end;
  }
  .scene .share {
    font-size: 14px;
    font-weight: 600;
  }
  .scene .title-text,
  .scene .slip-title {
    font: 400 15.5px var(--serif);
    font-stretch: 100%;
  }
  .scene .slip-title {
    fill: var(--q);
  }

  .scene .thread {
    stroke: var(--q);
    stroke-opacity: 0.75;
  }
  .scene .ticket {
    fill: var(--paper);
    stroke: var(--q);
    stroke-width: 1.25;
  }
  .scene .rail,
  .scene .knob {
    stroke: var(--ink-2);
    stroke-width: 1.25;
  }
  .scene .knob,
  .scene .hole {
    fill: var(--paper);
  }
  .scene .card {
    fill: var(--paper);
    stroke: var(--k);
    stroke-width: 1.25;
  }
  .scene .hole {
    stroke: var(--k);
  }
  .scene .book {
    fill: var(--v-tint);
    stroke: var(--v);
    stroke-width: 1.25;
  }
  .scene .selected {
    stroke-width: 2.5;
  }
  .scene .board {
    stroke: var(--ink);
    stroke-width: 3;
  }
  .scene .upright {
    stroke: var(--ink);
    stroke-width: 1.25;
  }
  .scene .sheet {
    fill: var(--paper);
    stroke: var(--ink);
  }
  .scene .fold,
  .scene .cut {
    stroke: var(--ink);
  }
  .scene .rule {
    stroke: var(--hair);
  }
  .scene .rule.q {
    stroke: var(--q);
    stroke-opacity: 0.4;
  }
  .scene .rule.k {
    stroke: var(--k);
    stroke-opacity: 0.4;
  }
  .scene .rule.v {
    stroke: var(--v);
    stroke-opacity: 0.6;
  }

  .scene .bar.q,
  .scene .word.q {
    fill: var(--q);
  }
  .scene .bar.k,
  .scene .word.k {
    fill: var(--k);
  }
  .scene .bar.v,
  .scene .word.v {
    fill: var(--v);
  }
  /* What a book contains; the part that is copied is solid over it. */
  .scene .bar.held {
    fill: var(--v);
    fill-opacity: 0.3;
  }
  .scene .word.faint,
  .scene .column {
    fill: var(--ink-2);
  }
  .wide .scene .word {
    font-size: 14px;
  }
  .tight .scene :is(.word, .column) {
    font-size: 11px;
  }
  .scene .bar.less {
    fill: none;
    stroke: var(--q);
  }
  /* Without numbers, the slip's bars stand beside the words, or right under them. */
  .library .scene .bar.q {
    transform: translateY(-7px);
  }
  .library.narrow .scene .bar.q {
    transform: translateY(-9px);
  }
  .library.narrow .scene .asked {
    transform: translateY(9px);
  }
  .scene .pencil {
    stroke: var(--ink);
    stroke-width: 1.5;
    stroke-linecap: round;
  }
  .scene .pencil-number {
    font: italic 400 15px var(--serif);
  }
  .scene .ribbon {
    fill: var(--ribbon);
    fill-opacity: 0.85;
    stroke: var(--paper);
    stroke-width: 0.75;
  }
  .scene .ribbon.thin {
    stroke: var(--ribbon);
  }
  .scene .script {
    font: italic 400 12px var(--serif);
    fill: var(--v);
  }
  .scene .stroke {
    stroke: var(--v);
    stroke-width: 1.25;
    stroke-linecap: round;
  }
  .scene .stroke.empty {
    stroke: var(--line);
  }
  .scene .term {
    font-weight: 500;
  }
  .scene .term.v {
    font-weight: 400;
    fill: var(--v);
  }
`;
