/** A figure's tag for somebody's page, with its state, and how it will look there. */
import { html, nothing } from "lit";
import type { FigureElement } from "../figures/frame/element";
import { embedStrings as strings } from "../strings/embed";
import { equal } from "../state/link/settings";
import { copyable } from "./copyable";
import { attributesOf, firstViewOf, type Attributes } from "./embed/attributes";
import { frame, widget } from "./embed/python";
import { iframe, markdown, script, type Embedded } from "./embed/snippets";
import { articleAddress } from "./link";
import { options } from "./options";
import type { Way } from "./way";

const KINDS = ["script", "iframe", "markdown", "jupyter"] as const;
/** In CSS pixels. */
const WIDTHS = [280, 480, 720];
/** Where the project's address cannot be told. */
const SOMEWHERE = "https://example.org/attention/";
const WORKBENCH = "attention-explainer";
/** As tall as most figures. */
const HEIGHT = 900;

/** What one opening of the dialog has chosen. */
interface State {
  kind: (typeof KINDS)[number];
  width: number;
  isBare: boolean;
  isLocked: boolean;
  own: Attributes;
  preview: { key: string; element: FigureElement } | null;
  height: number;
}

const states = new WeakMap<() => void, State>();

export const embed: Way = {
  draw(figure, redraw) {
    const state = states.get(redraw) ?? opened(figure);
    states.set(redraw, state);
    const change = (to: Partial<State>) => {
      Object.assign(state, to);
      redraw();
    };
    const isWidget = state.kind === "jupyter" && figure.localName === WORKBENCH;
    const attributes: Attributes = [
      ...state.own,
      ...(state.isBare && !isWidget ? [["controls", "none"] as const] : []),
      ...(state.isLocked && !isWidget ? [["locked", ""] as const] : []),
    ];
    const preview = previewOf(figure, state, attributes, redraw);
    const place = articleAddress();
    const isKnown = place !== null && /^https?:$/.test(place.protocol);
    const embedded: Embedded = {
      base: isKnown ? new URL(".", place).href : SOMEWHERE,
      tag: figure.localName,
      title: figure.renderRoot.querySelector("[part=title]")?.textContent?.trim() ?? "",
      attributes,
      height: state.height,
    };
    const text = isWidget ? widget(figure) : write(state.kind, embedded);
    const { settings, view } = figure.snapshot;
    const isMoved = isWidget && !equal(view, firstViewOf(figure, settings, view["step"]));
    const check = (label: string, name: "isBare" | "isLocked") =>
      html`<label
        ><input
          type="checkbox"
          .checked=${state[name]}
          @change=${(event: Event) =>
            change({ [name]: (event.target as HTMLInputElement).checked })}
        />
        ${label}</label
      >`;
    return html`<p>${strings.intro}</p>
      <div class="picture-choices">
        ${options(strings.kind, KINDS, state.kind, strings.kinds, (kind) => change({ kind }))}
        ${isWidget ? nothing : check(strings.bare, "isBare")}
        ${figure.hasWords && !isWidget ? check(strings.locked, "isLocked") : nothing}
      </div>
      ${copyable(strings.name, text, redraw)}
      ${isKnown || isWidget ? nothing : html`<p class="hint">${strings.somewhere(SOMEWHERE)}</p>`}
      ${isMoved ? html`<p class="hint">${strings.moved}</p>` : nothing}
      <div class="picture-choices">
        ${options(strings.width, WIDTHS, state.width, strings.widthOf, (width) => change({ width }))}
      </div>
      <div class="embed-preview" role="region" tabindex="0" aria-label=${strings.preview}>
        ${preview}
      </div>`;
  },
};

const opened = (figure: FigureElement): State => ({
  kind: "script",
  width: innerWidth < 560 ? 280 : 480,
  isBare: false,
  isLocked: false,
  own: attributesOf(figure),
  preview: null,
  height: HEIGHT,
});

function write(kind: State["kind"], embedded: Embedded): string {
  return { script, iframe, markdown, jupyter: frame }[kind](embedded);
}

/** A second figure from the very attributes; it is looked at, not touched. */
function previewOf(
  { localName }: FigureElement,
  state: State,
  attributes: Attributes,
  redraw: () => void,
): FigureElement {
  const key = JSON.stringify(attributes);
  if (state.preview?.key !== key) {
    const element = document.createElement(localName) as FigureElement;
    for (const [name, value] of attributes) element.setAttribute(name, value);
    element.inert = true;
    // What it tells is not news of the figure around it.
    for (const type of ["attention-ready", "attention-error"])
      element.addEventListener(type, (event) => event.stopPropagation());
    state.preview = { key, element };
    new ResizeObserver(() => {
      if (state.preview?.element !== element || element.clientHeight < HEIGHT / 4) return;
      if (element.clientHeight === state.height) return;
      state.height = element.clientHeight;
      requestAnimationFrame(redraw);
    }).observe(element);
  }
  state.preview.element.style.width = `${state.width}px`;
  return state.preview.element;
}
