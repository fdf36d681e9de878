/**
 * The two maps that fill cells: cividis for weights (0 to 1) and PuOr for signed numbers, both
 * color-blind safe, both faded to paper at zero, in 21 classes so that a strict style policy needs
 * no inline color. Every class carries a text color of at least 4.5:1 on it, in both themes.
 */
import { unsafeCSS, type CSSResult } from "lit";

export type MapName = "signed" | "weight";
export type Theme = "light" | "dark";

export const CLASSES = 21;
const INK = "#1b1a18";

interface Ramp {
  fill: readonly string[];
  text: readonly string[];
}

const hex = (list: string) => list.split(" ").map((color) => `#${color}`);
/** White text outside or inside the given classes, ink elsewhere, black where ink would fall short. */
const text = (light: (index: number) => boolean, black = -1) =>
  Array.from({ length: CLASSES }, (_, i) => (light(i) ? "#ffffff" : i === black ? "#000000" : INK));

export const RAMPS: Record<MapName, Record<Theme, Ramp>> = {
  signed: {
    light: {
      fill: hex(
        "b35806 c5690c d77a11 e68d24 f1a243 fdb863 fdc989 fddaaf fde7cc fcf0e0 fbf9f4 " +
          "efedf1 e2e2ee d4d2e7 c3bfdc b2abd2 9e95c3 8a7eb4 7764a5 664596 542788",
      ),
      text: text((i) => i === 0 || i >= 18, 1),
    },
    dark: {
      fill: hex(
        "f6b463 e49f4d d28a37 bc782a a36926 8a5a22 6e4a1f 52391c 3c2c19 2b2318 1a1916 " +
          "211f27 282538 332e4b 403962 4d4478 5f5490 7265a9 8779c0 9e90d5 b6a8ea",
      ),
      text: text((i) => i >= 4 && i <= 17),
    },
  },
  weight: {
    light: {
      fill: hex(
        "fcfbf7 faf6e9 f7f1da f2eac7 ebdfae e3d595 d2c589 c1b57e b0a579 9d967a 8a877b " +
          "7a7a77 696d74 5a6171 4d576e 404d6c 32446a 233b69 163363 0b2a58 00224e",
      ),
      text: text((i) => i >= 12, 11),
    },
    dark: {
      fill: hex(
        "1a1916 191d22 18202d 1a263b 1d2f4a 203759 2c3f61 374868 45526d 565e70 666a73 " +
          "767775 878477 979076 a69d73 b5a96f c5b566 d4c25d e3ce52 f0db45 fee838",
      ),
      text: text((i) => i <= 11),
    },
  },
};

/** The class of a value: 0 to 20. `limit` is the magnitude at the signed map's ends. */
export function classOf(map: MapName, value: number, limit: number): number {
  if (map === "weight") return Math.round(Math.min(1, Math.max(0, value)) * 20);
  if (limit === 0) return 10;
  return 10 + Math.round(Math.min(1, Math.max(-1, value / limit)) * 10);
}

/** `.signed-0` to `.signed-20` and `.weight-0` to `.weight-20`, for cells. */
export const colormapStyles: CSSResult = unsafeCSS(
  (Object.keys(RAMPS) as MapName[])
    .flatMap((map) => {
      const { light, dark } = RAMPS[map];
      return light.fill.map(
        (fill, i) =>
          `.${map}-${i}{background:light-dark(${fill},${dark.fill[i]});` +
          `color:light-dark(${light.text[i]},${dark.text[i]})}`,
      );
    })
    .join("\n"),
);

/** The same two maps for shapes inside an SVG. */
export const colormapFills = (): CSSResult =>
  unsafeCSS(
    (Object.keys(RAMPS) as MapName[])
      .flatMap((map) => {
        const { light, dark } = RAMPS[map];
        return light.fill.map(
          (fill, i) => `svg .${map}-${i}{fill:light-dark(${fill},${dark.fill[i]})}`,
        );
      })
      .join("\n"),
  );
