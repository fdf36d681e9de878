// A figure's tag, copied from its dialog and pasted into another page, is the figure as it stands:
// by script, in an iframe, in Markdown, in a notebook; with locked words, and without controls.

import AxeBuilder from "@axe-core/playwright";
import { execFileSync } from "node:child_process";
import type { Locator, Page } from "@playwright/test";
import type { Weights } from "../../www/engine/types";
import type { FigureElement, Snapshot } from "../../www/figures/frame/element";
import { allReady, TAGS } from "./support/foreign";
import { python } from "./support/python";
import { expect, test } from "./support/test";

/** What breaks out of attributes, Markdown, addresses and Python where it can. */
const HOSTILE = [`"><script>pwned=1</script>`, "a`b${pwned}", "x&quot;y", "</attention-explainer>"];

type Tag = (typeof TAGS)[number];

/** The article's figure, with its numbers. */
async function figureOf(page: Page, tag: Tag): Promise<Locator> {
  const figure = page.locator(tag).first();
  await figure.scrollIntoViewIfNeeded();
  await allReady(page, tag);
  return figure;
}

async function open(figure: Locator): Promise<Locator> {
  await figure.getByRole("toolbar").getByRole("button", { name: "Embed" }).click();
  return figure.getByRole("dialog");
}

const kind = (dialog: Locator, name: string) => dialog.getByLabel("For").selectOption(name);
const pasted = async (dialog: Locator) => (await dialog.locator("pre").textContent()) ?? "";

/** What a figure is and what it says. */
const shown = async (figure: Locator): Promise<{ snapshot: Snapshot; summary: string }> => ({
  snapshot: await figure.evaluate((element) => (element as FigureElement).snapshot),
  summary: await figure.locator("[part~=summary]").innerText(),
});

/** Somebody's page, as the author pasted it, beside the article's. */
async function paste(from: Page, body: string, tag: Tag): Promise<Locator> {
  const page = await from.context().newPage();
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A blog</title><link rel="icon" href="data:,"><main>${body}</main></html>`;
  await page.route("**/somebody", (route) =>
    route.fulfill({ contentType: "text/html", body: html }),
  );
  await page.goto("/somebody");
  return figureOf(page, tag);
}

for (const tag of TAGS) {
  test(`${tag}, changed and pasted by script, shows the same @desktop`, async ({ page }) => {
    await page.goto("/");
    const figure = await figureOf(page, tag);
    const before = await shown(figure);
    await figure.locator(".try button").click();
    const after = await shown(figure);
    expect(after).not.toEqual(before);
    const body = await pasted(await open(figure));
    const copy = await paste(page, body, tag);
    expect(await shown(copy)).toEqual(after);
    // It is the author's state: there is nothing to reset.
    await expect(copy.getByRole("button", { name: "Reset" })).toBeDisabled();
  });
}

/** The article's workbench with hostile words, at a step and a cell that are not its first. */
async function withHostileWords(page: Page): Promise<Locator> {
  await page.goto("/");
  const figure = await figureOf(page, "attention-explainer");
  await figure.evaluate((element, tokens) => {
    const own = element as FigureElement;
    own.restore({
      settings: { tokens, temperature: 0.5, heads: 2, d_k: 3 },
      view: { step: "weights", head: 1, row: 2, col: 0 },
    });
  }, HOSTILE);
  await expect(figure.locator("[part~=summary]")).toContainText("script");
  return figure;
}

const unharmed = async (page: Page) => {
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
};

for (const [option, name] of [
  ["a page, by script", "script"],
  ["Markdown or MDX", "Markdown"],
] as const) {
  test(`hostile words stay words where they are pasted as ${name} @desktop`, async ({ page }) => {
    const figure = await withHostileWords(page);
    const after = await shown(figure);
    const dialog = await open(figure);
    await kind(dialog, option);
    const body = await pasted(dialog);
    // One line: a blank one would end the element in Markdown.
    expect(body.trim().split("\n").at(-1)).toMatch(
      /^<attention-explainer .*<\/attention-explainer>$/,
    );
    const copy = await paste(page, body, "attention-explainer");
    expect(await shown(copy)).toEqual(after);
    await unharmed(copy.page());
  });
}

test("hostile words stay words in an attribute, from somebody’s page to the next @desktop", async ({
  page,
}) => {
  const numbers = HOSTILE.map((word) => word.replace(/["&<>]/g, (c) => `&#${c.charCodeAt(0)};`));
  const script = `<script type="module" src="/attention-explainer.js"></script>`;
  const tag = `<attention-explainer tokens="${numbers.join(",")}"></attention-explainer>`;
  const figure = await paste(page, script + tag, "attention-explainer");
  const before = await shown(figure);
  expect(before.snapshot.settings).toMatchObject({ tokens: HOSTILE });
  const body = await pasted(await open(figure));
  expect(body).toMatch(/ tokens="[^"<>`{}]*"/);
  const copy = await paste(page, body, "attention-explainer");
  expect(await shown(copy)).toEqual(before);
  await unharmed(copy.page());
});

test("an iframe shows the same, without controls and with its words locked @desktop", async ({
  page,
}) => {
  const figure = await withHostileWords(page);
  const after = await shown(figure);
  const dialog = await open(figure);
  await kind(dialog, "a page, in an iframe");
  await dialog.getByLabel("without the controls").check();
  await dialog.getByLabel("with its words locked").check();
  const body = await pasted(dialog);
  await page.route("**/somebody", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>A blog</title><link rel="icon" href="data:,">${body}`,
    }),
  );
  await page.goto("/somebody");
  const frame = page.frameLocator("iframe");
  const copy = frame.locator("attention-explainer");
  await expect(copy.locator("[part~=summary]")).toHaveText(after.summary);
  expect((await shown(copy)).snapshot).toEqual(after.snapshot);
  await expect(copy.getByRole("toolbar")).toBeHidden();
  await expect(copy.locator(".controls")).toBeHidden();
  // What is left still lives.
  await copy.getByRole("button", { name: "Back", exact: true }).click();
  expect((await shown(copy)).snapshot.view["step"]).not.toBe(after.snapshot.view["step"]);
  await unharmed(page);
});

