// The figure's controls, and for each one what it is for.

import type { Locator } from "@playwright/test";
import type { Scenario } from "../../../www/engine/index";
import type { Figure } from "./figure";
import { strings } from "./names";

export const slider = (figure: Figure, name: RegExp | string) =>
  figure.element.getByRole("slider", { name, exact: typeof name === "string" });
export const field = (figure: Figure, name: string) =>
  figure.element.getByRole("spinbutton", { name, exact: true });
export const radio = (figure: Figure, group: string, name: RegExp | string) =>
  figure.element.getByRole("group", { name: group, exact: true }).getByRole("radio", { name });
export const text = (figure: Figure, name: string) =>
  figure.element.getByRole("textbox", { name, exact: true });

/** Types a value as a reader would, and leaves the field. */
export async function type(input: Locator, value: string) {
  await input.fill(value);
  await input.blur();
}

/** Drags from the middle of an element by some pixels, in a few moves. */
export async function drag({ page }: Figure, target: Locator, dx: number, dy = 0) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("what is dragged is not on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
}

export const pad = (figure: Figure) =>
  figure.element.getByRole("group", { name: strings.padOf("it"), exact: true });

export interface Case {
  name: string;
  /** The scenario to begin with, where it is not the default. */
  from?: Partial<Scenario>;
  act: (figure: Figure) => Promise<void>;
  /** The fields that change; each pattern matches some, and every changed field matches one. */
  fields: RegExp[];
  /** Values that are known. */
  to?: Partial<Scenario>;
}

const FOUR = { heads: 4 };
const RANDOM: Partial<Scenario> = { weights: { seed: 4 } };
const MEMORY = { tokens: ["l'", "animal", "a", "traversé"] } as Scenario["memory"];
const ALL = Array.from({ length: 9 }, () => new Array<boolean>(9).fill(true));

