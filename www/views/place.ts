/**
 * Sets an element's box through the CSS object model. A style attribute, which Lit's styleMap
 * writes on first render, is blocked by `style-src 'self'`.
 */
import { noChange } from "lit";
import { Directive, directive, PartType, type ElementPart, type PartInfo } from "lit/directive.js";

export interface Box {
  x?: number;
  y?: number;
  w?: number;
  h?: number;
}

const PROPERTIES = { x: "left", y: "top", w: "width", h: "height" } as const;

class PlaceDirective extends Directive {
  #last: Box = {};

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error("place() belongs on an element");
  }

  override render(_box: Box) {
    return noChange;
  }

  override update(part: ElementPart, [box]: [Box]) {
    for (const key of Object.keys(PROPERTIES) as (keyof Box)[]) {
      if (box[key] === this.#last[key]) continue;
      const property = PROPERTIES[key];
      (part.element as HTMLElement).style[property] = box[key] === undefined ? "" : `${box[key]}px`;
    }
    this.#last = box;
    return noChange;
  }
}

/** `<div ${place({ x, y, w, h })}>`, in CSS pixels. */
export const place = directive(PlaceDirective);
