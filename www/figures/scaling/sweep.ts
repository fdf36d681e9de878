/**
 * The same statistic at every size of the keys: one engine call a size, taken while the browser has
 * nothing else to do, and kept as long as the other settings stay.
 */
import type { Comparison, Lab, ScalingSettings } from "../../engine/index";

export interface Point {
  d_k: number;
  unscaled: number;
  scaled: number;
}

export const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

export const pointOf = (d_k: number, { unscaled, scaled }: Comparison): Point => ({
  d_k,
  unscaled: unscaled.median_jacobian,
  scaled: scaled.median_jacobian,
});

export class Sweep {
  #key = "";
  #points: Point[] = [];
  #waiting = 0;

  constructor(private readonly onPoint: () => void) {}

  /** The points there are by now; more come by themselves. */
  points(engine: Lab, settings: ScalingSettings): readonly Point[] {
    const key = `${settings.keys} ${settings.samples} ${settings.seed}`;
    if (key !== this.#key) {
      this.stop();
      this.#key = key;
      this.#points = [];
    }
    if (!this.#waiting && this.#points.length < SIZES.length) this.#next(engine, settings);
    return this.#points;
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#waiting = 0;
  }

  #next(engine: Lab, settings: ScalingSettings): void {
    // Not requestIdleCallback, which WebKit lacks; a timer leaves room for frames as well.
    this.#waiting = window.setTimeout(() => {
      this.#waiting = 0;
      const d_k = SIZES[this.#points.length];
      if (d_k === undefined) return;
      const result = engine.experiments.scaling({ ...settings, d_k });
      this.#points = [...this.#points, pointOf(d_k, result)];
      this.onPoint();
    }, 30);
  }
}
