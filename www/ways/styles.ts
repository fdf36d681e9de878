/** The dialog with the ways out. */
import { css } from "lit";

export const waysStyles = css`
  .ways {
    box-sizing: border-box;
    width: min(720px, 100vw - 24px);
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
    border: 0;
    border-bottom: 1px solid var(--hair);
    background: var(--paper);
  }
  .ways [role="tablist"] {
    display: flex;
    gap: 0 24px;
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
`;
