// `<attention-librarian>`: one engine call, drawn as a library and as mathematics. (page 5, 9, 11,
// 14–18, 21–24; claims 5 and 7)

import type { Page } from "@playwright/test";
import type { Settings } from "../../www/figures/attention-librarian";
import type { AttentionLibrarian } from "../../www/figures/attention-librarian";
import type { StepName } from "../../www/engine/index";
import { librarianStrings as strings, STAGES, type View } from "../../www/strings/librarian";
import { Chapter } from "./support/chapter";
import { isRounded, isShare, percentages } from "./support/printed";
import { expect, test } from "./support/test";

const BOTH: readonly View[] = ["library", "mathematics"];

class Library extends Chapter<Settings> {
  constructor(page: Page) {
    super(page, "attention-librarian");
  }

  read(step: StepName): Promise<number[]> {
    return this.element.evaluate(
      (figure, of) => Array.from((figure as AttentionLibrarian).read(of).values),
      step,
    );
  }

  /** The digits of a table, which are there in both views. */
  table(step: keyof typeof strings.tables): Promise<string[]> {
    const table = this.element.getByRole("grid", { name: strings.tables[step], exact: true });
    return table.locator("td[role=gridcell]").allTextContents();
  }

  async show(view: View): Promise<void> {
    await this.element.getByRole("radio", { name: strings.views[view] }).check({ force: true });
  }

  stage(index: number) {
    return this.element.locator(".ruler button").nth(index);
  }

  /** What is drawn, without what a focus or a pointer leaves. */
  drawn(): Promise<string> {
    return this.element.evaluate(async (figure) => {
      await (figure as AttentionLibrarian).updateComplete;
      const copy = figure.shadowRoot?.querySelector(".stage")?.cloneNode(true) as Element;
      for (const each of copy.querySelectorAll("*")) {
        each.removeAttribute("tabindex");
        each.removeAttribute("data-hot");
      }
      const read = (of: string) => figure.shadowRoot?.querySelector(of)?.textContent;
      const drawn = new XMLSerializer().serializeToString(copy);
      return [drawn, read(".narration"), read(".formula")].join("\n");
    });
  }

  async change(field: string, value: number): Promise<void> {
    await this.field(field).fill(String(value));
    await this.field(field).blur();
  }
}

const open = (page: Page) => new Library(page).open() as Promise<Library>;

const expectRounded = (texts: string[], values: number[], what: string) => {
  expect(texts, what).toHaveLength(values.length);
  texts.forEach((text, i) =>
    expect(isRounded(text, values[i] ?? NaN), `${what}: ${text} for ${values[i]}`).toBe(true),
  );
};

/** The mechanism, written once more. */
function closedForm({ question, books }: Settings) {
  const scores = books.map(({ card }) => card.reduce((s, k, j) => s + k * (question[j] ?? 0), 0));
  const powers = scores.map((score) => Math.exp(score / 2));
  const total = powers.reduce((a, b) => a + b);
  const shares = powers.map((power) => power / total);
  const answer = question.map((_, j) =>
    books.reduce((sum, { content }, i) => sum + (shares[i] ?? 0) * (content[j] ?? 0), 0),
  );
  return { scores, shares, answer };
}

const close = (numbers: number[], wanted: number[]) => {
  expect(numbers).toHaveLength(wanted.length);
  numbers.forEach((number, i) => expect(number).toBeCloseTo(wanted[i] ?? NaN, 12));
};

/** Counts what the page asks the engine to compute. */
async function countCalls(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counter = window as unknown as { attended: number };
    counter.attended = 0;
    const original = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const { instance, module } = await original(source, imports);
      const exports = Object.fromEntries(
        Object.entries(instance.exports).map(([name, value]) => {
          if (typeof value !== "function" || !/attend$/.test(name)) return [name, value];
          const counted = (...given: unknown[]) => {
            counter.attended += 1;
            return value(...given) as unknown;
          };
          return [name, counted];
        }),
      );
      return { instance: { exports } as WebAssembly.Instance, module };
    };
  });
  return () => page.evaluate(() => (window as unknown as { attended: number }).attended);
}

