/**
 * A matrix of weights as a picture, one pixel a number, which the style sheet enlarges without
 * smoothing: cheap enough for a hundred of them at once. Not drawn again while the matrix object
 * and the theme stay the same.
 */
import { noChange } from "lit";
import { Directive, directive, PartType, type ElementPart, type PartInfo } from "lit/directive.js";
import { classOf, RAMPS, type Theme } from "./colormap";
import { littleEndian, themeOf } from "./heatmap";

export interface WeightsImage {
  rows: number;
  cols: number;
  /** Row-major, from 0 to 1. */
  values: Float64Array;
}

interface Waiting {
  canvas: HTMLCanvasElement;
  draw: (theme: Theme) => void;
}

let waiting: Waiting[] = [];

/** How long a frame is drawn at, in milliseconds; what is left then comes with the next one. */
const SHARE_OF_FRAME = 6;

/** The theme of each figure is read before anything is drawn. */
function flush(): void {
  const now = waiting.filter(({ canvas }) => canvas.isConnected);
  waiting = [];
  const end = performance.now() + SHARE_OF_FRAME;
  const themes = new Map<Node, Theme>();
  for (const { canvas } of now) {
    const root = canvas.getRootNode();
    if (!themes.has(root)) themes.set(root, themeOf(getComputedStyle(canvas).backgroundColor));
  }
  for (const [index, { canvas, draw }] of now.entries()) {
    draw(themes.get(canvas.getRootNode()) ?? "light");
    if (performance.now() < end || index + 1 === now.length) continue;
    waiting = now.slice(index + 1);
    requestAnimationFrame(flush);
    return;
  }
}

class WeightsImageDirective extends Directive {
  #drawn: { image: WeightsImage; theme: Theme } | null = null;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error("weightsImage() belongs on a <canvas>");
  }

  override render(_image: WeightsImage) {
    return noChange;
  }

  override update(part: ElementPart, [image]: [WeightsImage]) {
    const canvas = part.element as HTMLCanvasElement;
    if (waiting.length === 0) requestAnimationFrame(flush);
    waiting.push({
      canvas,
      draw: (theme) => {
        if (this.#drawn?.image === image && this.#drawn.theme === theme) return;
        this.#drawn = { image, theme };
        paint(canvas, image, theme);
      },
    });
    return noChange;
  }
}

/** `<canvas ${weightsImage({ rows, cols, values })}></canvas>` */
export const weightsImage = directive(WeightsImageDirective);

function paint(
  canvas: HTMLCanvasElement,
  { rows, cols, values }: WeightsImage,
  theme: Theme,
): void {
  canvas.width = cols;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(cols, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const colors = RAMPS.weight[theme].fill.map(littleEndian);
  values.forEach((value, i) => {
    pixels[i] = colors[classOf("weight", value, 1)] ?? 0;
  });
  context.putImageData(image, 0, 0);
}
