// axe finds nothing, in any step, in both themes, wide and narrow, in every state that looks
// different. (a11y 20, 5, 7, 8, 14, 15, 16, 18)

import AxeBuilder from "@axe-core/playwright";
import type { Scenario } from "../../www/engine/index";
import { field, type } from "./support/controls";
import type { Explainer } from "./support/figure";
import { STEPS, strings } from "./support/names";
import { expect, Figure, test } from "./support/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

// What travels fades on its way, and is gone before it could be read.
test.use({ contextOptions: { reducedMotion: "reduce" } });

/** Every kind of cell, and few of each: axe judges every one of them for contrast. */
const FEW: Partial<Scenario> = { tokens: ["she", "saw", "it"], d_k: 2, d_v: 2, mask: "causal" };

/** What axe finds in both themes, one line each. */
async function findings({ page }: Figure): Promise<string[]> {
  // Where the page is scrolled, its contents lie over some of the figure, which axe takes for a flaw.
  await page.evaluate(() => scrollTo(0, 0));
  const run = async (colorScheme: "light" | "dark", runOnly: string[]) => {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .include("attention-explainer")
      .options({ runOnly, resultTypes: ["violations"] })
      // In one page there is nothing to wait for, and no second page to open.
      .setLegacyMode()
      .analyze();
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ target, failureSummary }) => {
        const why = failureSummary?.split("\n")[1]?.trim();
        return `${colorScheme}, ${id}: ${target.flat().join(" ")} (${why})`;
      }),
    );
  };
  // Only colors change with the theme.
  return [...(await run("light", TAGS)), ...(await run("dark", ["color-contrast"]))];
}

test.describe("axe finds nothing", () => {
  test.slow();

  test("a11y 20: at rest and in any step", async ({ lone: figure }) => {
    expect(await findings(figure), "at rest").toEqual([]);
    await figure.set(FEW);
    for (const step of STEPS) {
      await figure.goTo(step);
      expect(await findings(figure), step).toEqual([]);
    }
  });

  test("a11y 20: with a trail open, an error shown, other words, another sentence", async ({
    lone: figure,
  }) => {
    await figure.set(FEW);
    await figure.goTo("output");
    await figure.why.locator("button.factor").first().click();
    await figure.why.locator("button.factor").first().click();
    expect(await findings(figure), "a trail").toEqual([]);
    await figure.element.evaluate(async (element: Explainer) => {
      element.setAttribute("heads", "0");
      await element.updateComplete;
    });
    await expect(figure.message).toBeVisible();
    expect(await findings(figure), "an error").toEqual([]);
    await figure.set({
      ...FEW,
      memory: { tokens: ["l'", "animal", "a"] } as never,
      heads: 4,
      kv_heads: 1,
    });
    expect(await findings(figure), "another sentence").toEqual([]);
    await figure.set({ ...FEW, weights: { seed: 3 }, mask: { window: 1 }, scale: "none" });
    await figure.goTo("weights");
    expect(await findings(figure), "random weights and a window").toEqual([]);
  });

  test("a11y 20: in a large scenario", async ({ lone: figure }) => {
    const tokens = Array.from({ length: 64 }, (_, i) => `word${i}`);
    await figure.set({ tokens, d_k: 512, heads: 128, weights: { seed: 1 } });
    for (const step of ["q", "weights"]) {
      await figure.goTo(step);
      expect(await findings(figure), step).toEqual([]);
    }
  });
});