test("page 21: both views and all steps show the numbers of one engine call @desktop", async ({
  page,
}) => {
  const calls = await countCalls(page);
  const library = await open(page);
  const before = await calls();
  expect(before).toBeGreaterThan(0);
  await library.change(strings.amount.question("sea"), 1.5);
  expect((await calls()) - before).toBe(1);

  for (const view of BOTH) {
    await library.show(view);
    for (const step of ["q", "k", "scores", "weights", "v", "head_output"] as const)
      expectRounded(await library.table(step), await library.read(step), `${view}, ${step}`);
    for (let i = 0; i < STAGES.length; i += 1) await library.stage(i).click();
  }
  expectRounded(await library.table("scaled"), await library.read("scaled"), "scaled");
  expect((await calls()) - before).toBe(1);
});

test("page 11: what is drawn is the engine's numbers, and these are the closed form's @desktop", async ({
  page,
}) => {
  const library = await open(page);
  const states: Partial<Settings>[] = [
    {},
    { question: [-3, 2.5, 0.5, 1] },
    { question: [0, 0, 0, 0] },
  ];
  for (const state of states) {
    await library.set(state);
    const { scores, shares, answer } = closedForm(await library.settings());
    close(await library.read("scores"), scores);
    close(await library.read("weights"), shares);
    close(await library.read("head_output"), answer);

    const printed = await library.element.locator(".scene .share").allTextContents();
    expect(printed).toHaveLength(shares.length);
    shares.forEach((share, i) => expect(isShare(printed[i] ?? "", share)).toBe(true));
    // Each ribbon lands on its share of the page: the left edge, from its upper to its lower end.
    const landings = await library.element.locator(".scene .ribbon").evaluateAll((ribbons) =>
      ribbons.map((ribbon) => {
        const [, top, bottom] = /\s(\S+)L\S+ (\S+)C/.exec(ribbon.getAttribute("d") ?? "") ?? [];
        return Number(bottom) - Number(top);
      }),
    );
    const whole = landings.reduce((sum, each) => sum + each, 0);
    const parts = landings.map((each) => each / whole).sort((a, b) => a - b);
    [...shares]
      .sort((a, b) => a - b)
      .forEach((share, i) => expect(Math.abs((parts[i] ?? 0) - share)).toBeLessThan(0.002));
    const said = percentages((await library.summary.textContent()) ?? "");
    expect(isShare(said[0] ?? "", Math.max(...shares)), said.join()).toBe(true);
  }
});

test("claim 7: a card moves keys alone, a book values alone; a book on the wrong card fills the page @desktop", async ({
  page,
}) => {
  const library = await open(page);
  const all = async () => ({
    k: await library.read("k"),
    v: await library.read("v"),
    shares: await library.read("weights"),
    answer: await library.read("head_output"),
  });
  const honest = await all();
  await library.button(/file The Milky Way under food/).click();
  const misfiled = await all();
  expect(misfiled.v).toEqual(honest.v);
  expect(misfiled.k).not.toEqual(honest.k);
  expect(misfiled.k.slice(12, 16)).toEqual([3, 0, 0, 0]);
  expect(misfiled.shares[3]).toBeCloseTo(misfiled.shares[0] ?? 0, 12);
  // Asked for food and sea, the page speaks of stars, because the book does.
  expect(misfiled.answer[2]).toBeGreaterThan(5 * (honest.answer[2] ?? NaN));

  await library.change(strings.amount.content("stars", "The Milky Way"), 0);
  await library.change(strings.amount.content("chess", "The Milky Way"), 2);
  const rewritten = await all();
  expect(rewritten.k).toEqual(misfiled.k);
  expect(rewritten.shares).toEqual(misfiled.shares);
  expect(rewritten.v.slice(12, 16)).toEqual([0, 0, 0, 2]);
  expect(rewritten.answer[3]).toBeCloseTo(2 * (misfiled.shares[3] ?? NaN), 12);
});

