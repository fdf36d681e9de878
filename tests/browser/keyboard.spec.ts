// The keyboard alone reaches everything, moves everything and is never caught.
// (a11y 1, 2, 4, 6, 10, 13; page 8)

import type { Page } from "@playwright/test";
import type { Explainer } from "./support/figure";
import { strings } from "./support/names";
import { expect, test, type Figure } from "./support/test";

/** What has the keyboard, through the shadow root. */
interface Stop {
  /** Whether it is in the workbench. */
  inFigure: boolean;
  role: string;
  name: string;
  /** Whether a ring is drawn around it, or around what stands for it. */
  isRinged: boolean;
  /** Whether nothing covers its middle. */
  isUncovered: boolean;
}

const stop = (page: Page) =>
  page.evaluate((): Stop => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (
      !(element instanceof HTMLElement || element instanceof SVGElement) ||
      element === document.body
    )
      return { inFigure: false, role: "", name: "", isRinged: true, isUncovered: true };
    const root = element.getRootNode() as Document | ShadowRoot;
    const hasRing = (each: Element | null) => {
      if (!each) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    };
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = root.elementFromPoint(left + width / 2, top + height / 2);
    const label = element instanceof HTMLInputElement ? element.closest("label") : null;
    return {
      inFigure: root instanceof ShadowRoot && root.host.localName === "attention-explainer",
      role:
        element.getAttribute("role") ??
        `${element.localName} ${element.getAttribute("type") ?? ""}`.trim(),
      name:
        (element.getAttribute("aria-label") ?? element.textContent.trim()) ||
        element.id ||
        (element.getAttribute("value") ?? ""),
      isRinged: hasRing(element) || hasRing(element.nextElementSibling),
      isUncovered:
        hit !== null &&
        (element.contains(hit) ||
          hit.contains(element) ||
          (label?.contains(hit) ?? false) ||
          element.closest("svg")?.contains(hit) === true),
    };
  });

/** Everything that Tab passes in the figure, from the first to the last. */
async function walk(figure: Figure, key: "Tab" | "Shift+Tab"): Promise<Stop[]> {
  const { page } = figure;
  const stops: Stop[] = [];
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press(key);
    const now = await stop(page);
    if (now.inFigure) stops.push(now);
    else if (stops.length > 0) return stops;
  }
  throw new Error("Tab never leaves the figure");
}

/** Puts the keyboard on the link before the figure. */
const enter = (figure: Figure) =>
  figure.page.getByRole("navigation").getByRole("link").last().focus();

/** How many stops there are by the markup: enabled, shown, one for a set of radio buttons. */
const expectedStops = (figure: Figure) =>
  figure.element.evaluate((element: Explainer) => {
    const all = [
      ...element.renderRoot.querySelectorAll<HTMLElement>("button, input, select, [tabindex='0']"),
    ].filter(
      (each) =>
        !each.matches(":disabled") &&
        each.tabIndex >= 0 &&
        each.getClientRects().length > 0 &&
        getComputedStyle(each).visibility === "visible",
    );
    const isRadio = (each: Element): each is HTMLInputElement =>
      each instanceof HTMLInputElement && each.type === "radio";
    const sets = new Set(all.filter(isRadio).map(({ name }) => name));
    return all.filter((each) => !isRadio(each)).length + sets.size;
  });

test("a11y 1, 13: Tab passes every control once and each matrix once, and comes out at both ends", async ({
  figure,
}) => {
  await enter(figure);
  const stops = await walk(figure, "Tab");
  expect(stops.length).toBe(await expectedStops(figure));
  const grids = await figure.grids();
  expect(stops.filter(({ role }) => role === "gridcell")).toHaveLength(grids.length);
  expect(grids.map(({ tabStops }) => tabStops)).toEqual(grids.map(() => 1));
  const back = await walk(figure, "Shift+Tab");
  expect(back.map(({ role, name }) => `${role} ${name}`).reverse()).toEqual(
    stops.map(({ role, name }) => `${role} ${name}`),
  );
});

test("a11y 10: wherever the keyboard is, it is seen, and nothing lies over it", async ({
  figure,
}) => {
  await enter(figure);
  const stops = await walk(figure, "Tab");
  const tell = ({ role, name }: Stop) => `${role} ${name}`;
  expect(stops.filter(({ isRinged }) => !isRinged).map(tell), "without a ring").toEqual([]);
  expect(stops.filter(({ isUncovered }) => !isUncovered).map(tell), "covered").toEqual([]);
});

test("a11y 10: on the rest of the page, too @desktop", async ({ figure }) => {
  const { page } = figure;
  await page.locator("body").press("Tab");
  const wrong: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    const { inFigure, role, name, isRinged, isUncovered } = await stop(page);
    if (role === "") break;
    if (!inFigure && !(isRinged && isUncovered)) wrong.push(`${role} ${name}`);
    // Past the figure in one jump: its last control is followed by the prose's first link.
    if (inFigure) await page.locator("a[data-scenario]").first().focus();
    else await page.keyboard.press("Tab");
  }
  expect(wrong).toEqual([]);
});

