// Each control changes the field it is for and nothing else, at once, and the way back is exact.
// (page 11, 12, 13, 15, 16; widget 7, 8; a11y 2, 3, 16)

import type { Locator } from "@playwright/test";
import type { Scenario } from "../../www/engine/index";
import { CASES, field, pad, radio, slider, text, type, type Case } from "./support/controls";
import { differences } from "./support/difference";
import type { Explainer } from "./support/figure";
import { strings } from "./support/names";
import { expectGridsToShowTheEngine } from "./support/numbers";
import { expect, test, type Figure } from "./support/test";

/** Cases whose scenario the wide grid can only print in part. */
const isWindowed = ({ d_k, d_v, tokens, memory }: Scenario) =>
  d_k > 4 || d_v > 4 || tokens.length > 10 || (memory?.tokens.length ?? 0) > 9;

for (const [kind, cases] of Object.entries(CASES)) {
  test(`${kind}: each control changes what it is for and nothing else, and can be undone @desktop`, async ({
    figure,
  }) => {
    for (const each of cases) {
      await test.step(each.name, () => expectToChangeNothingElse(figure, each));
      await figure.renew();
    }
  });
}

async function expectToChangeNothingElse(figure: Figure, { from, act, fields, to }: Case) {
  if (from) await figure.set(from);
  const authored = await figure.scenario();
  const heard = await figure.listen();

  await act(figure);
  const changed = await figure.scenario();
  const paths = differences(authored, changed);
  expect(paths.filter((path) => !fields.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(fields.filter((pattern) => !paths.some((path) => pattern.test(path)))).toEqual([]);
  if (to) expect(changed).toMatchObject(to);
  if (!isWindowed(changed)) await expectGridsToShowTheEngine(figure);

  // Widget 7, 8: one change at the end, with what it led to.
  const sent = await heard();
  expect(sent.map(({ type }) => type).filter((type) => type !== "attention-input")).toEqual([
    "attention-change",
  ]);
  expect(sent[0]?.type).toBe("attention-input");
  expect(sent.at(-1)?.detail.scenario).toEqual(changed);
  expect(sent.every(({ bubbles, composed }) => bubbles && composed)).toBe(true);
  await expect(figure.message).toHaveCount(0);

  // Page 15, 16: the way back is exact, and so is the way forth.
  await figure.button(strings.undo).click();
  expect(await figure.scenario()).toEqual(authored);
  await expect(figure.button(strings.undo)).toBeDisabled();
  await figure.button(strings.redo).click();
  expect(await figure.scenario()).toEqual(changed);
  await figure.button(strings.reset).click();
  expect(await figure.scenario()).toEqual(authored);
  await figure.button(strings.undo).click();
  expect(await figure.scenario()).toEqual(changed);
}

/** Inputs, and a value that changes the figure. */
const INPUTS: [string, (figure: Figure) => Locator, string][] = [
  ["the key size's slider", (f) => slider(f, /key size/i), "5"],
  ["the key size's number", (f) => field(f, strings.keySizeName), "3"],
  ["the heads' slider", (f) => slider(f, strings.heads), "3"],
  ["the key/value heads' slider", (f) => slider(f, strings.kvHeads), "0"],
  ["the value size's slider", (f) => slider(f, /value size/i), "1"],
  ["the temperature's slider", (f) => slider(f, strings.temperature), "2"],
  ["a component's slider", (f) => slider(f, "pronoun"), "-1.5"],
  ["a component's number", (f) => field(f, strings.component("noun", "it")), "0.4"],
  ["the sentence", (f) => text(f, strings.sentence), "we saw it was hungry"],
  ["the spelling", (f) => text(f, strings.label), "she"],
];

test("page 11: every input moves the numbers in the task of its event, before a timer or a frame @desktop", async ({
  figure,
}) => {
  for (const [name, find, value] of INPUTS) {
    await test.step(name, () => expectToActAtOnce(figure, find(figure), value));
    await figure.renew();
  }
});

async function expectToActAtOnce(figure: Figure, control: Locator, value: string) {
  const before = await figure.text();
  const wasLater = await control.evaluate(async (element, next) => {
    const input = element as HTMLInputElement;
    const host = (input.getRootNode() as ShadowRoot).host as Explainer;
    let isLater = false;
    setTimeout(() => (isLater = true));
    requestAnimationFrame(() => (isLater = true));
    input.value = next;
    input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await host.updateComplete;
    const { values } = host.read("output");
    const output = [...host.renderRoot.querySelectorAll("[role=grid]")].find((grid) =>
      grid.getAttribute("aria-label")?.startsWith("Y,"),
    );
    const shown = [...(output?.querySelectorAll("td[role=gridcell]") ?? [])].map((cell) =>
      Number(cell.textContent.replace("\u2212", "-")),
    );
    const isShown =
      shown.length === values.length &&
      shown.every((each, i) => Math.abs(each - (values[i] ?? NaN)) <= 0.0051);
    return isLater || !isShown;
  }, value);
  expect(wasLater).toBe(false);
  expect(await figure.text()).not.toBe(before);
}

test("one drag is many inputs, one change and one step back @desktop", async ({ figure }) => {
  const before = await figure.scenario();
  const heard = await figure.listen();
  const track = slider(figure, /key size/i);
  await track.scrollIntoViewIfNeeded();
  const box = (await track.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const y = box.y + box.height / 2;
  const { mouse } = figure.page;
  await mouse.move(box.x + box.width * 0.2, y);
  await mouse.down();
  const seen = new Set<number>();
  for (const part of [0.35, 0.5, 0.65, 0.8]) {
    await mouse.move(box.x + box.width * part, y);
    seen.add((await figure.scenario()).d_k);
  }
  expect(seen.size, "sizes seen while it is dragged").toBe(4);
  expect((await heard()).every(({ type }) => type === "attention-input")).toBe(true);
  await mouse.up();
  expect((await heard()).map(({ type }) => type)).toEqual(["attention-change"]);
  await figure.button(strings.undo).click();
  expect(await figure.scenario()).toEqual(before);
});

test("a11y 3: a click on a slider's track or on the plane sets the value without a drag @desktop", async ({
  figure,
}) => {
  const track = slider(figure, /key size/i);
  const { width, height } = (await track.boundingBox()) ?? { width: 0, height: 0 };
  await track.click({ position: { x: width * 0.9, y: height / 2 } });
  expect((await figure.scenario()).d_k).toBeGreaterThan(64);
  const plane = pad(figure);
  await plane.click({ position: { x: 40, y: 40 } });
  const { vectors } = await figure.scenario();
  expect(vectors[6]?.[0]).toBeLessThan(-0.5);
  expect(vectors[6]?.[3]).toBeGreaterThan(0.5);
});

test("page 13: the sliders stop at meaningful sizes, and any size between can be typed @desktop", async ({
  figure,
}) => {
  const sizes = slider(figure, /key size/i);
  await sizes.press("End");
  expect((await figure.scenario()).d_k).toBe(512);
  await sizes.press("Home");
  expect((await figure.scenario()).d_k).toBe(1);
  const heads = slider(figure, strings.heads);
  await heads.press("End");
  expect((await figure.scenario()).heads).toBe(128);
  await type(field(figure, strings.heads), "12");
  const kv: number[] = [];
  await slider(figure, strings.kvHeads).press("Home");
  for (let i = 0; i < 6; i += 1) {
    kv.push((await figure.scenario()).kv_heads);
    await slider(figure, strings.kvHeads).press("ArrowRight");
  }
  expect(kv).toEqual([1, 2, 3, 4, 6, 12]);
  await type(field(figure, strings.keySizeName), "77");
  expect((await figure.scenario()).d_k).toBe(77);
});

test("a11y 16: each slider says what its value means @desktop", async ({ figure }) => {
  await type(field(figure, strings.keySizeName), "64");
  await expect(slider(figure, /key size/i)).toHaveAttribute("aria-valuetext", /64/);
  for (const each of await figure.element.getByRole("slider").all())
    await expect(each).toHaveAttribute("aria-valuetext", /\D/);
});

test("a row of several changes is undone one by one, and redone, and forked @desktop", async ({
  figure,
}) => {
  const states = [await figure.scenario()];
  const keep = async (act: Promise<void>) => {
    await act;
    states.push(await figure.scenario());
  };
  await keep(radio(figure, strings.mask, strings.masks.causal).check());
  await keep(slider(figure, strings.heads).press("ArrowRight"));
  await keep(figure.button(strings.moveEarlier).click());
  await keep(type(field(figure, strings.temperature), "0.5"));
  for (let i = states.length - 2; i >= 0; i -= 1) {
    await figure.button(strings.undo).click();
    expect(await figure.scenario()).toEqual(states[i]);
  }
  for (let i = 1; i < 3; i += 1) {
    await figure.button(strings.redo).click();
    expect(await figure.scenario()).toEqual(states[i]);
  }
  // By keyboard, from anywhere in the figure that is no text field.
  await figure.button(strings.next).focus();
  await figure.page.keyboard.press("Control+z");
  expect(await figure.scenario()).toEqual(states[1]);
  await figure.page.keyboard.press("Control+Shift+z");
  expect(await figure.scenario()).toEqual(states[2]);
  // A new change takes the place of what was undone.
  await radio(figure, strings.divideBy, strings.nothing).check();
  await expect(figure.button(strings.redo)).toBeDisabled();
});

test("the prose sets the figure to the state that it talks about @desktop", async ({ figure }) => {
  const links = figure.page.locator("a[data-scenario]");
  expect(await links.count()).toBeGreaterThan(4);
  for (const link of await links.all()) {
    const wanted = JSON.parse(
      (await link.getAttribute("data-scenario")) ?? "",
    ) as Partial<Scenario>;
    await link.click();
    const { memory, ...rest } = wanted;
    await expect.poll(() => figure.scenario()).toMatchObject(rest);
    const scenario = await figure.scenario();
    if (memory) expect(scenario.memory?.tokens).toEqual(memory.tokens);
    await expect(figure.summary).toBeVisible();
    await expect(figure.message).toHaveCount(0);
  }
});
