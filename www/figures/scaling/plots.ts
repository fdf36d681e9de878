/** Scores, weights and gradients by rows; not divided and divided by columns, on shared axes. */
import { html, type TemplateResult } from "lit";
import type { Comparison, Lab, ScalingSettings, ScalingStatistics } from "../../engine/index";
import { scalingStrings as strings, superscript } from "../../strings/scaling";
import { histogram, RULER } from "../../views/histogram";
import { logCurves } from "../../views/log-curves";
import { shareBars } from "../../views/share-bars";
import type { Live } from "../frame/figure";
import { pointOf, SIZES, type Point } from "./sweep";

type Here = Live<ScalingSettings, Comparison, Lab>;

/** From here on the curve stands beside the two columns, and not below them. */
export const WIDE = 860;
const GAP = { wide: 48, narrow: 20 };
const TALL = { wide: 112, narrow: 84 };
const CURVE = { wide: 372, narrow: 232 };
const EXPONENTS = [-6, -5, -4, -3, -2, -1, 0];

export function plots(live: Here, points: readonly Point[]): TemplateResult {
  const { width, settings, result } = live;
  const isWide = width >= WIDE;
  const kind = isWide ? "wide" : "narrow";
  const gap = GAP[kind];
  const column = Math.max(80, Math.floor(isWide ? (width - 2 * gap) / 3 : (width - gap) / 2));
  const { unscaled, scaled } = result;
  const most = Math.max(...unscaled.scores.counts, ...scaled.scores.counts);
  const mostLogs = Math.max(...unscaled.log_jacobians.counts, ...scaled.log_jacobians.counts);
  const shared = { settings, column, tall: TALL[kind], most, mostLogs };
  return html`<div class="plots ${kind}">
      ${side("unscaled", unscaled, shared)} ${side("scaled", scaled, shared)}
      <div class="curve-side">
        <h4>${strings.curve}</h4>
        <p class="plot-name">${strings.curveLegend}</p>
        ${curve(pointOf(settings.d_k, result), points, isWide ? column : width, CURVE[kind])}
      </div>
    </div>
    <p class="hint">
      ${strings.details(unscaled.mean_jacobian, scaled.mean_jacobian, unscaled.mean_max_weight, scaled.mean_max_weight)}
    </p>`;
}

interface Shared {
  settings: ScalingSettings;
  column: number;
  tall: number;
  most: number;
  mostLogs: number;
}

function side(
  kind: "unscaled" | "scaled",
  of: ScalingStatistics,
  { settings, column, tall, most, mostLogs }: Shared,
): TemplateResult {
  const isUnscaled = kind === "unscaled";
  const shares = [...of.example_weights].sort((a, b) => b - a);
  const reach = of.scores.high;
  const step = niceStep(reach / (column > 240 ? 3 : 1.5));
  const ticks = Array.from({ length: 2 * Math.floor(reach / step) + 1 }, (_, i) => {
    const at = (i - Math.floor(reach / step)) * step;
    return { at, label: String(at).replace("-", "\u2212") };
  });
  const powers = (column > 240 ? [-20, -15, -10, -5, 0] : [-20, -10, 0]).map((at) => ({
    at,
    label: at === 0 ? "1" : `10${superscript(at)}`,
  }));
  const plot = (name: string, drawing: unknown, height: number) =>
    html`<svg width=${column} height=${height} role="img" aria-label=${name}>${drawing}</svg>`;
  return html`<div class="side ${kind}">
    <h4>${isUnscaled ? strings.unscaled : strings.scaled}</h4>
    <p class="plot-name spread">${strings.spread(of.score_deviation)}</p>
    ${plot(
      strings.scoresName(settings.samples, settings.keys, of.score_deviation),
      histogram({ bins: of.scores, most, width: column, height: tall, ticks }),
      tall + RULER,
    )}
    <p class="plot-name">${strings.weights(settings.keys)}</p>
    ${plot(
      strings.weightsName(shares[0] ?? 0),
      shareBars({
        shares,
        width: column,
        height: tall,
        label: (shares[0] ?? 0).toFixed(2),
      }),
      tall + 4,
    )}
    <p class="plot-name">${strings.gradient}</p>
    ${plot(
      strings.gradientName(of.median_jacobian),
      histogram({
        bins: of.log_jacobians,
        most: mostLogs,
        width: column,
        height: tall,
        ticks: powers,
        mark: {
          at: Math.log10(of.median_jacobian),
          label: strings.median(of.median_jacobian, column < 150),
        },
      }),
      tall + RULER,
    )}
  </div>`;
}

function curve(
  here: Point,
  points: readonly Point[],
  width: number,
  height: number,
): TemplateResult {
  const all = [...points.filter(({ d_k }) => d_k !== here.d_k), here].sort((a, b) => a.d_k - b.d_k);
  const isComplete = points.length === SIZES.length;
  const line = (kind: "unscaled" | "scaled") => ({
    points: isComplete ? all.map((point) => ({ x: point.d_k, y: point[kind] })) : [],
    isDashed: kind === "unscaled",
    mark: {
      x: here.d_k,
      y: here[kind],
      label:
        kind === "unscaled" ? strings.markUnscaled(here[kind]) : strings.markScaled(here[kind]),
    },
    isAbove: kind === "scaled",
  });
  return html`<svg
    width=${width}
    height=${height}
    role="img"
    aria-label=${strings.curveName(here.unscaled, here.scaled)}
  >
    ${logCurves({
      curves: [line("unscaled"), line("scaled")],
      width,
      height,
      xs: SIZES.filter((_, i) => width > 330 || i % 2 === 0).map((at) => ({
        at,
        label: String(at),
      })),
      ys: EXPONENTS.map((power) => ({
        at: 10 ** power,
        label: power >= -3 ? String(10 ** power) : `10${superscript(power)}`,
      })),
    })}
  </svg>`;
}

/** 1, 2, 4, 8, … : the spacing of ticks nearest to what is asked for. */
function niceStep(wanted: number): number {
  return 2 ** Math.max(0, Math.round(Math.log2(wanted)));
}
