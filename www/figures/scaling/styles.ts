import { css } from "lit";

export const scalingStyles = css`
  .plots {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 8px 48px;
  }
  .plots.narrow {
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 16px 20px;
  }
  .plots.narrow .curve-side {
    grid-column: 1 / -1;
  }
  .plot-name {
    min-height: 20px;
    margin-top: 10px;
    color: var(--ink-2);
    font-size: 13px;
    line-height: 18px;
    font-stretch: 85%;
  }
  .narrow .side .plot-name {
    min-height: 36px;
  }
  .plot-name.spread {
    margin-top: 0;
  }
`;
