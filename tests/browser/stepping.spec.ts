// Step, back, play, pause, scrub: a step is a whole state, however it was reached.
// (page 17, 18; a11y 11)

import { STEPS, strings, type PipelineStep } from "./support/names";
import { expect, Figure, test } from "./support/test";

/** All steps, jumbled: far jumps, back and forth, each step more than once. */
const JUMPS = [10, 0, 7, 2, 9, 4, 1, 8, 3, 6, 5, 10, 4, 0, 6];

const scrub = (figure: Figure) => figure.element.getByRole("slider", { name: strings.steps });

/** The text of each step, taken one after another with Next. */
async function textsInOrder(figure: Figure): Promise<string[]> {
  await figure.goTo("embedded");
  const texts = [await figure.text()];
  for (const step of STEPS.slice(1)) {
    await figure.button(strings.next).click();
    expect(await figure.step()).toBe(step);
    texts.push(await figure.text());
  }
  return texts;
}

/** The button of a step: on the ruler, or on the map of a narrow figure. */
function stepButton(figure: Figure, step: PipelineStep) {
  const name = strings.stepName(step);
  return figure.element
    .getByRole("group", { name: strings.steps })
    .getByRole("button", { name: new RegExp(`(^|\\s)${name}$`) })
    .and(figure.page.locator(":visible"));
}

test("page 17: a jump to any step shows what stepping there shows", async ({ figure }) => {
  const texts = await textsInOrder(figure);
  expect(new Set(texts).size, "steps that look different").toBe(STEPS.length);
  for (const index of JUMPS) {
    const step = STEPS[index] as PipelineStep;
    await stepButton(figure, step).click();
    expect(await figure.step()).toBe(step);
    expect(await figure.text(), step).toBe(texts[index]);
  }
});

test("page 17: stepping back shows what stepping on has shown @desktop", async ({ figure }) => {
  const texts = await textsInOrder(figure);
  await expect(figure.button(strings.next)).toBeDisabled();
  for (let index = STEPS.length - 2; index >= 0; index -= 1) {
    await figure.button(strings.back).click();
    expect(await figure.text(), STEPS[index]).toBe(texts[index]);
  }
  await expect(figure.button(strings.back)).toBeDisabled();
});

test("page 17: scrubbing shows what stepping shows, and says where it is @desktop", async ({
  figure,
}) => {
  await figure.set({ mask: "causal", heads: 4, kv_heads: 2 });
  const texts = await textsInOrder(figure);
  for (const index of JUMPS) {
    await scrub(figure).fill(String(index));
    expect(await figure.text(), STEPS[index]).toBe(texts[index]);
    await expect(scrub(figure)).toHaveAttribute(
      "aria-valuetext",
      strings.stepValue(index, STEPS.length, strings.stepName(STEPS[index] as PipelineStep)),
    );
  }
  await scrub(figure).press("Home");
  expect(await figure.step()).toBe("embedded");
  await scrub(figure).press("End");
  expect(await figure.step()).toBe("output");
});

test("page 17: dragging along the ruler scrubs through the steps @desktop", async ({ figure }) => {
  await scrub(figure).scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await scrub(figure).boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  const { mouse } = figure.page;
  await mouse.move(x + width * 0.02, y + height / 2);
  await mouse.down();
  const seen: string[] = [await figure.step()];
  for (let part = 0.1; part < 1; part += 0.1) {
    await mouse.move(x + width * part, y + height / 2);
    seen.push(await figure.step());
  }
  await mouse.up();
  expect(new Set(seen).size).toBeGreaterThan(8);
});

test("page 17: arrow keys step from anywhere in the figure that does not use them itself @desktop", async ({
  figure,
}) => {
  const texts = await textsInOrder(figure);
  await figure.button(strings.play).focus();
  for (let index = STEPS.length - 2; index >= 0; index -= 1) {
    await figure.page.keyboard.press("ArrowLeft");
    expect(await figure.text(), STEPS[index]).toBe(texts[index]);
  }
  await figure.page.keyboard.press("ArrowLeft");
  expect(await figure.step()).toBe("embedded");
  await figure.page.keyboard.press("ArrowRight");
  expect(await figure.step()).toBe("q");
  // A field, a slider and a matrix keep their own arrow keys.
  for (const own of [
    figure.element.getByRole("textbox", { name: strings.sentence }),
    figure.element.getByRole("slider", { name: strings.heads, exact: true }),
    figure.cell(/^Q, /, 0, 0),
  ]) {
    await own.focus();
    await figure.page.keyboard.press("ArrowRight");
    expect(await figure.step()).toBe("q");
  }
});

