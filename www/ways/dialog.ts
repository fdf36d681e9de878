/**
 * The dialog in which a figure leaves the page, with a tab for each way out. It stands in the
 * figure's own shadow root, so that it looks like the figure and works wherever the figure does.
 */
import { html, render } from "lit";
import type { FigureElement } from "../figures/frame/element";
import { waysStrings as strings } from "../strings/ways";
import { code } from "./code";
import { embed } from "./embed";
import { link } from "./link";
import { picture } from "./picture";
import { waysStyles } from "./styles";
import type { Way } from "./way";
import { WAYS, type WayName } from "./ways";

export { openFiles } from "./code/open";

const panes: Readonly<Record<WayName, Way>> = { link, embed, picture, code };
const names = Object.keys(WAYS) as WayName[];

export function openWay(figure: FigureElement, way: WayName): void {
  const root = figure.shadowRoot;
  if (!root) return;
  const sheet = waysStyles.styleSheet;
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);

  const dialog = document.createElement("dialog");
  dialog.className = "ways";
  dialog.setAttribute("aria-label", strings.title);
  dialog.addEventListener("close", () => dialog.remove());
  let shown = way;
  const show = (next: WayName) => {
    shown = next;
    draw();
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    show(names[(names.indexOf(shown) + by + names.length) % names.length] ?? shown);
    dialog.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
  };
  const draw = () => {
    const tab = (name: WayName) =>
      html`<button
        role="tab"
        id="way-${name}"
        aria-selected=${name === shown ? "true" : "false"}
        aria-controls="way"
        tabindex=${name === shown ? 0 : -1}
        @click=${() => show(name)}
      >
        ${WAYS[name]}
      </button>`;
    render(
      html`<header>
          <div role="tablist" aria-label=${strings.title} @keydown=${step}>${names.map(tab)}</div>
          <button class="link" @click=${() => dialog.close()}>${strings.close}</button>
        </header>
        <div role="tabpanel" id="way" aria-labelledby="way-${shown}">
          ${panes[shown].draw(figure, draw)}
        </div>`,
      dialog,
    );
  };
  draw();
  root.append(dialog);
  dialog.showModal();
}
