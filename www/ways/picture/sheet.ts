/** The SVG that a picture is drawn on: a document of its own, so that nothing of it acts in the page. */

export const SVG = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number | null>>;

export interface Point {
  x: number;
  y: number;
}

export interface Area extends Point {
  w: number;
  h: number;
}

/** A hundredth of a pixel is finer than any screen or press. */
export const rounded = (value: number): number => Math.round(value * 100) / 100 || 0;

export class Sheet {
  readonly root: SVGElement;
  readonly #document = document.implementation.createDocument(SVG, "svg");
  readonly #definitions: SVGElement;
  #ids = 0;
  /** A `<style>` made as an element would be held against the page's own policy: it is text until the end. */
  styles = "";

  /** `origin` is where the sheet's corner lies in the window. */
  constructor(
    readonly origin: Point,
    readonly width: number,
    readonly height: number,
  ) {
    this.root = this.#document.documentElement as unknown as SVGElement;
    for (const [name, value] of Object.entries({
      width: rounded(width),
      height: rounded(height),
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      role: "img",
    }))
      this.root.setAttribute(name, String(value));
    this.#definitions = this.add(this.root, "defs", {});
  }

  /** An element that stands nowhere yet. What is null is left out. */
  element(name: string, attributes: Attributes = {}, text = ""): SVGElement {
    const element = this.#document.createElementNS(SVG, name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null) continue;
      element.setAttribute(key, typeof value === "number" ? String(rounded(value)) : value);
    }
    if (text) element.append(printable(text));
    return element;
  }

  add(parent: Element, name: string, attributes: Attributes, text = ""): SVGElement {
    const element = this.element(name, attributes, text);
    parent.append(element);
    return element;
  }

  /** Puts what others refer to into the definitions; answers `url(#…)`. */
  define(name: string, attributes: Attributes, ...content: Element[]): string {
    this.#ids += 1;
    const id = `${name}-${this.#ids}`;
    this.add(this.#definitions, name, { id, ...attributes }).append(...content);
    return `url(#${id})`;
  }

  /** A place in the window as a place on the sheet. */
  place({ x, y }: Point): Point {
    return { x: x - this.origin.x, y: y - this.origin.y };
  }

  area({ left, top, width, height }: DOMRect): Area {
    return { ...this.place({ x: left, y: top }), w: width, h: height };
  }

  rect(parent: Element, { x, y, w, h }: Area, attributes: Attributes): void {
    if (w > 0 && h > 0) this.add(parent, "rect", { x, y, width: w, height: h, ...attributes });
  }

  toString(): string {
    const text = new XMLSerializer().serializeToString(this.root);
    const styles = this.styles.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    return text.replace("<defs", () => `<style>${styles}</style><defs`);
  }
}

/** Text without the characters that no XML may hold. */
export const printable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
