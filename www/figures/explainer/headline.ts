/** The sentence as the figure's headline: tap a word and it asks; arcs show what it finds. */
import { html, nothing, type TemplateResult } from "lit";
import { strings } from "../../strings";
import { arcs, type WordBox } from "../../views/arcs";
import { percentText } from "../../views/format";
import type { Model } from "./model";
import type { View } from "./view";

/** Where the words stand; measured after layout, because only the browser knows. */
export interface HeadlineBoxes {
  width: number;
  height: number;
  queries: WordBox[];
  /** The memory's words in cross-attention, else the same as the queries. */
  keys: WordBox[];
}

export interface HeadlineProps {
  model: Model;
  view: View;
  boxes: HeadlineBoxes | null;
  onAsk: (row: number) => void;
  onHead: (head: number) => void;
}

/** Longer sentences show their words without shares, which would not fit under them. */
const SHARES_UP_TO = 24;

/** Narrower than this the words wrap, and arcs have to stay between the lines. */
export const MEDIUM = 640;

/** The head drawn below the words: the next one. */
export const secondHead = (heads: number, head: number): number | null =>
  heads > 1 ? (head + 1) % heads : null;

export function headline(props: HeadlineProps): TemplateResult {
  const { model, view, boxes } = props;
  const below = secondHead(model.scenario.heads, view.head);
  return html`<div class="headline ${model.isCross ? "cross" : ""}">
    <div class="head-names">
      ${headName(props, view.head, strings.above)}
      ${below === null ? nothing : headName(props, below, strings.below)}
    </div>
    <div class="sentence">
      ${boxes ? drawing(props, boxes, below) : nothing}
      ${
        model.isCross
          ? html`<p class="words queries">${queries(props, null)}</p>
              ${memory(props, below)}`
          : html`<p class="words queries keys">${queries(props, below)}</p>`
      }
    </div>
  </div>`;
}

/** Which head is drawn where, and a way to the next one. */
function headName({ model, onHead }: HeadlineProps, head: number, place: string) {
  const { heads } = model.scenario;
  const design = model.design(head);
  return html`<p class="head-name">
    <button
      class="link"
      ?disabled=${heads === 1}
      @click=${() => onHead(head)}
      aria-label=${strings.showHead(head)}
    >
      ${strings.headShort(head)}
    </button>
    <span>${place}${design ? html`<i>, ${strings.headAsks(design.id)}</i>` : nothing}</span>
  </p>`;
}

function shareOf({ model, view }: HeadlineProps, head: number, col: number): number {
  const { cols, values } = model.read("weights", head);
  return values[view.row * cols + col] ?? 0;
}

function queries(props: HeadlineProps, below: number | null) {
  const { model, view, onAsk } = props;
  const withShares = !model.isCross && model.scenario.tokens.length <= SHARES_UP_TO;
  return model.scenario.tokens.map((token, i) => {
    const asks = i === view.row;
    return html`<span
      class="word ${asks ? "asks" : ""} ${!model.isCross && i === view.col ? "found" : ""}"
    >
      ${withShares ? html`<span class="share">${percentText(shareOf(props, view.head, i))}</span>` : nothing}
      <button aria-pressed=${asks ? "true" : "false"} @click=${() => onAsk(i)}>
        <bdi>${token}</bdi>
      </button>
      ${withShares && below !== null ? html`<span class="share">${percentText(shareOf(props, below, i))}</span>` : nothing}
    </span>`;
  });
}

/** The memory's words, which only answer. */
function memory(props: HeadlineProps, below: number | null) {
  const { model, view } = props;
  return html`<p class="words keys memory">
    ${model.keyTokens.map(
      (token, j) =>
        html`<span class="word ${j === view.col ? "found" : ""}">
          <span class="share">${percentText(shareOf(props, view.head, j))}</span>
          <bdi>${token}</bdi>
          ${below === null ? nothing : html`<span class="share">${percentText(shareOf(props, below, j))}</span>`}
        </span>`,
    )}
  </p>`;
}

function drawing({ model, view }: HeadlineProps, boxes: HeadlineBoxes, below: number | null) {
  const from = boxes.queries[view.row];
  if (!from) return nothing;
  const row = (head: number) => {
    const { cols, values } = model.read("weights", head);
    return values.subarray(view.row * cols, view.row * cols + cols);
  };
  const { width, height } = boxes;
  const lift = width < MEDIUM ? 28 : 62;
  return html`<svg
    class="arcs"
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    aria-hidden="true"
  >
    ${arcs(from, boxes.keys, row(view.head), "above", lift)}
    ${below === null || model.isCross ? nothing : arcs(from, boxes.keys, row(below), "below", lift)}
  </svg>`;
}

/** Reads the words' boxes off the page. Called after a render, never inside a drag frame. */
export function measureHeadline(root: ShadowRoot): HeadlineBoxes | null {
  const sentence = root.querySelector(".sentence");
  if (!sentence) return null;
  const origin = sentence.getBoundingClientRect();
  const boxesOf = (selector: string) =>
    [...root.querySelectorAll(selector)].map((word): WordBox => {
      const { left, top, width, height } = word.getBoundingClientRect();
      return { x: left - origin.left, y: top - origin.top, w: width, h: height };
    });
  return {
    width: Math.round(origin.width),
    height: Math.round(origin.height),
    queries: boxesOf(".words.queries .word"),
    keys: boxesOf(".words.keys .word"),
  };
}