test("claim 5: when nothing fits the shares still come to 100 %, until somebody adds the book @desktop", async ({
  page,
}) => {
  const library = await open(page);
  await library.button(/Ask for chess, which no card mentions/).click();
  expect(await library.read("scores")).toEqual([0, 0, 0, 0, 0]);
  close(await library.read("weights"), [0.2, 0.2, 0.2, 0.2, 0.2]);
  const printed = await library.element.locator(".scene .share").allTextContents();
  expect(printed.map((text) => Number.parseInt(text)).reduce((a, b) => a + b)).toBe(100);
  expect((await library.read("head_output"))[3]).toBe(0);
  await expect(library.element.locator(".breaks")).toContainText("No card fits");

  await library.button(/Add a book about chess/).click();
  const shares = await library.read("weights");
  expect(shares).toHaveLength(6);
  expect(shares[5]).toBeCloseTo(Math.exp(4.5) / (Math.exp(4.5) + 5), 12);
  await library.button("Remove it").click();
  expect((await library.settings()).books).toHaveLength(5);
});

test("page 17: a jump to any step shows what stepping there shows, in both views @desktop", async ({
  page,
}) => {
  const library = await open(page);
  for (const view of BOTH) {
    await library.show(view);
    await library.stage(0).click();
    const stepped = [await library.drawn()];
    for (let i = 1; i < STAGES.length; i += 1) {
      await library.button("Next").click();
      stepped.push(await library.drawn());
    }
    expect(new Set(stepped).size).toBe(STAGES.length);
    for (const i of [2, 0, 3, 1]) {
      await library.stage(i).click();
      expect(await library.drawn(), `${view}, ${STAGES[i]}`).toBe(stepped[i]);
    }
  }
});

test("page 18: play goes on by itself, stops at the end, and a touch stops it @desktop", async ({
  page,
}) => {
  await page.clock.install({ time: 0 });
  const library = await open(page);
  await page.clock.pauseAt(3_600_000);
  const step = async () => (await library.settings()).step;
  await library.button("Play").click();
  expect(await step()).toBe("ask");
  await page.clock.runFor(2300);
  expect(await step()).toBe("compare");
  await library.element.locator(".narration").click();
  await page.clock.runFor(5000);
  expect(await step()).toBe("compare");
  await library.button("Play").click();
  await page.clock.runFor(9000);
  expect(await step()).toBe("blend");
  await expect(library.button("Play")).toBeVisible();
});

test("a11y 12: a step takes a quarter of a second at most, and no time at all under reduced motion @desktop", async ({
  page,
}) => {
  const library = await open(page);
  const longest = () =>
    library.element.evaluate((figure) => {
      const moving = [".thread", ".pencil", ".ribbon", ".script", ".pencil-place"];
      return moving.map((of) => {
        const each = figure.shadowRoot?.querySelector(of);
        if (!each) throw new Error(`${of} is not drawn`);
        const durations = getComputedStyle(each).transitionDuration.split(", ");
        return Math.max(...durations.map(Number.parseFloat));
      });
    });
  for (const seconds of await longest()) {
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(0.25);
  }
  const moving = await library.drawn();
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(Math.max(...(await longest()))).toBe(0);
  expect(await library.drawn()).toBe(moving);
});

test("a11y 1: everything by keyboard: ask, step, switch, choose a book, open a number, undo @desktop", async ({
  page,
}) => {
  const library = await open(page);
  await library.slider("food").first().press("ArrowRight");
  expect((await library.settings()).question[0]).toBe(2.5);
  await page.keyboard.press("Control+z");
  expect((await library.settings()).question[0]).toBe(2);

  await library.stage(1).press("Enter");
  expect((await library.settings()).step).toBe("compare");
  await library.element.getByRole("radio", { name: strings.views.library }).press("ArrowRight");
  expect((await library.settings()).view).toBe("mathematics");

  await library.button(strings.editCard("Whales")).press("Enter");
  await expect(library.field(strings.amount.card("sea", "Whales"))).toHaveValue("3");

  const scores = library.element.getByRole("grid", { name: strings.tables.scores });
  await scores.locator("td[tabindex='0']").press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const why = library.element.getByRole("region", { name: /^why/i });
  const soup = (await library.read("scores"))[2] ?? NaN;
  await expect(why.locator("tfoot .product")).toHaveText(soup.toFixed(2));
  await why.locator("button.factor").first().press("Enter");
  await expect(why.locator(".trail")).toBeVisible();
  await library.button("Close").press("Enter");
  await expect(why).toHaveCount(0);
});

