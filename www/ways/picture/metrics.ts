/** How far a font reaches above and below its baseline, measured once for each font. */

export interface Reach {
  ascent: number;
  descent: number;
}

const PROPERTIES = ["fontFamily", "fontSize", "fontStyle", "fontWeight", "fontStretch"] as const;

export class Metrics {
  readonly #known = new Map<string, Reach>();

  /** Measures in `root`, where it puts something invisible for a moment. */
  constructor(readonly root: ShadowRoot) {}

  of(style: CSSStyleDeclaration): Reach {
    const key = PROPERTIES.map((property) => style[property]).join();
    const known = this.#known.get(key);
    if (known) return known;
    const line = document.createElement("span");
    const foot = document.createElement("span");
    const text = document.createTextNode("x");
    for (const property of PROPERTIES) line.style[property] = style[property];
    Object.assign(line.style, {
      position: "absolute",
      visibility: "hidden",
      whiteSpace: "nowrap",
      writingMode: "horizontal-tb",
    });
    // An empty box stands on the baseline.
    Object.assign(foot.style, { display: "inline-block", width: "1px", height: "0" });
    line.append(text, foot);
    this.root.append(line);
    const range = document.createRange();
    range.selectNodeContents(text);
    const { top, bottom } = range.getBoundingClientRect();
    const baseline = foot.getBoundingClientRect().bottom;
    line.remove();
    const reach = { ascent: baseline - top, descent: bottom - baseline };
    this.#known.set(key, reach);
    return reach;
  }
}
