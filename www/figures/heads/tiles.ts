/**
 * Every head's weights as a small matrix, all on one scale, the row of the word that asks marked in
 * each: the designed heads large, seeded ones below them, smaller as there are more.
 */
import { html, nothing, svg, type TemplateResult } from "lit";
import type { HeadDesign } from "../../engine/types";
import { headsStrings as strings } from "../../strings/heads";
import { place } from "../../views/place";
import { weightsImage, type WeightsImage } from "../../views/weights-image";

export interface TilesProps {
  width: number;
  heads: readonly WeightsImage[];
  /** What each head was designed for; heads beyond have no design. */
  designs: readonly HeadDesign[];
  /** Whether the others are drawn from a seed, or the reader's own. */
  isSeeded: boolean;
  queries: readonly string[];
  keys: readonly string[];
  /** The word that asks. */
  row: number;
  dropped: number | null;
  /** The one that the Tab key goes to. */
  active: number;
  onActive: (head: number) => void;
  onOpen: (head: number) => void;
}

const GAP = 12;
const LARGEST_CELL = 24;
/** Room for the words beside and above a matrix, where its cells are tall enough for them. */
const WORDS = { wide: 66, tall: 62, cell: 15 };

export function tiles(props: TilesProps): TemplateResult {
  const { heads, designs, isSeeded, width } = props;
  const designed = Math.min(designs.length, heads.length);
  const rest = heads.length - designed;
  const all = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const large = Math.floor(width / (width >= 860 ? 4 : 2)) - GAP * 2;
  return html`<div class="tiles" role="group" aria-label=${strings.group} @keydown=${move}>
    ${
      designed === 0
        ? nothing
        : html`<h4>${strings.designed(designed)}</h4>
            <p class="hint">${strings.designedNote} ${strings.open}</p>
            <div class="row-of-tiles designed">
              ${all(0, designed).map((head) => tile(props, head, large, true))}
            </div>`
    }
    ${
      rest === 0
        ? nothing
        : html`<h4>${isSeeded ? strings.seeded(designed + 1, heads.length) : strings.own(rest)}</h4>
            <p class="hint">${isSeeded ? strings.seededNote : strings.ownNote}</p>
            <div class="row-of-tiles">
              ${all(designed, rest).map((head) => tile(props, head, smaller(rest, width), false))}
            </div>`
    }
  </div>`;
}

/** So that some fit on the screen together. */
const smaller = (count: number, width: number): number =>
  count <= 8 ? Math.min(126, Math.floor(width / 4) - GAP) : count <= 32 ? 72 : 45;

function tile(props: TilesProps, head: number, room: number, hasWords: boolean): TemplateResult {
  const { heads, designs, queries, keys, row, dropped, active, onActive, onOpen } = props;
  const weights = heads[head];
  if (!weights) return html``;
  const { rows, cols, values } = weights;
  const fit = (side: number) =>
    Math.max(1, Math.min(LARGEST_CELL, Math.floor(side / Math.max(rows, cols))));
  const withWords = hasWords && fit(room - WORDS.wide) >= WORDS.cell;
  const cell = fit(withWords ? room - WORDS.wide : room);
  const [wide, tall] = [cols * cell, rows * cell];
  const peak = peakOf(values.subarray(row * cols, (row + 1) * cols));
  const share = values[row * cols + peak] ?? 0;
  const [asking, found] = [queries[row] ?? "", keys[peak] ?? ""];
  const design = designs[head];
  const text = strings.tileText(head, asking, found, share);
  return html`<button
    class="tile ${dropped === head ? "dropped" : ""}"
    data-head=${head}
    tabindex=${active === head ? 0 : -1}
    title=${text}
    aria-label=${design ? nothing : text}
    ${place({ w: Math.max(design ? room : 24, wide) })}
    @focus=${() => onActive(head)}
    @click=${() => onOpen(head)}
  >
    ${
      withWords
        ? html`<svg class="columns" width=${room} height=${WORDS.tall} aria-hidden="true">
            ${keys.map(
              (key, i) =>
                svg`<text transform=${`translate(${WORDS.wide + (i + 0.5) * cell + 4} ${WORDS.tall - 5}) rotate(-90)`}>${key}</text>`,
            )}
          </svg>`
        : nothing
    }
    <span class="with-rows">
      ${
        withWords
          ? html`<span class="rows" aria-hidden="true" ${place({ w: WORDS.wide })}>
              ${queries.map(
                (query, i) =>
                  html`<span class=${i === row ? "asks" : ""} ${place({ h: cell })}
                    >${query}</span
                  >`,
              )}
            </span>`
          : nothing
      }
      <span class="matrix" ${place({ w: wide, h: tall })}>
        <canvas ${weightsImage(weights)} ${place({ w: wide, h: tall })}></canvas>
        <span class="asking" ${place({ y: row * cell, h: cell })}></span>
      </span>
    </span>
    ${
      design
        ? html`<span class="caption">
            <b>${head + 1}</b> ${strings.asks(design.id)}
            <span class="finds">${strings.finds(asking, found, share)}</span>
          </span>`
        : html`<span class="caption">${head + 1}</span>`
    }
  </button>`;
}

function peakOf(row: Float64Array): number {
  return row.indexOf(Math.max(...row));
}

/** Arrow keys go from head to head; up and down to the nearest one of the next line. */
function move(event: KeyboardEvent): void {
  const group = event.currentTarget as HTMLElement;
  const all = [...group.querySelectorAll<HTMLElement>(".tile")];
  const from = all.indexOf(event.target as HTMLElement);
  if (from < 0) return;
  const to = {
    ArrowLeft: () => all[from - 1],
    ArrowRight: () => all[from + 1],
    Home: () => all[0],
    End: () => all.at(-1),
    ArrowUp: () => nearest(all, from, -1),
    ArrowDown: () => nearest(all, from, 1),
  }[event.key];
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  to()?.focus();
}

function nearest(all: HTMLElement[], from: number, direction: 1 | -1): HTMLElement | undefined {
  const boxes = all.map((each) => each.getBoundingClientRect());
  const here = boxes[from];
  if (!here) return undefined;
  let best: { at: number; line: number; aside: number } | null = null;
  boxes.forEach((box, at) => {
    const line = (box.top - here.top) * direction;
    const aside = Math.abs(box.left - here.left);
    if (line < 4) return;
    if (!best || line < best.line - 4 || (line < best.line + 4 && aside < best.aside))
      best = { at, line, aside };
  });
  return best ? all[(best as { at: number }).at] : undefined;
}
