/** On paper there is nothing to press or drag: a figure prints as its drawing and what that says. */
import { css } from "lit";

export const printStyles = css`
  @media print {
    .try,
    .prediction,
    .options,
    .controls,
    .knobs,
    .toolbar,
    .stepper,
    .map,
    .moves,
    .challenge details,
    input,
    select {
      display: none !important;
    }
    :host {
      min-height: 0 !important;
    }
    .drawing,
    .field,
    svg,
    canvas {
      break-inside: avoid;
      print-color-adjust: exact;
    }
  }
`;
