/** Narrow containers: the map that is the stepper, and one crossing at a time. */
import { css } from "lit";

export const narrowStyles = css`
  .narrow .words {
    justify-content: start;
    gap: 28px 16px;
    padding: 26px 0 10px;
    font-size: 21px;
  }
  .narrow .head-name i {
    display: none;
  }
  .narrow .ruler,
  .narrow .scrub {
    display: none;
  }
  .narrow .stepper {
    grid-template-columns: 1fr;
  }
  .narrow .moves {
    justify-content: space-between;
    font-size: 15px;
  }
  .narrow .position {
    color: var(--ink-2);
    font-size: 13px;
    line-height: 20px;
  }
  .narrow .text {
    margin-top: 8px;
  }
  .panes {
    display: grid;
    gap: 20px 32px;
    margin-top: 12px;
  }
  .pane {
    min-width: 0;
  }
  .medium .panes {
    grid-template-columns: minmax(0, 44fr) minmax(0, 56fr);
    gap: 20px 40px;
  }
  .medium .words {
    justify-content: center;
    gap: 44px 14px;
    padding: 64px 0 60px;
  }
  .why {
    margin-top: 18px;
  }

  .map {
    display: grid;
    grid-template-columns: 1.4fr 1.1fr 0.8fr 0.8fr 0.8fr 1fr 1fr 1.3fr;
    grid-template-rows: 28px 28px 44px 44px;
    grid-template-areas:
      ".   wq xt xt xt wv  .  ."
      "wk  .  kt kt kt .   .  ."
      "x   q  s  sc ma v   .  wo"
      ".   .  a  a  a  o   z  y";
    gap: 5px;
    max-width: 480px;
  }
  .place {
    display: grid;
    place-items: center;
    min-height: 0;
    border: 1px solid var(--hair);
    font-size: 13px;
    color: var(--ink);
  }
  button.place {
    border-color: var(--line);
  }
  button.place.q {
    color: var(--q);
    border-color: var(--q);
  }
  button.place.k {
    color: var(--k);
    border-color: var(--k);
  }
  button.place.v {
    color: var(--v);
    border-color: var(--v);
  }
  button.place[aria-current="step"] {
    outline: 2px solid var(--ink);
    outline-offset: -1px;
    background: var(--band);
    font-weight: 600;
  }
  button.place[aria-current="step"].q {
    background: var(--q-tint);
  }
  button.place[aria-current="step"].k {
    background: var(--k-tint);
  }
  button.place[aria-current="step"].v {
    background: var(--v-tint);
  }
  button.place:focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .place .symbol {
    font-size: 13px;
  }
  .place.w_q {
    grid-area: wq;
  }
  .place.xt {
    grid-area: xt;
  }
  .place.w_v {
    grid-area: wv;
  }
  .place.w_k {
    grid-area: wk;
  }
  .place.k {
    grid-area: kt;
  }
  .place.embedded {
    grid-area: x;
  }
  button.place.q {
    grid-area: q;
  }
  .place.scores {
    grid-area: s;
  }
  .place.scaled {
    grid-area: sc;
    font-size: 10px;
  }
  .place.masked {
    grid-area: ma;
  }
  button.place.v {
    grid-area: v;
  }
  .place.w_o {
    grid-area: wo;
  }
  .place.weights {
    grid-area: a;
  }
  .place.head_output {
    grid-area: o;
  }
  .place.concat {
    grid-area: z;
  }
  .place.output {
    grid-area: y;
  }

  /* The crossing. */
  .stage {
    display: grid;
    justify-content: start;
    gap: 0 10px;
  }
  .stage .field {
    position: static;
  }
  .stage .caption {
    position: static;
    height: 26px;
    padding: 0;
    align-items: end;
    justify-content: start;
  }
  .stage .field td {
    height: 32px;
    font-size: 13px;
    line-height: 32px;
  }
  .stage .field thead td {
    height: 0;
    line-height: 0;
  }
  .stage .named-rows tbody th,
  .stage .named-both tbody th {
    width: 68px;
    height: 32px;
    padding-inline-end: 8px;
    overflow: hidden;
    font-size: 13px;
    line-height: 16px;
    color: var(--ink-2);
    font-weight: 400;
    text-align: end;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .stage .named-rows thead td,
  .stage .named-both thead td {
    width: 68px;
  }
  .stage .named-cols thead th,
  .stage .named-both thead th,
  .stage.down .operand thead th {
    height: 32px;
    padding: 0;
    letter-spacing: -0.03em;
    overflow: hidden;
    font-size: 12px;
    line-height: 14px;
    vertical-align: bottom;
    font-weight: 400;
    color: var(--ink-2);
    white-space: normal;
    cursor: default;
  }
  .stage th.lit {
    color: var(--ink);
    font-weight: 600;
  }
  .stage.down {
    grid-template-columns: auto auto;
    grid-template-areas: "operand matrix" ". result";
  }
  .stage.right {
    grid-template-columns: auto auto auto;
    grid-template-areas: "operand . ." "matrix result more";
  }
  .stage.right .operand {
    justify-self: end;
  }
  .stage.ledger {
    grid-auto-flow: column;
    grid-auto-columns: auto;
  }
  .stage .operand {
    grid-area: operand;
  }
  .stage .matrix {
    grid-area: matrix;
  }
  .stage .result {
    grid-area: result;
  }
  .stage.right .more {
    grid-area: more;
  }
  .stage.ledger .result,
  .stage.ledger .more {
    grid-area: auto;
  }
  .stage .part table {
    border-inline: 1px solid var(--line);
  }
  .stage .named-rows table,
  .stage .named-both table {
    border-inline-start: 0;
  }
  .stage.ledger .more table {
    border-inline-end: 0;
  }
  .stage .result table {
    border-inline: 2px solid var(--ink);
  }
`;
