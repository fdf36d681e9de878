/** Steps: back, next, play, and a ruler whose thick segment is where you are. */
import { css } from "lit";

export const stepperStyles = css`
  .stepper {
    position: relative;
    display: grid;
    grid-template-columns: auto 1fr;
    column-gap: 24px;
    align-items: start;
    margin-top: 4px;
    font-size: 13px;
    line-height: 18px;
  }
  .moves {
    display: flex;
    gap: 20px;
    font-size: 14px;
  }
  .ruler {
    grid-area: 1 / 2;
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    margin-top: 8px;
  }
  .ruler li {
    position: relative;
    border-top: 1px solid var(--line);
  }
  .ruler li::before {
    content: "";
    position: absolute;
    inset: -5px auto auto 0;
    width: 1px;
    height: 9px;
    background: var(--line);
  }
  .ruler .done,
  .ruler .now {
    border-top-color: var(--ink);
  }
  .ruler .now::before {
    width: 100%;
    height: 5px;
    top: -3px;
    background: var(--ink);
  }
  .ruler button {
    display: block;
    width: 100%;
    min-height: 48px;
    padding: 8px 4px 0 0;
    color: var(--ink-2);
    text-align: start;
    line-height: 17px;
  }
  .ruler .now button {
    color: var(--ink);
    font-weight: 500;
  }
  .step-name {
    display: block;
  }
  .scrub {
    position: relative;
    z-index: 1;
    grid-column: 2;
    grid-row: 1;
    align-self: start;
    height: 20px !important;
    margin-top: -2px !important;
    opacity: 0;
  }
  .scrub:focus-visible {
    opacity: 1;
    outline-offset: 6px;
  }
  @media (forced-colors: active) {
    .ruler .now::before {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
