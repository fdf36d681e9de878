/** Where a step's matrix does not fit the grid: all of it as patches, or all heads' weights. */
import { html, nothing, type TemplateResult } from "lit";
import type { Cell } from "../../engine/index";
import { strings } from "../../strings";
import { wholeStrings } from "../../strings/whole";
import { numberText } from "../../views/format";
import { heatmap } from "../../views/heatmap";
import type { Model } from "./model";
import { isHeadless, type View } from "./view";

/** Between small multiples; as in the styles. */
const GAP = 10;

export interface WholeProps {
  model: Model;
  view: View;
  width: number;
  /** What the grid draws of the step's matrix. */
  drawn: { rows: number; cols: number };
  drawnHeads: number;
  /** The patch that is pointed at. */
  pointed: Cell | null;
  onPoint: (cell: Cell) => void;
  onOpen: (cell: Cell) => void;
}

export function wholeMatrix(props: WholeProps): TemplateResult | typeof nothing {
  const { model, view, drawn, drawnHeads } = props;
  const { rows, cols } = model.read(view.step, view.head);
  const isCut = rows > drawn.rows || cols > drawn.cols;
  const hasMoreHeads = model.scenario.heads > drawnHeads;
  const showsHeads = hasMoreHeads && (view.step === "weights" || view.step === "head_output");
  if (!isCut && !showsHeads) return nothing;
  return html`<section class="whole">
    ${isCut ? single(props) : nothing} ${showsHeads ? allHeads(props) : nothing}
    <p class="pointed">${pointed(props)}</p>
  </section>`;
}

function single({ model, view, width, onPoint, onOpen }: WholeProps): TemplateResult {
  const { step } = view;
  const head = isHeadless(step) ? null : view.head;
  const data = model.read(step, head);
  const axes = model.axes(step, view.head);
  const at = view.trail.find((cell) => cell.step === step) ?? { row: view.row, col: view.col };
  return html`<h3>${wholeStrings.wholeMatrix(step, data.rows, data.cols)}</h3>
    <canvas
      ${heatmap({
        name: strings.matrixName(step, data.rows, data.cols, false),
        ...data,
        map: step === "weights" ? "weight" : "signed",
        width,
        maxHeight: 420,
        focus: { row: at.row, col: at.col },
        rowLabels: axes.row,
        colLabels: axes.col,
        onPoint: (row, col) => onPoint({ step, head, row, col }),
        onPick: (row, col) => onOpen({ step, head, row, col }),
      })}
    ></canvas>`;
}

/** Small multiples: every head's weights at one size on one scale. */
function allHeads({ model, view, width, onPoint, onOpen }: WholeProps): TemplateResult {
  const { heads } = model.scenario;
  const inRow = Math.max(
    1,
    Math.min(16, Math.floor(width / Math.max(76, model.keyTokens.length + GAP))),
  );
  const room = Math.floor(width / inRow) - GAP;
  return html`<h3>${wholeStrings.allHeads(heads)}</h3>
    <p class="hint">${wholeStrings.allHeadsNote}</p>
    <div class="multiples">
      ${Array.from({ length: heads }, (_, head) => {
        const data = model.read("weights", head);
        return html`<figure class=${head === view.head ? "now" : ""}>
          <canvas
            ${heatmap({
              name: strings.headWeightsName(head),
              ...data,
              map: "weight",
              isTabStop: head === view.head,
              width: room,
              maxHeight: room,
              minCell: 1,
              focus: { row: view.row, col: view.col },
              rowLabels: model.query,
              colLabels: model.key,
              onPoint: (row, col) => onPoint({ step: "weights", head, row, col }),
              onPick: (row, col) => onOpen({ step: "weights", head, row, col }),
            })}
          ></canvas>
          <figcaption>${head + 1}</figcaption>
        </figure>`;
      })}
    </div>`;
}

function pointed({ model, view, pointed: cell }: WholeProps): TemplateResult | typeof nothing {
  if (!cell || (cell.step !== view.step && cell.step !== "weights")) return nothing;
  const { rows, cols } = model.read(cell.step, cell.head);
  if (cell.row >= rows || cell.col >= cols) return nothing;
  const axes = model.axes(cell.step, cell.head ?? view.head);
  return wholeStrings.patch(
    axes.row(cell.row),
    axes.col(cell.col),
    numberText(model.value(cell), 3),
  );
}
