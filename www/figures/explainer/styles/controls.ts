/** The controls under the figure: words, knobs, one vector. */
import { css } from "lit";

export const controlStyles = css`
  .controls {
    margin-top: 20px;
    display: grid;
    gap: 24px 48px;
  }
  .workbench.wide .controls {
    grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
  }
  .token-editor {
    display: grid;
    gap: 14px;
    align-content: start;
  }
  .workbench.wide .token-editor {
    grid-column: 1 / -1;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 14px 48px;
  }
  .word-editor .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0 20px;
    align-items: center;
    font-size: 14px;
  }
  .knobs {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 150px), 1fr));
    gap: 14px 28px;
    align-content: start;
  }
  .detail {
    font-size: 13px;
    color: var(--ink-2);
  }
  .vector .components {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .vector {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 28px;
    align-items: start;
  }
  .vector > .control-name {
    grid-column: 1 / -1;
  }
  .component {
    display: grid;
    grid-template-columns: 66px 58px minmax(0, 1fr);
    column-gap: 10px;
    align-items: center;
  }
  .component label {
    font-size: 14px;
    color: var(--ink-2);
  }
  .component .number-field {
    width: 100%;
  }
  .vector-pad {
    display: block;
    max-width: 100%;
    cursor: crosshair;
    touch-action: none;
  }
  .plane {
    fill: none;
    stroke: var(--hair);
  }
  .vector-pad .axis {
    stroke: var(--line);
  }
  .vector-pad .rule {
    stroke: var(--hair);
  }
  .axis-name {
    fill: var(--ink-2);
    font-size: 12px;
  }
  .arrow {
    fill: var(--ink);
    stroke: var(--ink);
    stroke-width: 1.75;
  }
  .handle {
    fill: var(--paper);
    stroke: var(--ink);
    stroke-width: 2;
  }
  .target {
    fill: transparent;
    cursor: grab;
  }
  .plane-control .axes {
    display: flex;
    gap: 16px;
    font-size: 13px;
    color: var(--ink-2);
  }
  .plane-control select {
    max-width: 6.5em;
    color: var(--ink);
  }
  .workbench.narrow:not(.medium) .vector {
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
`;
