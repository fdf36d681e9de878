/**
 * A matrix with too many cells to print: every cell is drawn, none is averaged away, and each still
 * answers to the pointer and the arrow keys. Where a row does not fit the width it wraps into bands.
 */
import { noChange } from "lit";
import { Directive, directive, PartType, type ElementPart, type PartInfo } from "lit/directive.js";
import { classOf, RAMPS, type MapName, type Theme } from "./colormap";
import { largestMagnitude, numberText } from "./format";

export interface HeatmapProps {
  name: string;
  rows: number;
  cols: number;
  /** Row-major. */
  values: Float64Array;
  map: MapName;
  /** The room there is, in CSS pixels. */
  width: number;
  maxHeight: number;
  focus: { row: number; col: number };
  rowLabels: (index: number) => string;
  colLabels: (index: number) => string;
  onPick: (row: number, col: number) => void;
  /** The smallest cell before a row wraps into bands, in CSS pixels. */
  minCell?: number;
  /** False for all but one of a set of small multiples. */
  isTabStop?: boolean;
  /** Told which cell the pointer or the keyboard is on. */
  onPoint?: (row: number, col: number) => void;
}

const MIN_CELL = 3;
const MAX_CELL = 24;
const BAND_GAP = 8;
/** Cells from this size on are drawn with hairlines between them. */
const GRID_FROM = 8;

interface Layout {
  cell: number;
  /** Columns in a band. */
  band: number;
  bands: number;
  width: number;
  height: number;
}

function layOut({ rows, cols, width, maxHeight, minCell = MIN_CELL }: HeatmapProps): Layout {
  const fit = Math.floor(Math.min(width / cols, maxHeight / rows));
  const cell = Math.max(minCell, Math.min(MAX_CELL, fit));
  const band = Math.max(1, Math.min(cols, Math.floor(width / cell)));
  const bands = Math.ceil(cols / band);
  return {
    cell,
    band,
    bands,
    width: band * cell,
    height: bands * (rows * cell + BAND_GAP) - BAND_GAP,
  };
}

class HeatmapDirective extends Directive {
  #view: Heatmap | null = null;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error("heatmap() belongs on a <canvas>");
  }

  override render(_props: HeatmapProps) {
    return noChange;
  }

  override update(part: ElementPart, [props]: [HeatmapProps]) {
    this.#view ??= new Heatmap(part.element as HTMLCanvasElement);
    this.#view.update(props);
    return noChange;
  }
}

/** `<canvas ${heatmap(props)}></canvas>` */
export const heatmap = directive(HeatmapDirective);

class Heatmap {
  #props!: HeatmapProps;
  #layout!: Layout;
  #active = { row: 0, col: 0 };
  #frame = 0;
  readonly #image = document.createElement("canvas");

  constructor(readonly canvas: HTMLCanvasElement) {
    canvas.setAttribute("role", "slider");
    canvas.setAttribute("aria-valuemin", "1");
    canvas.addEventListener("click", (event) => {
      const at = this.#cellAt(event);
      if (at) this.#props.onPick(at.row, at.col);
    });
    canvas.addEventListener("pointermove", (event) => {
      const at = this.#cellAt(event);
      if (at) this.#props.onPoint?.(at.row, at.col);
    });
    canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  update(props: HeatmapProps): void {
    const previous = (this.#props as HeatmapProps | undefined)?.focus;
    this.#props = props;
    this.#layout = layOut(props);
    const { row, col } = props.focus;
    // The keyboard's place is its own until the focus itself moves.
    if (previous?.row !== row || previous.col !== col) this.#active = { row, col };
    this.#active = {
      row: Math.min(this.#active.row, props.rows - 1),
      col: Math.min(this.#active.col, props.cols - 1),
    };
    this.canvas.setAttribute("aria-label", props.name);
    this.canvas.setAttribute("aria-valuemax", String(props.rows * props.cols));
    this.canvas.tabIndex = props.isTabStop === false ? -1 : 0;
    this.#announce();
    this.#resize();
    this.#drawInFrame();
  }

  #resize(): void {
    const { width, height } = this.#layout;
    const scale = pixelScale();
    if (this.canvas.width === width * scale && this.canvas.height === height * scale) return;
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  /** In the frame that is about to be painted: colors read amid a render would restyle the page twice. */
  #drawInFrame(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (this.canvas.isConnected) this.#draw();
    });
  }

