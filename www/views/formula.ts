/**
 * The equation of each step in MathML. Symbols of matrices are live: pointing at one marks the
 * matrix, a click goes to its step. Sizes and divisors are the scenario's own.
 */
import { html, mathml, type MathMLTemplateResult, type TemplateResult } from "lit";
import type { Scenario, StepName } from "../engine/index";
import { numberText } from "./format";
import { stepAt } from "./pointed";

export interface FormulaProps {
  step: StepName;
  scenario: Scenario;
  rows: number;
  cols: number;
  onStep: (step: StepName) => void;
}

const X = mathml`<mi data-step="embedded">X</mi>`;
const XM = mathml`<msub><mi data-step="memory">X</mi><mi>m</mi></msub>`;
const M = mathml`<mi data-step="masked">M</mi>`;
const Q = mathml`<mi class="q" data-step="q">Q</mi>`;
const K = mathml`<mi class="k" data-step="k">K</mi>`;
const V = mathml`<mi class="v" data-step="v">V</mi>`;
const S = mathml`<mi data-step="scores">S</mi>`;
const QR = mathml`<msup><mi class="q" data-step="q_rotated">Q</mi><mo>′</mo></msup>`;
const KRT = mathml`<msup><mi class="k" data-step="k_rotated">K</mi><mrow><mo>′</mo><mi mathvariant="normal">T</mi></mrow></msup>`;
const A = mathml`<mi data-step="weights">A</mi>`;
const O = mathml`<mi class="v" data-step="head_output">O</mi>`;
const Z = mathml`<mi data-step="concat">Z</mi>`;
const Y = mathml`<mi data-step="output">Y</mi>`;
const KT = mathml`<msup>${K}<mi mathvariant="normal">T</mi></msup>`;
const DK = mathml`<msub><mi>d</mi><mi>k</mi></msub>`;
const EQ = mathml`<mo>=</mo>`;

const weight = (letter: string, role: string, step: StepName) =>
  mathml`<msub><mi class=${role} data-step=${step}>W</mi><mi class=${role}>${letter}</mi></msub>`;

const size = (rows: number, cols: number) =>
  mathml`<mspace width="1em"></mspace><mtext>${rows} × ${cols}</mtext>`;

function divided(scenario: Scenario): MathMLTemplateResult {
  const root = mathml`<msqrt>${DK}</msqrt>`;
  const heat = mathml`<mi>T</mi>`;
  const isScaled = scenario.scale === "sqrt_d_k";
  const { ssmax, temperature } = scenario;
  // At temperature 0 nothing is divided by it: weights go by which score is the largest.
  const isWarm = temperature !== 1 && temperature !== 0;
  const values = [
    isScaled
      ? mathml`<mo>,</mo><mspace width=".5em"></mspace>${DK}${EQ}<mn>${scenario.d_k}</mn>`
      : null,
    isWarm
      ? mathml`<mo>,</mo><mspace width=".5em"></mspace>${heat}${EQ}<mn>${numberText(temperature)}</mn>`
      : null,
  ];
  const times =
    ssmax === null
      ? null
      : mathml`<mo>·</mo><mn>${numberText(ssmax)}</mn><mspace width=".2em"></mspace><mi>ln</mi><mspace width=".2em"></mspace><mi>n</mi>`;
  if (!isScaled && !isWarm) return mathml`<mrow>${S}${times}</mrow>`;
  const below =
    isScaled && isWarm ? mathml`<mrow>${root}<mi>T</mi></mrow>` : isScaled ? root : heat;
  return mathml`<mfrac>${S}${below}</mfrac>${times}${values}`;
}

function body({ step, scenario, rows, cols }: FormulaProps): MathMLTemplateResult {
  const keys = scenario.memory ? XM : X;
  switch (step) {
    case "q":
      return mathml`${Q}${EQ}${X}${weight("Q", "q", "w_q")}${size(rows, cols)}`;
    case "k":
      return mathml`${K}${EQ}${keys}${weight("K", "k", "w_k")}${size(rows, cols)}`;
    case "v":
      return mathml`${V}${EQ}${keys}${weight("V", "v", "w_v")}${size(rows, cols)}`;
    case "scores":
      return scenario.positions === "rotary"
        ? mathml`${S}${EQ}${QR}${KRT}${size(rows, cols)}`
        : mathml`${S}${EQ}${Q}${KT}${size(rows, cols)}`;
    case "scaled":
      return mathml`<mi data-step="scaled">S′</mi>${EQ}${divided(scenario)}`;
    case "masked":
      return mathml`${M}${EQ}<mi data-step="scaled">S′</mi>${
        scenario.positions === "alibi"
          ? mathml`<mo>−</mo><mi>m</mi><mo>|</mo><mi>i</mi><mo>−</mo><mi>j</mi><mo>|</mo>`
          : null
      }<mspace width="1em"></mspace><mtext>or −∞ if forbidden</mtext>`;
    case "weights":
      if (scenario.temperature === 0)
        return mathml`<msub>${A}<mrow><mi>i</mi><mi>j</mi></mrow></msub>${EQ}<mfrac><mn>1</mn><mi>c</mi></mfrac><mspace width="1em"></mspace><mtext>if</mtext><mspace width=".3em"></mspace><msub>${M}<mrow><mi>i</mi><mi>j</mi></mrow></msub>${EQ}<munder><mi>max</mi><mi>l</mi></munder><mspace width=".2em"></mspace><msub>${M}<mrow><mi>i</mi><mi>l</mi></mrow></msub><mtext>, else 0</mtext>`;
      return mathml`<msub>${A}<mrow><mi>i</mi><mi>j</mi></mrow></msub>${EQ}<mfrac>
          <msup><mi>e</mi><msub>${M}<mrow><mi>i</mi><mi>j</mi></mrow></msub></msup>
          <mrow
            >${scenario.sink > 0 ? mathml`<mn>${numberText(scenario.sink)}</mn><mo>+</mo>` : null}<munder><mo>∑</mo><mi>l</mi></munder>
            <msup><mi>e</mi><msub>${M}<mrow><mi>i</mi><mi>l</mi></mrow></msub></msup></mrow
          >
        </mfrac>`;
    case "head_output":
      return mathml`${O}${EQ}${A}${V}${size(rows, cols)}`;
    case "concat":
      return mathml`${Z}${EQ}<mo>[</mo><msub>${O}<mn>1</mn></msub><mo>…</mo><msub>${O}<mn>${scenario.heads}</mn></msub
        ><mo>]</mo>${size(rows, cols)}`;
    case "output":
      return mathml`${Y}${EQ}${Z}${weight("O", "", "w_o")}${size(rows, cols)}`;
    default:
      return mathml`${X}${size(rows, cols)}`;
  }
}

export function formula(props: FormulaProps): TemplateResult {
  return html`<div
    class="formula"
    @click=${(event: Event) => {
      const step = stepAt(event);
      if (step) props.onStep(step as StepName);
    }}
  >
    <math display="block"><mrow>${body(props)}</mrow></math>
  </div>`;
}