test("a11y 20: axe finds nothing on the rest of the page", async ({ figure }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await figure.page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page: figure.page })
      .exclude("attention-explainer")
      .withTags(TAGS)
      .setLegacyMode()
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`)).toEqual([]);
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the static page has a name, a language, one first heading and described pictures @desktop", async ({
    page,
  }) => {
    await page.goto("/");
    await expect(page).toHaveTitle(/attention/i);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    for (const picture of await page.getByRole("img").all())
      await expect(picture).toHaveAccessibleName(/\w/);
  });
});

test("a11y 8: every class of both maps has text of at least 4.5:1 on it @desktop", async ({
  figure,
}) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await figure.page.emulateMedia({ colorScheme });
    const low = await figure.element.evaluate((element: Explainer) => {
      const luminance = (color: string) => {
        const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
          const share = Number(part) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const result: string[] = [];
      for (const map of ["signed", "weight"])
        for (let i = 0; i <= 20; i += 1) {
          const cell = document.createElement("span");
          cell.className = `${map}-${i}`;
          element.renderRoot.append(cell);
          const { color, backgroundColor } = getComputedStyle(cell);
          const [light, dark] = [luminance(color), luminance(backgroundColor)].sort(
            (a, b) => b - a,
          ) as [number, number];
          const ratio = (light + 0.05) / (dark + 0.05);
          if (!(ratio >= 4.5) || backgroundColor === "rgba(0, 0, 0, 0)")
            result.push(`${cell.className}: ${ratio.toFixed(2)}`);
          cell.remove();
        }
      return result;
    });
    expect(low, colorScheme).toEqual([]);
  }
});

test("a11y 5: the arrow's handle is 44 px wide, and with a finger every slider and number is 44 px high", async ({
  figure,
}) => {
  const sizes = await figure.element.evaluate((element: Explainer) => {
    const sizeOf = (each: Element) => {
      const { width, height } = each.getBoundingClientRect();
      return [Math.round(width), Math.round(height)] as const;
    };
    const all = (selector: string) =>
      [...element.renderRoot.querySelectorAll(selector)].map(sizeOf);
    const shown = ([width]: readonly [number, number]) => width > 0;
    return {
      handles: all(".target"),
      inputs: all(
        ".controls input[type=range], .controls input[type=number], .controls select",
      ).filter(shown),
      isCoarse: matchMedia("(pointer: coarse)").matches,
    };
  });
  expect(sizes.handles.length).toBeGreaterThan(0);
  for (const [width, height] of sizes.handles)
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  const least = sizes.isCoarse ? 44 : 24;
  expect(sizes.inputs.filter(([, height]) => height < least)).toEqual([]);
});

test("a11y 15: a change is announced once it rests, politely, with the summary @desktop", async ({
  page,
}) => {
  await page.clock.install({ time: 0 });
  await page.goto("/");
  const figure = await new Figure(page).ready();
  await page.clock.pauseAt(3_600_000);
  const live = figure.element.locator("[aria-live=polite]");
  await expect(live).toBeEmpty();
  const slider = figure.element.getByRole("slider", { name: strings.temperature });
  for (let i = 0; i < 4; i += 1) {
    await slider.press("ArrowRight");
    await page.clock.runFor(100);
    await expect(live).toBeEmpty();
  }
  await page.clock.runFor(3000);
  const summary = (await figure.summary.textContent())?.replace(/\s+/g, " ").trim() ?? "";
  await expect(live).toHaveText(summary);
  await type(field(figure, strings.keySizeName), "1");
  await page.clock.runFor(3000);
  await expect(live).toHaveText(
    ((await figure.summary.textContent()) ?? "").replace(/\s+/g, " ").trim(),
  );
});

test("a11y 16: no id is given twice, and every label leads to its control @desktop", async ({
  figure,
}) => {
  const scenarios: Partial<Scenario>[] = [
    {},
    {
      memory: { tokens: ["a", "b", "c", "d"] } as never,
      mask: { window: 8 },
      weights: { seed: 1 },
    },
  ];
  for (const scenario of scenarios) {
    await figure.set(scenario);
    const wrong = await figure.element.evaluate((element: Explainer) => {
      const root = element.renderRoot as ShadowRoot;
      const ids = [...root.querySelectorAll("[id]")].map(({ id }) => id);
      const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
      const lost = [...root.querySelectorAll("label")]
        .filter(({ control }) => control === null)
        .map(({ textContent }) => textContent);
      return [...twice, ...lost];
    });
    expect(wrong).toEqual([]);
  }
});

test("a11y 18: with forced colors the chosen and the focused stay told apart @desktop", async ({
  figure,
}) => {
  await figure.page.emulateMedia({ forcedColors: "active" });
  const open = figure.cell(/^S, /, 6, 1);
  await open.click();
  const outline = await open.evaluate((cell) => getComputedStyle(cell).outlineStyle);
  expect(outline).toBe("solid");
  const chosen = figure.element.getByRole("radio", { name: strings.masks.none });
  const borders = await chosen.evaluate((input) => {
    const of = (each: Element | null | undefined) =>
      each && getComputedStyle(each).borderBottomColor;
    const other = input.closest("fieldset")?.querySelector("input:not(:checked)");
    return [of(input.nextElementSibling), of(other?.nextElementSibling)];
  });
  expect(borders[0]).not.toBe(borders[1]);
});