test("a notebook's Python has the same numbers, and is nothing but one call @desktop", async ({
  page,
}) => {
  const figure = await withHostileWords(page);
  const { snapshot } = await shown(figure);
  const dialog = await open(figure);
  await kind(dialog, "Jupyter");
  const program = `
import ast, json, sys
tree = ast.parse(sys.stdin.read())
imported, call = tree.body
assert isinstance(imported, ast.ImportFrom) and imported.module == "attention_explainer"
assert call.value.func.id == "Attention" and not call.value.args
print(json.dumps({each.arg: ast.literal_eval(each.value) for each in call.value.keywords}))`;
  const read = execFileSync(python(), ["-c", program], { input: await pasted(dialog) });
  const { step, seed, preset, ...fields } = JSON.parse(String(read)) as Record<string, unknown>;
  expect(step).toBe(snapshot.view["step"]);
  const weights =
    seed === undefined && preset === undefined ? {} : { weights: { preset, seed } as Weights };
  const filled = await figure.evaluate(
    (element, scenario) => {
      const trace = (element as FigureElement).engine.attend(scenario);
      return trace.scenario;
    },
    { ...fields, ...weights },
  );
  expect(filled).toEqual(
    await figure.evaluate(
      (element, scenario) => (element as FigureElement).engine.attend(scenario).scenario,
      snapshot.settings,
    ),
  );
});

