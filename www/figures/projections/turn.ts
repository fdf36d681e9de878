/**
 * Queries and keys turned against each other (or values and W_O): every one of them is another, each
 * product of a pair is another, and what they come to stays where it was.
 */
import { html, nothing, type TemplateResult } from "lit";
import { projectionsStrings as strings } from "../../strings/projections";
import { exactText, numberText } from "../../views/format";
import { matrix } from "../../views/matrix";
import { indices, windowAround } from "../../views/window";
import type { Model } from "../explainer/model";
import { plane, type Arrow } from "./plane";
import { largestOf, rowOf, type ProjectionsResult, type ProjectionsSettings } from "./result";

export interface TurnProps {
  settings: ProjectionsSettings;
  result: ProjectionsResult;
  /** Columns that the rows below have room for. */
  room: number;
  sliders: TemplateResult;
  hot: string | null;
  onPoint: (symbol: string | null) => void;
  onTurn: (angle: number) => void;
  onCommit: () => void;
}

/** Arrows of more tokens than this would hide each other. */
const MOST_ARROWS = 12;
const MOST_TERMS = 8;

export function turn(props: TurnProps): TemplateResult {
  const { settings, result } = props;
  const { model } = result;
  const { values, angle } = settings;
  const width = values ? model.scenario.d_v : model.scenario.d_k;
  if (width < 2) return html`<p class="hint">${strings.tooNarrow(values)}</p>`;
  return html`<section class="turn">
    <h4>${strings.turnTitle(values)}</h4>
    <p class="intro">${strings.turnIntro(values)}</p>
    <div class="turn-parts">
      <div>
        ${plane({
          name: strings.planeName(values),
          arrows: arrowsOf(props),
          angle,
          handleName: strings.handle,
          angleText: strings.degrees(angle),
          onTurn: props.onTurn,
          onCommit: props.onCommit,
        })}
        <p class="hint">
          ${width > 2 ? html`${strings.onlyTwo(width)}; ` : nothing}${strings.ghost}
        </p>
        <div class="turn-sliders">${props.sliders}</div>
      </div>
      <div>${terms(props)} ${unmoved(props)}</div>
    </div>
    ${
      model.scenario.positions === "rotary" && !values
        ? html`<p class="hint">${strings.rotary}</p>`
        : nothing
    }
  </section>`;
}

/** The asking token's query, then the keys; or the values, its own first. */
function arrowsOf({ settings, result }: TurnProps): Arrow[] {
  const { model, after } = result;
  const { token, head, values } = settings;
  const pair = (source: Model, step: "q" | "k" | "v", row: number): [number, number] => {
    const [x = 0, y = 0] = rowOf(source.read(step, head), row);
    return [x, y];
  };
  const arrow = (step: "q" | "k" | "v", row: number): Arrow => ({
    role: step,
    labels: [model.query(row)],
    before: pair(model, step, row),
    after: pair(after, step, row),
  });
  const shown = indices(windowAround(model.scenario.tokens.length, MOST_ARROWS, token));
  if (values) {
    const others = shown.filter((row) => row !== token);
    return merged([token, ...others].map((row) => arrow("v", row)));
  }
  return [arrow("q", token), ...merged(shown.map((row) => arrow("k", row)))];
}

/** Tokens at the same place share an arrow, and those at the origin have none. */
function merged(arrows: readonly Arrow[]): Arrow[] {
  const found = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const [x, y] = arrow.before;
    if (x === 0 && y === 0) continue;
    const key = `${x.toFixed(6)} ${y.toFixed(6)}`;
    const same = found.get(key);
    const labels = [...new Set([...(same?.labels ?? []), ...arrow.labels])];
    found.set(key, { ...(same ?? arrow), labels });
  }
  return [...found.values()];
}

/** One number that stays, term by term: the score of the strongest pair, or a number of the output. */
function terms({ settings, result }: TurnProps): TemplateResult {
  const { model, after } = result;
  const { token, head, values } = settings;
  const step = values ? "output" : "scores";
  const row = rowOf(model.read(step, head), token);
  const col = largestOf(row);
  const cell = { step, head: values ? null : head, row: token, col } as const;
  const [before, now] = [model.explain(cell), after.explain(cell)];
  // Of the output, the part that comes from this head.
  const first = values ? head * model.scenario.d_v : 0;
  const size = values ? model.scenario.d_v : before.terms.length;
  const shown = Math.min(size, MOST_TERMS);
  const rest = before.terms.length - shown;
  const name = (index: number) =>
    values ? model.concatColumn(first + index) : model.queryColumn(head)(index);
  return html`<table class="terms compare">
    <caption>
      ${
        values
          ? strings.outputOf(model.query(token), model.feature(col))
          : strings.scoreOf(model.query(token), model.key(col))
      }
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${strings.before}</th>
        <th scope="col">${strings.after}</th>
      </tr>
    </thead>
    <tbody>
      ${before.terms.slice(first, first + shown).map((term, index) => {
        const moved = now.terms[first + index]?.product ?? NaN;
        return html`<tr>
          <th scope="row"><bdi>${name(index)}</bdi></th>
          <td>${numberText(term.product)}</td>
          <td class=${numberText(moved) === numberText(term.product) ? "" : "moved"}>
            ${numberText(moved)}
          </td>
        </tr>`;
      })}
      ${
        rest > 0
          ? html`<tr>
              <th scope="row">${strings.otherTerms(rest)}</th>
              <td>…</td>
              <td>…</td>
            </tr>`
          : nothing
      }
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${strings.total}</th>
        <td title=${exactText(before.value)}>${numberText(before.value)}</td>
        <td title=${exactText(now.value)}>${numberText(now.value)}</td>
      </tr>
    </tfoot>
  </table>`;
}

/** What stands downstream, computed from the turned weights, and by how much it has moved. */
function unmoved({ settings, result, room, hot, onPoint }: TurnProps): TemplateResult {
  const { model, after, turned } = result;
  const { token, head, values } = settings;
  const word = model.query(token);
  const { scores_difference = 0, weights_difference = 0, output_difference = 0 } = turned ?? {};
  const step = values ? "output" : "scores";
  const whole = after.read(step, head);
  const columns = windowAround(whole.cols, room, largestOf(rowOf(whole, token)));
  const label = values ? model.feature : model.key;
  const row = (
    kind: "scores" | "weights" | "output",
    name: string,
    change: number,
    map?: "signed" | "weight",
  ) =>
    html`<span class="row-name ${hot === kind ? "hot" : ""}">${strings[kind]}</span>
      <div
        class="field strip"
        @pointerenter=${() => onPoint(kind)}
        @pointerleave=${() => onPoint(null)}
      >
        <table
          ${matrix({
            ...after.read(kind, head),
            name,
            rowWindow: { start: token, size: 1, total: whole.rows },
            colWindow: columns,
            rowLabels: model.query,
            colLabels: label,
            ...(map ? { map } : {}),
            locate: () => null,
            open: undefined,
            onPick: () => undefined,
          })}
        ></table>
      </div>
      <span class="change">${strings.movedBy(change)}</span>`;
  return html`<div class="unmoved">
    <span></span>
    <p class="columns" aria-hidden="true">
      ${indices(columns).map((index) => html`<span><bdi>${label(index)}</bdi></span>`)}
    </p>
    ${
      values
        ? row("output", strings.outputName(word), output_difference)
        : html`${row("scores", strings.scoresName(word), scores_difference, "signed")}
          ${row("weights", strings.weightsName(word), weights_difference, "weight")}`
    }
  </div>`;
}
