/** A drawing as plain data, so that the live figure and the page's static picture are one drawing. */
import { nothing, svg, type SVGTemplateResult } from "lit";
import type { StepName } from "../../engine/types";

export type Mark =
  | { is: "path"; of: string; d: string }
  | { is: "rect"; of: string; x: number; y: number; w: number; h: number; r: number }
  | { is: "circle"; of: string; x: number; y: number; r: number }
  | { is: "text"; of: string; x: number; y: number; text: string }
  | { is: "group"; of: string; step: StepName | null; marks: Mark[] };

export const path = (of: string, d: string): Mark => ({ is: "path", of, d });
export const rect = (of: string, x: number, y: number, w: number, h: number, r = 0): Mark => ({
  is: "rect",
  of,
  x,
  y,
  w: Math.max(0, w),
  h,
  r,
});
export const circle = (of: string, x: number, y: number, r: number): Mark => ({
  is: "circle",
  of,
  x,
  y,
  r,
});
export const text = (of: string, x: number, y: number, words: string): Mark => ({
  is: "text",
  of,
  x,
  y,
  text: words,
});
export const group = (of: string, ...marks: Mark[]): Mark => ({
  is: "group",
  of,
  step: null,
  marks,
});
/** What stands for a step of the mechanism, and is marked where that is pointed at. */
export const groupFor = (step: StepName, of: string, ...marks: Mark[]): Mark => ({
  is: "group",
  of,
  step,
  marks,
});

/** A length for a path: a tenth of a pixel is enough. */
export const at = (value: number): number => Math.round(value * 10) / 10;

/** For the live figure. */
export function drawn(marks: readonly Mark[]): SVGTemplateResult[] {
  return marks.map((mark) => {
    switch (mark.is) {
      case "path":
        return svg`<path class=${mark.of} d=${mark.d} pathLength="1"></path>`;
      case "rect":
        return svg`<rect class=${mark.of} x=${at(mark.x)} y=${at(mark.y)} width=${at(mark.w)} height=${at(mark.h)} rx=${mark.r}></rect>`;
      case "circle":
        return svg`<circle class=${mark.of} cx=${at(mark.x)} cy=${at(mark.y)} r=${mark.r}></circle>`;
      case "text":
        return svg`<text class=${mark.of} x=${at(mark.x)} y=${at(mark.y)}>${mark.text}</text>`;
      case "group":
        return svg`<g class=${mark.of} data-step=${mark.step ?? nothing}>${drawn(mark.marks)}</g>`;
    }
  });
}
