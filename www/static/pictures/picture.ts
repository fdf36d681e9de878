/**
 * A chapter's static picture as a file of its own: an SVG with its colors inside, light or dark as
 * the page around it. Its classes are the ones below.
 */
import { RAMPS } from "../../views/colormap";
import { tag } from "../markup";

export interface Picture {
  width: number;
  height: number;
  /** Title and description are also what stands for the picture where it is not seen. */
  title: string;
  description: string;
  /** Markup inside the SVG. */
  content: string[];
  /** Rules of its own. */
  style?: string;
  /** The same for a narrow screen, where this one would be too small to read. */
  narrow?: Picture;
}

type Theme = "light" | "dark";

/** The colors of www/styles/tokens.css: a picture in a file cannot read them. */
const COLORS: Record<Theme, Record<string, string>> = {
  light: {
    ink: "#1b1a18",
    "ink-2": "#5c5850",
    line: "#8a847a",
    hair: "#dcd7cc",
    band: "#f3f0e8",
    paper: "#fdfcf9",
    "v-tint": "#d9efe6",
    ribbon: "#32446a",
  },
  dark: {
    ink: "#ece8df",
    "ink-2": "#aaa498",
    line: "#7c766b",
    hair: "#36332d",
    band: "#211f1b",
    paper: "#161512",
    "v-tint": "#123528",
    ribbon: "#d4c25d",
  },
};
const ROLES: Record<Theme, Record<"q" | "k" | "v", string>> = {
  light: { q: "#b34700", k: "#0067a5", v: "#00714f" },
  dark: { q: "#ff9257", k: "#62b4ec", v: "#43c596" },
};

const variables = (theme: Theme): string =>
  Object.entries({ ...COLORS[theme], ...ROLES[theme] })
    .map(([name, color]) => `--${name}:${color}`)
    .join(";");

/** `.weight-0` to `.weight-20`, and text `.on` each, as in the figures; only those in the picture. */
const weights = (theme: Theme, content: string): string =>
  RAMPS.weight[theme].fill
    .map((fill, i) =>
      new RegExp(`\\bweight-${i}\\b`).test(content)
        ? `.weight-${i}{fill:${fill}}text.on.weight-${i}{fill:${RAMPS.weight[theme].text[i]}}`
        : "",
    )
    .join("");

const STYLE = `
text{font:400 13px "IBM Plex Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums;fill:var(--ink-2);text-anchor:middle}
.name,.start{text-anchor:start}.end{text-anchor:end}
.name{font-weight:500;fill:var(--ink)}.strong{font-weight:600;fill:var(--ink)}
.word{font:400 17px Georgia,serif;fill:var(--ink)}.math{font-family:Georgia,serif;font-style:italic}
.axis,.thin,.rule,.dashed{fill:none;stroke:var(--ink)}.thin{stroke:var(--line)}.rule{stroke:var(--hair)}.dashed{stroke-dasharray:3 3}
.bin{fill:var(--line)}.ink{fill:var(--ink)}.band{fill:var(--band)}.hollow{fill:none;stroke:var(--ink)}
.q{fill:var(--q)}.k{fill:var(--k)}.v{fill:var(--v)}
.q-line,.k-line,.v-line{fill:none;stroke-width:2}.q-line{stroke:var(--q)}.k-line{stroke:var(--k)}.v-line{stroke:var(--v)}`;

/** The picture as the text of an SVG file. */
export function toFile({ width, height, content, style: own = "" }: Picture): string {
  const all = content.join("");
  const style =
    `:root{${variables("light")}}${weights("light", all)}` +
    `@media(prefers-color-scheme:dark){:root{${variables("dark")}}${weights("dark", all)}}` +
    STYLE +
    own;
  return tag(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height },
    `<style>${style}</style>`,
    ...content,
  );
}
