/** The crossing layout of wide containers. */
import { css } from "lit";

export const boardStyles = css`
  .board {
    position: relative;
    margin-top: 18px;
  }
  .pipeline {
    position: relative;
  }
  .threads {
    position: absolute;
    inset: 0;
    overflow: visible;
  }
  .threads path {
    fill: none;
  }
  .threads .band {
    fill: var(--band);
  }
  .bracket {
    stroke: var(--line);
  }
  .bracket.q {
    stroke: var(--q);
  }
  .bracket.k {
    stroke: var(--k);
  }
  .bracket.v {
    stroke: var(--v);
  }
  .bracket.now {
    stroke-width: 2;
  }
  .elbow {
    stroke: var(--line);
    stroke-width: 0.75;
  }
  .channel {
    stroke-width: 1.5;
  }
  .channel.q {
    stroke: var(--q);
  }
  .channel.k {
    stroke: var(--k);
  }
  .row-name {
    position: absolute;
    overflow: hidden;
    font-size: 13px;
    line-height: 24px;
    font-stretch: 85%;
    color: var(--ink-2);
    text-align: end;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row-name.q,
  .row-name.k {
    font-weight: 600;
  }
  .row-name.q {
    color: var(--q);
  }
  .row-name.k {
    color: var(--k);
  }
  .row-name.small {
    font-size: 12px;
  }
  .column-name {
    position: absolute;
    min-height: 0;
    overflow: hidden;
    writing-mode: sideways-lr;
    font-size: 13px;
    font-stretch: 85%;
    color: var(--ink-2);
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    line-height: 1.6;
  }
  @supports not (writing-mode: sideways-lr) {
    .column-name {
      writing-mode: vertical-rl;
      transform: rotate(180deg);
    }
  }
  .column-name.k {
    color: var(--k);
    font-weight: 600;
  }
  .strip {
    position: absolute;
    border-collapse: collapse;
    table-layout: fixed;
    font-size: 12px;
    line-height: 16px;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
    color: var(--ink-2);
  }
  .strip th {
    width: 150px;
    padding-inline-end: 8px;
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }
  .strip td {
    height: 22px;
    padding: 0;
    border-top: 1px solid var(--hair);
    line-height: 21px;
    text-align: center;
    vertical-align: top;
    cursor: pointer;
  }
  .strip td.lit {
    color: var(--ink);
    font-weight: 600;
  }
  .strip-sum {
    position: absolute;
    font-size: 12px;
    line-height: 22px;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
    color: var(--ink-2);
  }
  .brace {
    position: absolute;
    border-top: 1px solid var(--line);
    padding-top: 4px;
    font-size: 12px;
    line-height: 16px;
    font-stretch: 85%;
    color: var(--ink-2);
    text-align: center;
  }
  .legend,
  .why-place {
    position: absolute;
  }
  .wide .text {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 40px;
    align-items: center;
    min-height: 64px;
    margin-top: 10px;
  }
  .aside .caption {
    inset: auto 100% 100% auto;
    flex-direction: column;
    gap: 0;
    align-items: end;
    padding: 0 8px 4px 0;
    line-height: 17px;
    white-space: nowrap;
  }
  .why-place {
    overflow-y: auto;
  }
  .legend .legend-head {
    color: var(--ink);
    font-size: 13px;
    line-height: 20px;
    font-weight: 600;
  }
  .legend p {
    font-size: 13px;
    line-height: 18px;
    color: var(--ink-2);
  }
  .legend i {
    font-family: var(--serif);
    font-size: 14px;
  }
  .legend .ramp-name {
    margin-top: 10px;
  }
  .legend .cuts {
    margin-top: 12px;
    color: var(--ink);
  }
  .ramp {
    display: flex;
    height: 8px;
    margin: 3px 0 2px;
  }
  .ramp span {
    flex: 1;
  }
  .legend .ramp-ends {
    display: flex;
    justify-content: space-between;
    font-size: 12px;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
  }

  .whole {
    margin-top: 24px;
    padding-top: 12px;
    border-top: 1px solid var(--hair);
  }
  .whole h3 {
    margin-bottom: 8px;
    font-size: 14px;
    font-weight: 400;
  }
  .pointed {
    min-height: 24px;
    margin-top: 6px;
    font-size: 14px;
  }
  .multiples {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    margin-top: 8px;
  }
  .multiples figcaption {
    font-size: 12px;
    line-height: 16px;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .multiples .now figcaption {
    color: var(--ink);
    font-weight: 600;
    border-top: 3px solid var(--ink);
  }
`;
