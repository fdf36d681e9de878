/** The panel that answers "why this number?". */
import { css } from "lit";

export const arithmeticStyles = css`
  .why h3 {
    font-size: 17px;
    line-height: 26px;
    font-weight: 500;
  }
  .why .intro {
    color: var(--ink-2);
    font-size: 14px;
    line-height: 21px;
  }
  .trail {
    font-size: 13px;
    line-height: 22px;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .terms {
    width: 100%;
    margin-top: 6px;
    border-collapse: collapse;
    contain: layout style;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
  }
  .terms th {
    max-width: 9em;
    overflow: hidden;
    color: var(--ink-2);
    font-weight: 400;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .terms td {
    text-align: end;
    white-space: nowrap;
  }
  .terms th,
  .terms td {
    height: 26px;
    padding: 0 0 0 6px;
    border-top: 1px solid var(--hair);
  }
  .terms th {
    padding-inline-start: 0;
  }
  .terms .bar {
    width: 92px;
    padding-inline-start: 12px;
  }
  .terms tfoot th,
  .terms tfoot td {
    border-top-color: var(--ink);
    color: var(--ink);
    font-weight: 600;
  }
  .terms .lit th,
  .terms .lit td {
    background: var(--band);
    font-weight: 600;
  }
  .sign {
    display: inline-block;
    padding: 0 0.35em;
    color: var(--ink-2);
    font-weight: 400;
  }
  .factor {
    min-width: 24px;
    min-height: 24px;
    text-decoration: underline;
    text-decoration-color: var(--line);
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
    font-variant-numeric: tabular-nums;
  }
  .factor.q,
  .factor.k,
  .factor.v {
    font-weight: 500;
  }
  .line {
    margin-top: 6px;
    font-size: 16px;
    font-variant-numeric: tabular-nums;
  }
  .term-bar {
    display: block;
    width: 80px;
    height: 10px;
  }
  .term-bar rect {
    fill: var(--ink);
  }
  .term-bar .zero {
    fill: var(--line);
  }
  @media (pointer: coarse) {
    .factor {
      min-width: 44px;
      min-height: 40px;
    }
  }
`;
