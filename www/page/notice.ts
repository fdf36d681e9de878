/** A sentence about the page as a whole: seen and heard wherever the reader is, until it is closed. */
import { linkStrings as strings } from "../strings/link";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .notice {
    position: fixed;
    z-index: 2;
    inset: auto 12px 12px;
    box-sizing: border-box;
    max-width: 640px;
    max-height: 50dvh;
    margin: 0 auto;
    padding: 12px 16px;
    overflow: auto;
    border: 1px solid var(--attention-ink);
    background: var(--attention-paper);
    color: var(--attention-ink);
    font: 15px/22px var(--attention-sans);
    overflow-wrap: anywhere;
  }
  .notice p {
    margin: 0 0 8px;
  }
  .notice button {
    min-height: 32px;
    padding: 2px 16px;
    border: 1px solid currentcolor;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  @media print {
    .notice {
      display: none;
    }
  }
`);

let notice: HTMLElement | null = null;

export function say(sentence: string): void {
  if (!notice) {
    document.adoptedStyleSheets.push(sheet);
    notice = document.createElement("div");
    notice.className = "notice";
    notice.role = "alert";
    const close = document.createElement("button");
    close.textContent = strings.close;
    close.addEventListener("click", () => {
      notice?.remove();
      notice = null;
    });
    notice.append(close);
    document.body.prepend(notice);
  }
  const said = document.createElement("p");
  said.textContent = sentence;
  notice.lastElementChild?.before(said);
}
