/** The frame that all figures have in common, from top to bottom: always the same parts in the same places. */
import { html, nothing, type TemplateResult } from "lit";
import { frameStrings as strings } from "../../strings/frame";
import type { Challenge, Prediction, Suggestion } from "./figure";
import { toolbar, type ToolbarProps } from "./toolbar";

/** What the reader has said, and what the figure answered in the state that was asked about. */
export interface Predicted {
  option: number;
  answer: TemplateResult;
}

/** A figure is drawn in parts, so that none of them holds up the page for long. */
export const PARTS = ["head", "drawing", "all"] as const;

export type Part = (typeof PARTS)[number];

export interface FrameProps extends ToolbarProps {
  /** How far down the figure is drawn. */
  drawn: Part;
  heading: string;
  suggestion: Suggestion<object>;
  prediction: Prediction<object> | null;
  predicted: Predicted | null;
  onPredict: (option: number | null) => void;
  /** Whether it has the width of a phone, or a column as narrow. */
  isNarrow: boolean;
  /** Whether what is shown comes from another figure. */
  isTaken: boolean;
  message: string;
  drawing: TemplateResult | typeof nothing;
  summary: TemplateResult;
  controls: TemplateResult;
  /** Whether the controls stand above the drawing, for drawings taller than a screen. */
  controlsFirst: boolean;
  challenge: Challenge | null;
  onSettings: (settings: object) => void;
  announcement: string;
}

export function frame(props: FrameProps): TemplateResult {
  const { drawn, heading, suggestion, message, drawing, summary, controlsFirst } = props;
  const knobs = html`<section
    class="knobs ${controlsFirst ? "first" : ""} ${props.isNarrow ? "narrow" : ""}"
    aria-label=${strings.controls}
  >
    ${props.controls}
  </section>`;
  return html`<div class="figure">
    <header>
      <h3 part="title">${heading}</h3>
      <p class="try">
        ${strings.tryThis}
        <button class="link" @click=${() => props.onSettings(suggestion.settings)}>
          ${suggestion.label}</button
        >${suggestion.effect}
      </p>
    </header>
    ${props.isTaken ? html`<p class="hint">${strings.taken}</p>` : nothing} ${prediction(props)}
    ${message ? html`<p class="message" role="alert">${message}</p>` : nothing}
    ${controlsFirst ? knobs : nothing}
    <div class="drawing" part="drawing">${drawing}</div>
    ${drawn === "head" ? nothing : html`<p class="summary" part="summary">${summary}</p>`}
    ${drawn !== "all" || controlsFirst ? nothing : knobs}
    ${drawn !== "all" ? nothing : html`${toolbar(props)} ${challenge(props)}`}
    <p class="visually-hidden" aria-live="polite">${props.announcement}</p>
  </div>`;
}

function prediction({ prediction, predicted, onPredict }: FrameProps) {
  if (!prediction) return nothing;
  const { question, options, right } = prediction;
  return html`<div class="prediction">
    <p><b>${strings.before}</b> ${question}</p>
    ${
      predicted === null
        ? html`<p class="options">
            ${options.map((option, i) => html`<button @click=${() => onPredict(i)}>${option}</button>`)}
          </p>`
        : html`<p class="answer" role="status">
            ${strings.youSaid} <i>${options[predicted.option]}</i>.
            ${predicted.option === right ? strings.right : strings.wrong} ${predicted.answer}
            <button class="link" @click=${() => onPredict(null)}>${strings.askAgain}</button>
          </p>`
    }
  </div>`;
}

function challenge({ challenge }: FrameProps) {
  if (!challenge) return nothing;
  const { task, isMet, status, hint } = challenge;
  return html`<div class="challenge ${isMet ? "met" : ""}" part="challenge">
    <p><b>${strings.challenge}</b> ${task}</p>
    <p class="challenge-status"><b>${isMet ? strings.solved : strings.notYet}</b> ${status}</p>
    <details>
      <summary>${strings.hint}</summary>
      <p>${hint}</p>
    </details>
  </div>`;
}