test("locked words stay: no field, file, link or neighbour, and a sentence says so @desktop", async ({
  page,
}) => {
  await page.goto("/");
  const dialog = await open(await figureOf(page, "attention-explainer"));
  await dialog.getByLabel("with its words locked").check();
  const copy = await paste(page, await pasted(dialog), "attention-explainer");
  const before = await shown(copy);
  const { tokens } = before.snapshot.settings as { tokens: string[] };
  const refused = "The words are locked";
  await expect(
    copy.getByText("The words stay as the author of this page has set them."),
  ).toBeVisible();
  await expect(copy.getByRole("textbox")).toHaveCount(0);

  const drop = (text: string) =>
    copy.evaluate((element, json) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([json], "scenario.json"));
      const drop = { dataTransfer, bubbles: true, composed: true, cancelable: true };
      element.dispatchEvent(new DragEvent("drop", drop));
    }, text);
  await drop(`{"tokens":["other","words"]}`);
  await expect(copy.getByRole("alert")).toContainText(refused);
  expect(await shown(copy)).toEqual(before);
  // Other numbers for the same words are no other words.
  await drop(JSON.stringify({ tokens, temperature: 3 }));
  await expect(copy.getByRole("alert")).toHaveCount(0);
  expect((await shown(copy)).snapshot.settings).toMatchObject({ tokens, temperature: 3 });

  await copy.getByRole("toolbar").getByRole("button", { name: "Code and data" }).click();
  const own = copy.getByRole("dialog");
  await own.locator("textarea").fill(`{"tokens":["other","words"]}`);
  await own.getByRole("button", { name: "Open what is pasted" }).click();
  await expect(own.getByRole("alert")).toContainText(refused);
  await copy.page().keyboard.press("Escape");

  // What a link or undo brings back comes by `restore`.
  expect(
    await copy.evaluate((element) => {
      const figure = element as FigureElement;
      try {
        figure.restore({ ...figure.snapshot, settings: { tokens: ["other", "words"] } });
      } catch (error) {
        return String(error);
      }
      return "";
    }),
  ).toContain(refused);

  // Words that were others before they were locked do not come back by undo; the author may.
  await copy.evaluate((element) => {
    const figure = element as FigureElement & { scenario: object };
    figure.removeAttribute("locked");
    figure.restore({ ...figure.snapshot, settings: { tokens: ["other", "words"] } });
    figure.restore({ ...figure.snapshot, settings: { tokens: ["third", "words"] } });
    figure.setAttribute("locked", "");
  });
  await copy.getByRole("button", { name: "Undo" }).click();
  await expect(copy.getByRole("alert")).toContainText(refused);
  await copy.getByRole("button", { name: "Reset" }).click();
  expect((await shown(copy)).snapshot.settings).toMatchObject({ tokens });
});

test("a librarian's locked titles stay, what the books hold does not @desktop", async ({
  page,
}) => {
  await page.goto("/");
  const dialog = await open(await figureOf(page, "attention-librarian"));
  await dialog.getByLabel("with its words locked").check();
  const copy = await paste(page, await pasted(dialog), "attention-librarian");
  await expect(copy.getByRole("textbox", { name: "Title" })).not.toBeEditable();
  await expect(copy.getByRole("button", { name: /^Add/ })).toBeDisabled();
  await expect(copy.getByRole("slider").first()).toBeEnabled();
});

test("a broken state is refused in words, and the figure shows its first one @desktop", async ({
  page,
}) => {
  const script = `<script type="module" src="/attention-explainer.js"></script>`;
  for (const state of [
    "v1/attention-softmax?temperature=hot",
    "v1/attention-blend?x=1",
    "nonsense",
  ]) {
    const plain = await shown(
      await paste(page, `${script}<attention-softmax></attention-softmax>`, "attention-softmax"),
    );
    const body = `${script}<attention-softmax state="${state}"></attention-softmax>`;
    const figure = await paste(page, body, "attention-softmax");
    await expect(figure.getByRole("alert")).toContainText("expected");
    expect(await shown(figure)).toEqual(plain);
  }
});

test("axe finds nothing in the dialog, in both themes, and it fits a phone @desktop", async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/");
  const figure = await figureOf(page, "attention-explainer");
  const dialog = await open(figure);
  await expect(dialog.locator("attention-explainer [part~=summary]")).toBeAttached();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include("attention-explainer").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`)).toEqual([]);
  }
  expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(
    0,
  );
});