test("the keyboard stays where it is when a button has nothing more to do @desktop", async ({
  figure,
}) => {
  await figure.goTo("k");
  const { keyboard } = figure.page;
  await figure.button(strings.back).focus();
  await keyboard.press("Enter");
  await keyboard.press("Enter");
  expect(await figure.step()).toBe("embedded");
  await keyboard.press("ArrowRight");
  expect(await figure.step()).toBe("q");
  await figure.button(/alive/).click();
  await figure.button(strings.undo).focus();
  await keyboard.press("Enter");
  await keyboard.press("ArrowRight");
  expect(await figure.step()).toBe("k");
});

test("page 17: a step changes no number of the scenario and sends no event @desktop", async ({
  figure,
}) => {
  const scenario = await figure.scenario();
  const heard = await figure.listen();
  await textsInOrder(figure);
  expect(await figure.scenario()).toEqual(scenario);
  expect(await heard()).toEqual([]);
  await expect(figure.button(strings.undo)).toBeDisabled();
});

test("each step shows its equation, and its symbols lead to their steps @desktop", async ({
  figure,
}) => {
  for (const step of STEPS) {
    await figure.goTo(step);
    await expect(figure.element.getByRole("math").first()).toBeVisible();
  }
  await figure.goTo("scores");
  await figure.element.locator("math [data-step=q]").first().click();
  expect(await figure.step()).toBe("q");
});

test.describe("playing", () => {
  /** Longer than a step stays, shorter than two do. */
  const A_STEP = 2500;

  /** The figure with a clock that the test turns. */
  async function withClock(figure: Figure) {
    await figure.page.clock.install({ time: 0 });
    await figure.page.goto("/");
    await figure.ready();
    await figure.page.clock.pauseAt(3_600_000);
    await figure.goTo("embedded");
    return figure.page.clock;
  }

  const play = (figure: Figure) => figure.button(strings.play);
  const pause = (figure: Figure) => figure.button(strings.pause);

  test("page 17, 18: nothing plays by itself; play goes on step by step and stops at the end @desktop", async ({
    page,
  }) => {
    const figure = new Figure(page);
    const clock = await withClock(figure);
    await clock.runFor(4 * A_STEP);
    expect(await figure.step()).toBe("embedded");
    await play(figure).click();
    const seen = ["embedded"];
    for (let i = 0; i < 24; i += 1) {
      await clock.runFor(A_STEP / 2);
      seen.push(await figure.step());
    }
    expect([...new Set(seen)]).toEqual([...STEPS]);
    await expect(play(figure)).toBeVisible();
    // From the end, play begins again.
    await play(figure).click();
    await clock.runFor(A_STEP);
    expect(STEPS.indexOf((await figure.step()) as PipelineStep)).toBeLessThan(3);
  });

  test("page 18, a11y 11: pause stops it, and so does touching the figure @desktop", async ({
    page,
  }) => {
    const figure = new Figure(page);
    const clock = await withClock(figure);
    const stops: [string, () => Promise<void>][] = [
      ["pause", () => pause(figure).click()],
      ["a cell", () => figure.cell(/^W_Q, /, 0, 0).click()],
      ["a slider", () => figure.element.getByRole("slider", { name: strings.temperature }).click()],
      ["a word", () => figure.button("street").first().click()],
    ];
    for (const [what, stop] of stops) {
      await play(figure).click();
      await clock.runFor(A_STEP);
      await stop();
      await expect(play(figure), what).toBeVisible();
      const step = await figure.step();
      await clock.runFor(3 * A_STEP);
      expect(await figure.step(), what).toBe(step);
    }
  });
});

test("at phone width the map is the stepper, and says where you are @phone", async ({ figure }) => {
  const map = figure.element.getByRole("group", { name: strings.steps }).first();
  for (const [index, step] of STEPS.entries()) {
    await stepButton(figure, step).tap();
    expect(await figure.step()).toBe(step);
    await expect(stepButton(figure, step)).toHaveAttribute("aria-current", "step");
    await expect(map.locator("[aria-current=step]")).toHaveCount(1);
    await expect(figure.element.getByText(strings.youAreAt(index, STEPS.length))).toBeVisible();
  }
});

test("at phone width the playable part is within the first screen @phone", async ({ figure }) => {
  const words = figure.element.getByRole("button", { name: "it", exact: true });
  await expect(words).toBeInViewport();
});