  #draw(): void {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const { rows, cols, map } = this.#props;
    const { cell, band, width, height } = this.#layout;
    const scale = pixelScale();
    const style = getComputedStyle(this.canvas);
    const ramp = RAMPS[map][themeOf(style.backgroundColor)].fill;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    const image = this.#pixels(ramp);
    for (let start = 0; start < cols; start += band) {
      const { x, y } = this.#place(0, start);
      const count = Math.min(band, cols - start);
      context.drawImage(image, start, 0, count, rows, x, y, count * cell, rows * cell);
    }
    context.fillStyle = style.backgroundColor;
    if (cell >= GRID_FROM) this.#rules(context);
    const { x, y } = this.#place(this.#active.row, this.#active.col);
    context.strokeStyle = style.color;
    context.lineWidth = 1.5;
    context.strokeRect(x - 0.75, y - 0.75, cell + 0.5, cell + 0.5);
  }

  /** The whole matrix, one pixel a number; masked cells stay clear. */
  #pixels(ramp: readonly string[]): HTMLCanvasElement {
    const { rows, cols, values, map } = this.#props;
    this.#image.width = cols;
    this.#image.height = rows;
    const context = this.#image.getContext("2d");
    if (!context) return this.#image;
    const image = context.createImageData(cols, rows);
    const words = new Uint32Array(image.data.buffer);
    const colors = ramp.map(littleEndian);
    const limit = largestMagnitude(values);
    values.forEach((value, i) => {
      if (Number.isFinite(value)) words[i] = colors[classOf(map, value, limit)] ?? 0;
    });
    context.putImageData(image, 0, 0);
    return this.#image;
  }

  /** Hairlines of paper between cells that are large enough to be told apart. */
  #rules(context: CanvasRenderingContext2D): void {
    const { cell, width, height } = this.#layout;
    for (let x = cell; x < width; x += cell) context.fillRect(x - 1, 0, 1, height);
    for (let y = cell; y < height; y += cell) context.fillRect(0, y - 1, width, 1);
  }

  #place(row: number, col: number): { x: number; y: number } {
    const { cell, band } = this.#layout;
    const top = Math.floor(col / band) * (this.#props.rows * cell + BAND_GAP);
    return { x: (col % band) * cell, y: top + row * cell };
  }

  #cellAt({ offsetX, offsetY }: MouseEvent): { row: number; col: number } | null {
    const { cell, band } = this.#layout;
    const { rows, cols } = this.#props;
    const bandHeight = rows * cell + BAND_GAP;
    const row = Math.floor((offsetY % bandHeight) / cell);
    const col = Math.floor(offsetY / bandHeight) * band + Math.floor(offsetX / cell);
    return row >= 0 && row < rows && col >= 0 && col < cols ? { row, col } : null;
  }

  #announce(): void {
    const { rowLabels, colLabels, values, cols } = this.#props;
    const { row, col } = this.#active;
    const index = row * cols + col;
    this.canvas.setAttribute("aria-valuenow", String(index + 1));
    const text = `${rowLabels(row)}, ${colLabels(col)}: ${numberText(values[index] ?? 0, 3)}`;
    this.canvas.setAttribute("aria-valuetext", text);
    this.canvas.title = text;
  }

  #key(event: KeyboardEvent): void {
    const { rows, cols, onPick, onPoint } = this.#props;
    const { row, col } = this.#active;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return onPick(row, col);
    }
    const next = {
      ArrowUp: { row: Math.max(0, row - 1), col },
      ArrowDown: { row: Math.min(rows - 1, row + 1), col },
      ArrowLeft: { row, col: Math.max(0, col - 1) },
      ArrowRight: { row, col: Math.min(cols - 1, col + 1) },
      Home: { row, col: 0 },
      End: { row, col: cols - 1 },
    }[event.key];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    this.#active = next;
    this.#announce();
    this.#drawInFrame();
    onPoint?.(next.row, next.col);
  }
}

/** Pixels of a canvas to one CSS pixel. */
const pixelScale = () => Math.min(2, devicePixelRatio || 1);

/** A #rrggbb color as a pixel of image data. */
export const littleEndian = (color: string): number => {
  const rgb = parseInt(color.slice(1), 16);
  return ((255 << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
};

/** A canvas cannot follow `light-dark()`, so the theme is read off its own paper. */
export function themeOf(background: string): Theme {
  const [r = 255, g = 255, b = 255] = background.match(/[\d.]+/g)?.map(Number) ?? [];
  return r * 0.3 + g * 0.6 + b * 0.1 < 128 ? "dark" : "light";
}
