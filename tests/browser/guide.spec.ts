// The guide for authors: every snippet in it is run as it stands there, the figures beneath theirs
// show the engine's numbers, and its tables have all that the elements observe. (widget 10, 24)

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { load } from "attention-explainer/engine";
import { TAGS } from "./support/foreign";
import { siteOf } from "./support/host";
import { expectShown } from "./support/shown";
import { expect, test } from "./support/test";

const root = fileURLToPath(new URL("../../", import.meta.url));
const SITE = "https://example.org/attention/";
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "require-trusted-types-for 'script'";

interface Snippet {
  text: string;
  language: string;
  runs: string;
}

/** What a reader copies. */
async function snippets(page: Page): Promise<Snippet[]> {
  await page.goto("/guide.html");
  return page.locator(".listing").evaluateAll((listings) =>
    (listings as HTMLElement[]).map((listing) => ({
      text: listing.querySelector("pre")?.textContent ?? "",
      language: listing.dataset["language"] ?? "",
      runs: listing.dataset["runs"] ?? "",
    })),
  );
}

/** An empty page at the address that the guide takes for an example, with the site beside it. */
async function serve(page: Page, baseURL: string | undefined) {
  const { origin } = siteOf(baseURL);
  const files: Record<string, string> = {};
  await page.route("https://example.org/**", async (route) => {
    const name = new URL(route.request().url()).pathname.replace(/^(\/attention)?\//, "");
    const { search } = new URL(route.request().url());
    const contentType = name.endsWith(".css")
      ? "text/css"
      : name.endsWith(".js")
        ? "text/javascript"
        : "text/html";
    const body = files[name];
    if (body === undefined)
      return route.fulfill({ response: await route.fetch({ url: `${origin}/${name}${search}` }) });
    await route.fulfill({ contentType, headers: { "content-security-policy": POLICY }, body });
  });
  return async (body: string, more: Record<string, string> = {}) => {
    const script = /attention-explainer\.js|<iframe/.test(body)
      ? ""
      : `<script type="module" src="attention-explainer.js"></script>`;
    const style = more["mine.css"] ? `<link rel="stylesheet" href="mine.css">` : "";
    files["blank.html"] =
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>` +
      `<link rel="icon" href="/favicon.svg">${style}<main>${body}</main>${script}</html>`;
    Object.assign(files, more);
    await page.goto(`${SITE}blank.html`);
  };
}

const isPage = ({ language, runs }: Snippet) =>
  language === "html" && /^(live|from=.*)?$/.test(runs);

test("each tag of the guide, on an empty page with a strict policy, shows the engine's numbers @desktop", async ({
  page,
  baseURL,
}) => {
  test.slow();
  const all = await snippets(page);
  const show = await serve(page, baseURL);
  const shown = new Set<string>();
  for (const [i, { text }] of all.entries()) {
    const snippet = all[i] as Snippet;
    if (!isPage(snippet)) continue;
    await test.step(text, async () => {
      const script = all.slice(i + 1).find(({ runs }) => runs === "mine.js")?.text ?? "";
      if (/attention-embed\.js/.test(text)) {
        const frame = all.find((each) => each.text.startsWith("<iframe"))?.text ?? "";
        await show(frame + text);
        const element = page.locator("iframe");
        await expectShown(page.frameLocator("iframe").locator("attention-softmax"));
        const heightOf = async () => (await element.boundingBox())?.height ?? 900;
        await expect.poll(heightOf).not.toBe(900);
        return;
      }
      await show(text, { "mine.js": script });
      if (text.startsWith("<iframe")) {
        await expectShown(page.frameLocator("iframe").locator("attention-softmax"));
        return;
      }
      const figures = page.locator(TAGS.join());
      expect(await figures.count()).toBeGreaterThan(0);
      for (const figure of await figures.all()) {
        await expectShown(figure);
        shown.add(await figure.evaluate(({ localName }) => localName));
      }
    });
  }
  expect([...shown].sort()).toEqual([...TAGS].sort());
});

test("the guide's script sets a property and hears the reader; its style sheet reaches the figure @desktop", async ({
  page,
  baseURL,
}) => {
  const all = await snippets(page);
  const show = await serve(page, baseURL);
  const script = all.findIndex(({ runs }) => runs === "mine.js");
  const style = all.find(({ language }) => language === "css")?.text ?? "";
  await show(all[script - 1]?.text ?? "", {
    "mine.js": all[script]?.text ?? "",
    "mine.css": style,
  });
  const figure = page.locator("attention-softmax");
  await expect
    .poll(() => figure.evaluate((each) => Number(Reflect.get(each, "temperature"))))
    .toEqual(2);
  expect((await expectShown(figure)).temperature).toBe(2);
  await expect(page.locator("output")).toBeEmpty();
  const slider = figure.getByRole("slider", { name: /temperature/i });
  await slider.press("ArrowRight");
  await expect(page.locator("output")).toContainText("2.5");
  const looks = await figure.locator("[part~=title]").evaluate((title) => {
    const { fontSize, fontFamily } = getComputedStyle(title);
    return { fontSize, fontFamily };
  });
  expect(looks.fontSize).toBe("24px");
  expect(looks.fontFamily).toContain("Verdana");
});

test("programs of the guide run in Node, and quoted lines are those of the host that is tested @desktop", async ({
  page,
}) => {
  const all = await snippets(page);
  const printed = all
    .filter(({ runs }) => runs === "node")
    .map(({ text }) =>
      execFileSync(process.execPath, ["--input-type=module", "-e", text], {
        cwd: root,
        encoding: "utf8",
      }).trim(),
    );
  const trace = (await load()).attend({ tokens: ["it", "was", "hungry"], heads: 1 });
  expect(printed).toContain([...trace.read("weights").values].join(" "));
  expect(printed.join("\n")).toContain("scores labels temperature shift masked");

  const plain = (text: string) => text.replace(/\s+/g, " ").trim();
  const quoted = all.filter(({ runs }) => runs.startsWith("from="));
  expect(quoted.length).toBeGreaterThan(9);
  for (const { text, runs } of quoted) {
    const file = readFileSync(`${root}tests/embed/hosts/${runs.slice("from=".length)}`, "utf8");
    const source = runs.endsWith(".ipynb")
      ? (JSON.parse(file) as { cells: { source: string[] }[] }).cells
          .map((cell) => cell.source.join(""))
          .join("\n")
      : file;
    expect(plain(source), runs).toContain(plain(text));
  }

  // Nothing is left that nobody runs, but for what is typed into a shell.
  const rest = all.filter(
    (each) =>
      !isPage(each) &&
      !/^(node|mine\.js|from=.*)$/.test(each.runs) &&
      !["css", "sh"].includes(each.language),
  );
  expect(rest).toEqual([]);
});

test("the figures beneath their code show the engine's numbers, and every attribute is in a table @desktop", async ({
  page,
}) => {
  await page.goto("/guide.html");
  const live = page.locator(".live > :not(noscript)");
  await expect(live).toHaveCount(TAGS.length);
  // None is fetched for the text at the top.
  expect(await page.evaluate(() => Boolean(customElements.get("attention-softmax")))).toBe(false);
  for (const figure of await live.all()) await expectShown(figure);
  for (const tag of TAGS) {
    const observed = await page.evaluate(
      (name) => Reflect.get(customElements.get(name) as object, "observedAttributes") as string[],
      tag,
    );
    const shared =
      tag === "attention-explainer" ? ["every figure"] : ["every figure", "every chapter"];
    const listed = await Promise.all(
      [...shared, tag].map((of) =>
        page
          .getByRole("table", { name: `Attributes of ${of}`, exact: true })
          .locator("tbody th code")
          .allTextContents(),
      ),
    );
    expect(listed.flat().sort(), tag).toEqual([...new Set(observed)].sort());
  }
  // What is said without a script says something.
  const empty = page.locator(".reference tbody tr td:empty");
  expect(await empty.locator("xpath=..").allTextContents()).toEqual([]);
});

test("the guide fits a phone, reads without a script, copies, and has no flaw that axe knows", async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto("/guide.html");
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .exclude(".live")
      .setLegacyMode()
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      colorScheme,
    ).toEqual([]);
  }
  const first = page.locator(".listing").first();
  await first.getByRole("button", { name: /^Copy/ }).click();
  await expect(first.getByRole("status")).not.toBeEmpty();

  const still = await browser.newPage({
    baseURL: siteOf(baseURL).origin,
    javaScriptEnabled: false,
    viewport: { width: 320, height: 600 },
  });
  await still.goto("/guide.html");
  await expect(still.locator(".reference").first()).toBeVisible();
  await expect(still.locator(".fallback").first()).toBeVisible();
  await expect(still.getByRole("button")).toHaveCount(0);
  await still.close();
});
