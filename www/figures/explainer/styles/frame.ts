/** Headline, stepper, words of explanation, arithmetic, summary and toolbar. */
import { css } from "lit";

export const frameStyles = css`
  .workbench {
    position: relative;
  }
  /* Painted each for itself, so that a frame repaints the parts that changed. */
  .headline,
  .stepper,
  .text,
  .outcome,
  .toolbar,
  .token-editor,
  .knobs,
  .vector {
    isolation: isolate;
  }

  /* The sentence and its arcs. */
  .headline {
    margin-top: 8px;
  }
  .sentence {
    position: relative;
  }
  .words {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 44px 18px;
    padding: 64px 0 62px;
    font-family: var(--serif);
    font-size: 25px;
    line-height: 32px;
  }
  .workbench.wide .words {
    justify-content: center;
    margin: 0 155px;
  }
  .word {
    position: relative;
    display: inline-flex;
    flex-direction: column;
    align-items: center;
    max-width: 100%;
  }
  .word button {
    min-height: 44px;
    max-width: 100%;
    padding: 0 3px;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .word > bdi {
    min-height: 44px;
    padding: 6px 3px;
    overflow-wrap: anywhere;
  }
  .word button:hover {
    border-bottom-color: var(--ink);
  }
  .word.asks button {
    border-bottom: 3px solid var(--q);
    color: var(--q);
    font-weight: 600;
  }
  .word.found button,
  .word.found > bdi {
    color: var(--k);
    font-weight: 600;
  }
  .word.asks.found button {
    color: var(--q);
  }
  .share {
    width: 44px;
    height: 16px;
    /* A share that changes lays out nothing but itself. */
    contain: strict;
    text-align: center;
    white-space: nowrap;
    /* Not the shorthand: the family may be the host's, which is inherited. */
    font-family: var(--sans);
    font-weight: 400;
    font-size: 12px;
    line-height: 16px;
    font-stretch: 85%;
    font-variant-numeric: tabular-nums;
    color: var(--ink-2);
  }
  .word.found .share:first-child {
    color: var(--ink);
    font-weight: 600;
  }
  .headline.cross .words.queries {
    padding-bottom: 24px;
  }
  .headline.cross .words.memory {
    padding-top: 44px;
    padding-bottom: 20px;
  }
  .arcs {
    position: absolute;
    inset: 0;
    overflow: visible;
    pointer-events: none;
  }
  .arc {
    fill: none;
    stroke: light-dark(#32446a, #d4c25d);
    stroke-opacity: 0.85;
    stroke-linecap: butt;
  }
  .head-names {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
    font-size: 13px;
    line-height: 20px;
    color: var(--ink-2);
  }
  .workbench.wide .head-names {
    position: absolute;
    z-index: 1;
    flex-flow: column nowrap;
    justify-content: space-between;
    width: 150px;
    height: 168px;
    margin-top: 20px;
  }
  .head-name .link {
    margin-inline-end: 8px;
    color: var(--ink);
    font-weight: 500;
  }
  .head-name i {
    font-family: var(--serif);
    font-size: 14px;
  }
  .workbench.wide .head-name span,
  .workbench.wide .head-name .link {
    display: block;
  }

  .symbol {
    font-family: var(--serif);
    font-size: 1.16em;
    white-space: nowrap;
  }
  .symbol sub,
  .symbol sup {
    font-size: 0.68em;
    line-height: 0;
  }

  .formula {
    display: grid;
    align-items: center;
    min-height: 48px;
    padding-inline: 2px;
    font-size: 20px;
    overflow-x: auto;
    overflow-y: hidden;
  }
  math {
    font-family: var(--math);
    display: block math;
    text-align: start;
    justify-content: start;
  }
  math mtext {
    font-family: var(--sans);
    font-size: 0.72em;
  }
  .formula [data-step] {
    cursor: pointer;
  }
  .formula [data-step]:hover {
    text-decoration: underline;
  }
  .narration {
    font-family: var(--serif);
    font-size: 17px;
    line-height: 25px;
  }
  .narration i {
    font-style: italic;
  }

  .outcome {
    margin-top: 20px;
  }
  .workbench.narrow:not(.medium) .term-bar {
    width: 48px;
  }
  .workbench.narrow:not(.medium) .terms .bar {
    width: 56px;
    padding-inline-start: 8px;
  }
  .workbench.narrow .terms th {
    max-width: 6em;
  }
  .workbench.tiny .terms th {
    max-width: 3.2em;
  }
  .workbench.tiny .terms .bar {
    display: none;
  }

  .travel {
    position: absolute;
    inset: 0;
    pointer-events: none;
    overflow: hidden;
  }
  .traveller {
    position: absolute;
    font-size: 12px;
    line-height: 24px;
    font-stretch: 85%;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
`;
