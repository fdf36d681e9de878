/** The dialog with the ways out. */
import { css } from "lit";

export const waysStyles = css`
  .ways {
    box-sizing: border-box;
    width: min(792px, 100vw - 24px);
    max-height: calc(100dvh - 24px);
    padding: 0 20px 20px;
    border: 1px solid var(--ink);
    background: var(--paper);
    color: var(--ink);
  }
  .ways::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  .ways > header {
    position: sticky;
    top: 0;
    padding-top: 12px;
    display: flex;
    /* Where they do not stand side by side, Close is above the tabs. */
    flex-wrap: wrap-reverse;
    justify-content: space-between;
    border: 0;
    border-bottom: 1px solid var(--hair);
    background: var(--paper);
  }
  .ways [role="tablist"] {
    display: flex;
    flex-wrap: wrap;
    gap: 0 clamp(14px, 3vw, 24px);
  }
  .ways > header > .link {
    margin-inline-start: auto;
  }
  .ways [role="tab"] {
    white-space: nowrap;
  }
  .ways [role="tab"][aria-selected="true"] {
    box-shadow: inset 0 -2px var(--ink);
  }
  .ways [role="tabpanel"] {
    padding-top: 14px;
  }
  .ways pre {
    max-height: 40dvh;
    margin: 12px 0 0;
    padding: 10px 12px;
    overflow: auto;
    border: 1px solid var(--hair);
    font:
      13px/20px ui-monospace,
      monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .ways .actions {
    margin-top: 4px;
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
    align-items: center;
  }
  .picture-choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
    align-items: center;
  }
  .picture-choices input {
    accent-color: var(--ink);
  }
  .picture-preview {
    display: block;
    max-width: 100%;
    margin-top: 12px;
    border: 1px solid var(--hair);
  }
  .embed-preview {
    margin-top: 12px;
    /* A phone of 360 px shows the whole of 280. */
    padding: 12px clamp(0px, 100vw - 360px, 12px);
    overflow-x: auto;
    border: 1px solid var(--hair);
  }
  .ways .code pre {
    white-space: pre;
    overflow-wrap: normal;
  }
  /* A program: a line is marked with its step, whose symbol stands in the margin. */
  .ways pre:has(.program-line) {
    padding-inline-start: 0;
  }
  .ways .program-line {
    display: block;
    width: fit-content;
    min-width: 100%;
    padding-inline-end: 12px;
  }
  .ways .program-line::before {
    content: attr(data-symbol) "";
    display: inline-block;
    width: 7ch;
    padding-inline-end: 1ch;
    color: var(--ink-2);
    text-align: end;
  }
  .ways .program-line[data-hot] {
    background: var(--band);
    text-decoration: none;
  }
  .ways .remark {
    color: var(--ink-2);
  }
  .ways .opening {
    margin-top: 20px;
    padding-top: 12px;
    border-top: 1px solid var(--hair);
  }
  .ways .files label,
  .ways .paste {
    display: block;
    margin-top: 10px;
  }
  .ways input[type="file"] {
    display: block;
    max-width: 100%;
    min-height: 44px;
    padding-block: 8px;
    color: var(--ink-2);
  }
  .ways ::file-selector-button {
    margin-inline-end: 12px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--ink);
    font: inherit;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 4px;
    cursor: pointer;
  }
  .ways textarea {
    display: block;
    width: 100%;
    min-height: 72px;
    padding: 6px 8px;
    border: 1px solid var(--line);
    border-radius: 0;
    background: none;
    color: inherit;
    font:
      13px/20px ui-monospace,
      monospace;
    resize: vertical;
  }
  .ways .opening summary {
    width: fit-content;
    min-height: 24px;
    padding-block: 4px;
    color: var(--ink-2);
    font-size: 14px;
    cursor: pointer;
  }
  .ways .shape {
    margin-top: 10px;
  }
  @media (forced-colors: active) {
    .ways .program-line[data-hot] {
      text-decoration: underline;
    }
  }
`;
