/** What the workbench's controls say. They come after its numbers, and so do their words. */
import { html } from "lit";
import type { Scenario } from "../engine/index";
import { count, strings, word } from "../strings";
import { numberText } from "../views/format";
import { frameStrings } from "./frame";

export const controlStrings = {
  controls: frameStrings.controls,
  locked: "The words stay as the author of this page has set them.",
  sentence: "The sentence",
  memorySentence: "The other sentence, which answers",
  wordLabel: (token: string) => html`The word ${word(token, "q")}`,
  label: "Spelling",
  moveEarlier: "Move earlier",
  moveLater: "Move later",
  remove: "Remove",
  addAfter: "Add a word after",
  newWord: "word",
  vectorOf: "The vector of",
  vectorChoice: "Whose vector",
  vectorOption: (token: string, row: number, isMemory: boolean) =>
    `${row + 1} ${token}${isMemory ? ", other sentence" : ""}`,
  vectorHint: "Drag a number, a slider or the arrow: everything follows.",
  component: (name: string, token: string) => `${name} of ${token}`,
  padOf: (token: string) => `Two components of ${token} as an arrow`,
  horizontal: "across",
  vertical: "up",

  keySize: html`Key size <i>d</i><sub>k</sub>`,
  keySizeName: "Key size d_k",
  valueSize: html`Value size <i>d</i><sub>v</sub>`,
  valueSizeName: "Value size d_v",
  heads: "Heads",
  kvHeads: "Key/value heads",
  temperature: "Temperature",
  divideBy: "Divide scores by",
  nothing: "nothing",
  mask: "Mask",
  masks: { none: "none", causal: "causal", window: "window", own: "own" },
  windowWidth: "Window, words each way",
  forbid: (query: string, key: string) => html`Forbid ${word(query, "q")} → ${word(key, "k")}`,
  allow: (query: string, key: string) => html`Allow ${word(query, "q")} → ${word(key, "k")}`,
  attendTo: "Attend to",
  self: "itself",
  cross: "another sentence",
  weights: "Weights",
  designed: "designed",
  random: "random",
  own: "your own",
  seed: "Seed",
  reroll: "Roll again",
  keySizeText: (value: number, { scale }: Scenario) =>
    `d_k ${value}, ${scale === "none" ? "scores not divided" : `scores divided by the root of ${value}`}`,
  headsText: (value: number) => count(value, "head", "heads"),
  kvText: strings.kvText,
  temperatureText: (value: number) =>
    value === 1
      ? "1, as trained"
      : value === 0
        ? "0, an exact lookup"
        : value < 1
          ? `${numberText(value)}, sharper, towards a lookup`
          : `${numberText(value)}, flatter, towards an even share`,
  valueText: (value: number) => `d_v ${value}`,
};