test("a11y 13: in a matrix arrows, Home, End and pages move, and Enter opens @desktop", async ({
  figure,
}) => {
  const { keyboard } = figure.page;
  const at = () =>
    figure.element.evaluate((element: Explainer) => {
      const cell = (element.renderRoot as ShadowRoot).activeElement;
      const row = cell?.closest("tr");
      if (!(cell instanceof HTMLTableCellElement) || !row) return null;
      return [row.sectionRowIndex, cell.cellIndex - 1];
    });
  await figure.cell(/^S, /, 0, 0).click();
  const moves: [string, [number, number]][] = [
    ["ArrowRight", [0, 1]],
    ["ArrowDown", [1, 1]],
    ["End", [1, 8]],
    ["ArrowRight", [1, 8]],
    ["PageDown", [6, 8]],
    ["PageDown", [8, 8]],
    ["Home", [8, 0]],
    ["ArrowLeft", [8, 0]],
    ["PageUp", [3, 0]],
    ["ArrowUp", [2, 0]],
  ];
  for (const [key, place] of moves) {
    await keyboard.press(key);
    expect(await at(), key).toEqual(place);
  }
  await keyboard.press("Enter");
  expect(await at()).toEqual([2, 0]);
  await expect(figure.cell(/^S, /, 2, 0)).toHaveAttribute("aria-selected", "true");
  await keyboard.press("ArrowRight");
  await keyboard.press("Space");
  await expect(figure.cell(/^S, /, 2, 1)).toHaveAttribute("aria-selected", "true");
  // Tab leaves it, and comes back to the same cell.
  await keyboard.press("Tab");
  expect(await at()).not.toEqual([2, 1]);
  await keyboard.press("Shift+Tab");
  expect(await at()).toEqual([2, 1]);
});

test("a11y 1: a matrix that is a window follows the keyboard to its every row and column @desktop", async ({
  figure,
}) => {
  await figure.set({
    tokens: Array.from({ length: 40 }, (_, i) => `w${i + 1}`),
    weights: { seed: 1 },
  });
  const { keyboard } = figure.page;
  await figure.cell(/^S, /, 0, 0).click();
  const heads = () =>
    figure.element.evaluate((element: Explainer) => {
      const cell = (element.renderRoot as ShadowRoot).activeElement as HTMLTableCellElement | null;
      const table = cell?.closest("table");
      const column = table?.tHead?.rows[0]?.cells[cell?.cellIndex ?? 0]?.textContent;
      return [cell?.closest("tr")?.cells[0]?.textContent, column];
    });
  for (let i = 0; i < 45; i += 1) await keyboard.press("ArrowDown");
  expect((await heads())[0]).toBe("w40");
  for (let i = 0; i < 45; i += 1) await keyboard.press("ArrowRight");
  expect(await heads()).toEqual(["w40", "w40"]);
  await keyboard.press("Home");
  expect(await heads()).toEqual(["w40", "w1"]);
});

test("a11y 2, 4, 6: sliders, numbers, choices, the arrow and the words all move by keys @desktop", async ({
  figure,
}) => {
  const { element } = figure;
  const { keyboard } = figure.page;
  const slider = element.getByRole("slider", { name: strings.heads, exact: true });
  await slider.focus();
  for (const [key, heads] of [
    ["End", 128],
    ["Home", 1],
    ["ArrowUp", 2],
    ["ArrowLeft", 1],
  ] as const) {
    await keyboard.press(key);
    expect((await figure.scenario()).heads, key).toBe(heads);
  }
  await keyboard.press("PageUp");
  expect((await figure.scenario()).heads).toBeGreaterThan(1);

  await element.getByRole("spinbutton", { name: strings.keySizeName }).focus();
  await keyboard.press("ArrowUp");
  expect((await figure.scenario()).d_k).toBe(5);

  await element.getByRole("radio", { name: strings.masks.none }).focus();
  for (const mask of ["causal", { window: 1 }]) {
    await keyboard.press("ArrowRight");
    expect((await figure.scenario()).mask).toEqual(mask);
  }

  await element.getByRole("combobox", { name: strings.vectorChoice }).focus();
  await keyboard.press("Home");
  const pad = element.getByRole("group", { name: strings.padOf("the") }).getByRole("slider");
  await pad.focus();
  const before = (await figure.scenario()).vectors[0] ?? [];
  await keyboard.press("ArrowRight");
  await keyboard.press("Shift+ArrowUp");
  const after = (await figure.scenario()).vectors[0] ?? [];
  expect(after[0]).toBeCloseTo((before[0] ?? 0) + 0.1, 9);
  expect(after[3]).toBeCloseTo((before[3] ?? 0) + 0.5, 9);

  await figure.button("street").first().focus();
  await keyboard.press("Enter");
  await expect(figure.summary).toContainText("street");
  await figure.button(strings.reset).focus();
  await keyboard.press("Space");
  expect(await figure.scenario()).toMatchObject({ d_k: 4, mask: "none", heads: 2 });
});

test("a word that is renamed, moved or removed by keys keeps the keyboard in the figure @desktop", async ({
  figure,
}) => {
  const { keyboard } = figure.page;
  for (const name of [strings.moveEarlier, strings.moveLater, strings.addAfter, strings.remove]) {
    await figure.button(name).focus();
    await keyboard.press("Enter");
    const { inFigure } = await stop(figure.page);
    expect(inFigure, name).toBe(true);
  }
});