export const CASES: Record<string, Case[]> = {
  "the key and value size": [
    {
      name: "the key size's slider",
      act: (f) => slider(f, /key size/i).press("ArrowRight"),
      fields: [/^d_k$/],
      to: { d_k: 6 },
    },
    {
      name: "the key size's number",
      act: (f) => type(field(f, strings.keySizeName), "5"),
      fields: [/^d_k$/],
      to: { d_k: 5 },
    },
    {
      name: "the key size's number, scrubbed",
      act: (f) => drag(f, field(f, strings.keySizeName), 24),
      fields: [/^d_k$/],
      to: { d_k: 16 },
    },
    {
      name: "the value size's slider",
      act: (f) => slider(f, /value size/i).press("ArrowLeft"),
      fields: [/^d_v$/],
      to: { d_v: 3 },
    },
    {
      name: "the value size's number",
      act: (f) => type(field(f, strings.valueSizeName), "2"),
      fields: [/^d_v$/],
      to: { d_v: 2 },
    },
  ],
  "heads and key/value heads": [
    {
      name: "the heads' slider, where each head has its own keys",
      act: (f) => slider(f, strings.heads).press("ArrowRight"),
      fields: [/^heads$/, /^kv_heads$/],
      to: { heads: 3, kv_heads: 3 },
    },
    {
      name: "the heads' slider, where heads share keys",
      from: { heads: 4, kv_heads: 1 },
      act: (f) => slider(f, strings.heads).press("ArrowRight"),
      fields: [/^heads$/],
      to: { heads: 6, kv_heads: 1 },
    },
    {
      name: "the heads' number",
      act: (f) => type(field(f, strings.heads), "5"),
      fields: [/^heads$/, /^kv_heads$/],
      to: { heads: 5, kv_heads: 5 },
    },
    {
      name: "the key/value heads' slider",
      from: FOUR,
      act: (f) => slider(f, strings.kvHeads).press("ArrowLeft"),
      fields: [/^kv_heads$/],
      to: { kv_heads: 2 },
    },
    {
      name: "the key/value heads' number",
      from: FOUR,
      act: (f) => type(field(f, strings.kvHeads), "1"),
      fields: [/^kv_heads$/],
      to: { kv_heads: 1 },
    },
  ],
  "temperature and division": [
    {
      name: "the temperature's slider",
      act: (f) => slider(f, strings.temperature).press("ArrowLeft"),
      fields: [/^temperature$/],
      to: { temperature: 0.9 },
    },
    {
      name: "the temperature's number",
      act: (f) => type(field(f, strings.temperature), "2"),
      fields: [/^temperature$/],
      to: { temperature: 2 },
    },
    {
      name: "the temperature's number, between the stops",
      act: (f) => type(field(f, strings.temperature), "0.73"),
      fields: [/^temperature$/],
      to: { temperature: 0.73 },
    },
    {
      name: "dividing by nothing",
      act: (f) => radio(f, strings.divideBy, strings.nothing).check(),
      fields: [/^scale$/],
      to: { scale: "none" },
    },
    {
      name: "dividing by the root again",
      from: { scale: "none" },
      act: (f) => radio(f, strings.divideBy, /√/).check(),
      fields: [/^scale$/],
      to: { scale: "sqrt_d_k" },
    },
  ],
  masks: [
    {
      name: "the causal mask",
      act: (f) => radio(f, strings.mask, strings.masks.causal).check(),
      fields: [/^mask$/],
      to: { mask: "causal" },
    },
    {
      name: "the window",
      act: (f) => radio(f, strings.mask, strings.masks.window).check(),
      fields: [/^mask$/],
      to: { mask: { window: 1 } },
    },
    {
      name: "the window's width",
      from: { mask: { window: 1 } },
      act: (f) => type(field(f, strings.windowWidth), "3"),
      fields: [/^mask\.window$/],
      to: { mask: { window: 3 } },
    },
    {
      name: "an own mask",
      act: (f) => radio(f, strings.mask, strings.masks.own).check(),
      fields: [/^mask$/],
      to: { mask: ALL },
    },
    {
      name: "forbidding a pair",
      from: { mask: ALL },
      act: (f) => f.button(/^forbid it → animal$/i).click(),
      fields: [/^mask\[6\]\[1\]$/],
    },
    {
      name: "allowing a pair",
      from: { mask: ALL.map((row, i) => row.map((_, j) => i !== 6 || j === 4)) },
      act: async (f) => {
        await f.cell(/^S, /, 6, 1).click();
        await f.button(/^allow it → animal$/i).click();
      },
      fields: [/^mask\[6\]\[1\]$/],
    },
    {
      name: "no mask",
      from: { mask: "causal" },
      act: (f) => radio(f, strings.mask, strings.masks.none).check(),
      fields: [/^mask$/],
      to: { mask: "none" },
    },
  ],
  "what is attended to": [
    {
      name: "attending to another sentence",
      act: (f) => radio(f, strings.attendTo, strings.cross).check(),
      fields: [/^memory$/],
    },
    {
      name: "attending to itself",
      from: { memory: MEMORY },
      act: (f) => radio(f, strings.attendTo, strings.self).check(),
      fields: [/^memory$/],
      to: { memory: null },
    },
    {
      name: "the other sentence's words",
      from: { memory: MEMORY },
      act: (f) => type(text(f, strings.memorySentence), "l' animal a mangé"),
      fields: [/^memory\.tokens\[3\]$/, /^memory\.vectors\[3\]/],
    },
  ],
  weights: [
    {
      name: "random weights",
      act: (f) => radio(f, strings.weights, strings.random).check(),
      fields: [/^weights$/],
    },
    {
      name: "the seed",
      from: RANDOM,
      act: (f) => type(field(f, strings.seed), "9"),
      fields: [/^weights\.seed$/],
      to: { weights: { seed: 9 } },
    },
    {
      name: "rolling again",
      from: RANDOM,
      act: (f) => f.button(strings.reroll).click(),
      fields: [/^weights\.seed$/],
    },
    {
      name: "designed weights",
      from: RANDOM,
      act: (f) => radio(f, strings.weights, strings.designed).check(),
      fields: [/^weights$/],
    },
  ],
  words: [
    {
      name: "a sentence with another word",
      act: (f) =>
        type(text(f, strings.sentence), "the animal crossed the street because Rex was hungry"),
      fields: [/^tokens\[6\]$/, /^vectors\[6\]/],
    },
    {
      name: "a shorter sentence",
      act: (f) => type(text(f, strings.sentence), "the animal crossed"),
      fields: [/^tokens$/, /^vectors$/],
      to: { tokens: ["the", "animal", "crossed"] },
    },
    {
      name: "the spelling of a word",
      act: (f) => type(text(f, strings.label), "dog"),
      fields: [/^tokens\[6\]$/, /^vectors\[6\]/],
    },
    {
      name: "moving a word earlier",
      act: (f) => f.button(strings.moveEarlier).click(),
      fields: [/^tokens\[[56]\]$/, /^vectors\[[56]\]\[[0-3]\]$/],
      to: { tokens: "the animal crossed the street it because was hungry".split(" ") },
    },
    {
      name: "moving a word later",
      act: (f) => f.button(strings.moveLater).click(),
      fields: [/^tokens\[[67]\]$/, /^vectors\[[67]\]\[[0-3]\]$/],
      to: { tokens: "the animal crossed the street because was it hungry".split(" ") },
    },
    {
      name: "adding a word",
      act: (f) => f.button(strings.addAfter).click(),
      fields: [/^tokens$/, /^vectors$/],
    },
    {
      name: "removing a word",
      act: (f) => f.button(strings.remove).click(),
      fields: [/^tokens$/, /^vectors$/],
      to: { tokens: "the animal crossed the street because was hungry".split(" ") },
    },
  ],
  vectors: [
    {
      name: "a component's slider",
      act: (f) => slider(f, "alive").press("ArrowRight"),
      fields: [/^vectors\[6\]\[3\]$/],
    },
    {
      name: "a component's number",
      act: (f) => type(field(f, strings.component("noun", "it")), "1.25"),
      fields: [/^vectors\[6\]\[0\]$/],
    },
    {
      name: "a component's number, scrubbed",
      act: (f) => drag(f, field(f, strings.component("verb", "it")), -20),
      fields: [/^vectors\[6\]\[1\]$/],
    },
    {
      name: "a component of another word",
      act: async (f) => {
        await f.element
          .getByRole("combobox", { name: strings.vectorChoice })
          .selectOption({ index: 1 });
        await type(field(f, strings.component("alive", "animal")), "0.5");
      },
      fields: [/^vectors\[1\]\[3\]$/],
    },
    {
      name: "a component of the other sentence",
      from: { memory: MEMORY },
      act: async (f) => {
        await f.element
          .getByRole("combobox", { name: strings.vectorChoice })
          .selectOption({ index: 10 });
        await type(field(f, strings.component("alive", "animal")), "0.5");
      },
      fields: [/^memory\.vectors\[1\]\[3\]$/],
    },
    {
      name: "the arrow, dragged",
      act: (f) => drag(f, pad(f), 40, -30),
      fields: [/^vectors\[6\]\[0\]$/, /^vectors\[6\]\[3\]$/],
    },
    {
      name: "the arrow, by keys",
      act: (f) => pad(f).getByRole("slider").press("ArrowUp"),
      fields: [/^vectors\[6\]\[3\]$/],
    },
    {
      name: "the arrow with other components",
      act: async (f) => {
        await f.element.getByRole("combobox", { name: strings.horizontal }).selectOption("verb");
        await pad(f).getByRole("slider").press("ArrowRight");
      },
      fields: [/^vectors\[6\]\[1\]$/],
    },
  ],
  suggestions: [
    {
      name: "the suggestion to take alive away",
      act: (f) => f.button(/alive/).click(),
      fields: [/^vectors\[1\]\[3\]$/],
    },
    {
      name: "the suggestion to stop dividing",
      from: RANDOM,
      act: (f) => f.button(/stop dividing/).click(),
      fields: [/^scale$/, /^d_k$/],
      to: { scale: "none", d_k: 64 },
    },
  ],
};
