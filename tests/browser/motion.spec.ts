// Motion only explains, is short, can be interrupted and turned off. (a11y 12; page 18)

import type { Explainer } from "./support/figure";
import { STEPS, strings } from "./support/names";
import { expect, test, type Figure } from "./support/test";

/** Every animation that an element of the page is asked for, from now on. */
async function watchAnimations(figure: Figure) {
  await figure.page.evaluate(() => {
    const made: { duration: number }[] = [];
    Object.assign(window, { made });
    const original = Element.prototype.animate;
    Element.prototype.animate = function (frames, options) {
      made.push({ duration: typeof options === "number" ? options : Number(options?.duration) });
      return original.call(this, frames, options);
    };
  });
  return () =>
    figure.page.evaluate(() =>
      (window as unknown as { made: { duration: number }[] }).made.splice(0),
    );
}

/** Animations that are under way in the figure, transitions among them. */
const underWay = (figure: Figure) =>
  figure.element.evaluate(
    (element: Explainer) => (element.renderRoot as ShadowRoot).getAnimations().length,
  );

const travellers = (figure: Figure) => figure.element.locator(".travel > *");

test.describe("with reduced motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("a11y 12: no step moves anything, and shows the same", async ({ figure }) => {
    const made = await watchAnimations(figure);
    const texts: string[] = [];
    for (const step of STEPS) {
      await figure.goTo(step);
      expect(await underWay(figure), step).toBe(0);
      texts.push(await figure.text());
    }
    expect(await made()).toEqual([]);
    await expect(travellers(figure)).toHaveCount(0);
    await figure.page.emulateMedia({ reducedMotion: "no-preference" });
    for (const [i, step] of STEPS.entries()) {
      await figure.goTo(step);
      expect(await figure.text(), step).toBe(texts[i]);
    }
  });
});

test.describe("with motion", () => {
  test.use({ contextOptions: { reducedMotion: "no-preference" } });

  test("operands travel to their result in 150 to 250 ms, and are gone afterwards", async ({
    figure,
  }) => {
    const made = await watchAnimations(figure);
    await figure.goTo("q");
    await made();
    for (let i = 0; i < 3; i += 1) {
      await figure.button(strings.next).click();
      const animations = await made();
      expect(animations.length).toBeGreaterThan(0);
      for (const { duration } of animations) {
        expect(duration).toBeGreaterThanOrEqual(150);
        expect(duration).toBeLessThanOrEqual(250);
      }
      await expect(travellers(figure)).toHaveCount(0);
      expect(await underWay(figure)).toBe(0);
    }
  });

  test("a next step interrupts a journey: nothing piles up, and the end state is the same @desktop", async ({
    figure,
  }) => {
    await figure.goTo("output");
    const text = await figure.text();
    await figure.goTo("embedded");
    await figure.element.evaluate(async (element: Explainer, steps) => {
      for (const step of steps) {
        element.step = step;
        await element.updateComplete;
      }
    }, STEPS);
    expect(await travellers(figure).count()).toBeLessThanOrEqual(24);
    await expect(travellers(figure)).toHaveCount(0);
    expect(await figure.text()).toBe(text);
  });

  test("a drag moves nothing by animation, so that numbers are never late @desktop", async ({
    figure,
  }) => {
    const made = await watchAnimations(figure);
    await figure.element
      .getByRole("slider", { name: strings.heads, exact: true })
      .press("ArrowRight");
    await figure.element.getByRole("slider", { name: strings.temperature }).press("ArrowLeft");
    expect(await made()).toEqual([]);
  });
});