test("page 23: a share opens to its powers, and from there to the slip and the card @desktop", async ({
  page,
}) => {
  const library = await open(page);
  const shares = library.element.getByRole("grid", { name: strings.tables.weights });
  await shares.locator("td[role=gridcell]").first().click();
  const why = library.element.getByRole("region", { name: /^why/i });
  const [first = NaN] = await library.read("weights");
  await expect(why.locator(".line b")).toHaveText(first.toFixed(3));
  await expect(why.locator("tbody tr")).toHaveCount(5);
  // Through the mask, which is none, and the division.
  await why.locator("tbody .factor").first().click();
  await why.locator(".line .factor").first().click();
  await why.locator(".line .factor").first().click();
  await expect(why.locator("tfoot .product")).toHaveText("6.00");
  await expect(why.locator("tbody th").first()).toHaveText("food");
});

test("titles are text, however they look, and keep to their cards @desktop", async ({ page }) => {
  const library = await open(page);
  const titles = ["<img src=x onerror=alert(1)>", "كتاب", "👩‍👩‍👧‍👦", "w".repeat(64)];
  for (const title of titles) {
    await library.element.getByRole("textbox", { name: strings.bookTitle }).fill(title);
    await page.keyboard.press("Enter");
    expect((await library.settings()).books[3]?.title).toBe(title);
    const card = library.element.locator(".card-title").nth(3);
    await expect(card.locator("bdi")).toHaveText(title);
    const isInside = await card.evaluate((button) => {
      const [inner, outer] = [button.querySelector("bdi"), button].map((each) =>
        (each as Element).getBoundingClientRect(),
      );
      return (inner as DOMRect).right <= (outer as DOMRect).right;
    });
    expect(isInside).toBe(true);
  }
  expect(await library.element.locator("img, script").count()).toBe(1);
  expect(await library.isTooWide()).toBe(false);
});

test("what is refused is said by name, and the library stays as it was @desktop", async ({
  page,
}) => {
  const library = await open(page);
  const before = await library.drawn();
  for (const [property, value, field] of [
    ["question", [1, 2], "question"],
    ["question", [1, 2, 3, NaN], "question"],
    ["settings", { books: [] }, "books"],
    ["settings", { books: [{ title: "", card: [0, 0, 0, 0], content: [0, 0, 0, 0] }] }, "title"],
    ["settings", { books: [{ title: "a", card: [0, 0, 0, 9], content: [0, 0, 0, 0] }] }, "card"],
    ["step", "sleep", "step"],
    ["view", "dream", "view"],
    ["settings", { color: "red" }, "color"],
  ] as const) {
    const message = await library.refusal(property, value);
    expect(message, `${property} = ${JSON.stringify(value)}`).toContain(field);
    expect(message).toContain("expected");
  }
  expect(await library.drawn()).toBe(before);
  await library.element.evaluate((figure) => figure.setAttribute("view", "dream"));
  await expect(library.alert).toContainText("view: expected");
  await library.element.evaluate((figure) => figure.setAttribute("view", "mathematics"));
  await expect(library.alert).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`a11y 20: axe finds nothing in either view, ${colorScheme} @desktop`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
    const library = await open(page);
    expect(await library.violations(), "library").toEqual([]);
    await library.show("mathematics");
    await library.element.getByRole("grid").first().locator("td[tabindex='0']").click();
    expect(await library.violations(), "mathematics, a number open").toEqual([]);
  });

test("with a finger: a card, a number and a slider answer, and nothing is too wide at 320 px @phone", async ({
  page,
}) => {
  const library = await open(page);
  await library.button(strings.editCard("Tides")).tap({ position: { x: 40, y: 10 } });
  await expect(library.field(strings.amount.card("stars", "Tides"))).toHaveValue("2");
  const shares = library.element.getByRole("grid", { name: strings.tables.weights });
  await shares.locator("td[role=gridcell]").nth(1).tap();
  await expect(library.element.getByRole("region", { name: /^why/i })).toBeVisible();
  const slider = library.slider("chess").first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  await page.touchscreen.tap(box.x + box.width - 4, box.y + box.height / 2);
  expect((await library.settings()).question[3]).toBeGreaterThan(2);
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 640 });
    for (const view of BOTH) {
      await library.show(view);
      expect(await library.isTooWide(), `${width}, ${view}`).toBe(false);
    }
  }
  expect(await library.violations()).toEqual([]);
});
