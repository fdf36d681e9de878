/** A figure as a picture: vectors for a page or a paper, pixels for a slide. */
import { html, nothing, type TemplateResult } from "lit";
import type { FigureElement } from "../figures/frame/element";
import { pictureStrings as strings } from "../strings/picture";
import type { Theme } from "../views/colormap";
import { drawPicture, type Picture } from "./picture/draw";
import { toPng, urlOf } from "./picture/png";
import { themeOf } from "./picture/pose";
import { staged } from "./picture/staged";
import { options } from "./options";
import { save, type Way } from "./way";

/** In CSS pixels; 0 is as wide as it stands there. */
const WIDTHS = [0, 360, 720, 1080];
const SCALES = [1, 2, 3, 4];
const THEMES: readonly Theme[] = ["light", "dark"];

interface Choices {
  theme: Theme;
  hasControls: boolean;
  width: number;
  scale: number;
}

/** What one opening of the dialog has chosen and made. */
interface State {
  choices: Choices;
  picture: Picture | null;
  message: string;
  /** Whether the page's policy keeps pictures from being shown, and so pixels from being drawn. */
  isBlind: boolean;
}

const states = new WeakMap<() => void, State>();

export const picture: Way = {
  draw(figure, redraw) {
    let state = states.get(redraw);
    if (!state) {
      const choices = { theme: themeOf(figure), hasControls: false, width: 0, scale: 2 };
      state = { choices, picture: null, message: "", isBlind: false };
      states.set(redraw, state);
      void make(figure, state, redraw);
    }
    return pane(figure, state, redraw);
  },
};

/** Takes the picture again; the one before stays until then. */
async function make(figure: FigureElement, state: State, redraw: () => void): Promise<void> {
  const { width, theme, hasControls } = state.choices;
  const take = (from: FigureElement) => drawPicture(from, { theme, hasControls });
  try {
    const made = await (width === 0 ? take(figure) : staged(figure, width, take));
    if (width !== state.choices.width || theme !== state.choices.theme) return;
    if (hasControls !== state.choices.hasControls) return;
    state.picture = made;
    state.message = "";
  } catch (error) {
    state.message = strings.failed(error instanceof Error ? error.message : String(error));
  }
  redraw();
}

function pane(figure: FigureElement, state: State, redraw: () => void): TemplateResult {
  const { choices, picture: made, message, isBlind } = state;
  const choose = (change: Partial<Choices>) => {
    Object.assign(choices, change);
    redraw();
    if (!("scale" in change)) void make(figure, state, redraw);
  };
  const blind = () => {
    state.isBlind = true;
    redraw();
  };
  const savePng = () => {
    if (!made) return;
    toPng(made, choices.scale).then(
      (png) => save(`${figure.localName}.png`, png),
      () => {
        state.message = strings.noPixels;
        redraw();
      },
    );
  };
  return html`<p>${strings.intro}</p>
    <div class="picture-choices">
      ${options(strings.theme, THEMES, choices.theme, strings.themes, (theme) => choose({ theme }))}
      ${options(strings.width, WIDTHS, choices.width, strings.widthOf, (width) => choose({ width }))}
      ${options(strings.scale, SCALES, choices.scale, strings.scaleOf, (scale) => choose({ scale }))}
      <label
        ><input
          type="checkbox"
          .checked=${choices.hasControls}
          @change=${(event: Event) =>
            choose({ hasControls: (event.target as HTMLInputElement).checked })}
        />
        ${strings.controls}</label
      >
    </div>
    <p class="actions">
      <button
        ?disabled=${!made}
        @click=${() => {
          if (made)
            save(`${figure.localName}.svg`, new Blob([made.svg], { type: "image/svg+xml" }));
        }}
      >
        ${strings.saveSvg}
      </button>
      <button ?disabled=${!made || isBlind} @click=${savePng}>${strings.savePng}</button>
      <span role="status"
        >${message || (made ? strings.made(made.width, made.height, choices.scale) : strings.making)}</span
      >
    </p>
    ${made && made.pixelMaps > 0 ? html`<p class="hint">${strings.pixelMaps(made.pixelMaps)}</p>` : nothing}
    ${made && made.missing.length > 0 ? html`<p class="hint">${strings.missing(made.missing)}</p>` : nothing}
    ${isBlind ? html`<p class="hint">${strings.blind}</p>` : nothing}
    ${
      made && !isBlind
        ? html`<img
            class="picture-preview"
            src=${urlOf(made.svg)}
            alt=${strings.preview}
            @error=${blind}
          />`
        : nothing
    }`;
}
