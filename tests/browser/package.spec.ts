// An app that installs the package and builds it with its own bundler. (widget 2, 12, 15)

import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { load } from "attention-explainer/engine";
import { build, install } from "../package/project.mjs";
import { Chapter } from "./support/chapter";
import { BLOG } from "./support/host";
import { isRounded } from "./support/printed";
import { expect, test } from "./support/test";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "img-src 'self' data:; require-trusted-types-for 'script'";

test("an app bundles one figure, fetches its wasm as a file once, and shows the engine's numbers @desktop", async ({
  page,
}) => {
  const folder = install("app", {
    "index.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>An app</title>
      <link rel="icon" href="data:,"><script type="module" src="/main.js"></script>
      <attention-scaling d-k="96" keys="24" samples="200" seed="5"></attention-scaling>
      <attention-scaling d-k="3" keys="4" samples="90" seed="6"></attention-scaling></html>`,
    "main.js": `import "attention-explainer/define/attention-scaling";
      import { load } from "attention-explainer/engine/streamed";
      globalThis.attend = async (scenario) =>
        [...(await load()).attend(scenario).read("weights").values];`,
  });
  build(folder);
  const dist = join(folder, "dist");
  const built = readdirSync(join(dist, "assets"));
  expect(built.filter((name) => extname(name) === ".wasm").length).toBeGreaterThan(0);
  const scripts = built.filter((name) => extname(name) === ".js");
  for (const name of scripts)
    expect(readFileSync(join(dist, "assets", name), "utf8"), name).not.toContain("AGFzbQ");

  const fetched: string[] = [];
  await page.route(`${BLOG}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (extname(pathname) === ".wasm") fetched.push(pathname);
    const file = pathname === "/" ? "index.html" : pathname.slice(1);
    return route.fulfill({
      contentType: TYPES[extname(file)],
      headers: { "content-security-policy": POLICY },
      body: readFileSync(join(dist, file)),
    });
  });
  await page.goto(BLOG);

  const engine = await load();
  const elements = page.locator("attention-scaling");
  for (const [place, settings] of [
    { d_k: 96, keys: 24, samples: 200, seed: 5 },
    { d_k: 3, keys: 4, samples: 90, seed: 6 },
  ].entries()) {
    const chapter = new Chapter(page, `attention-scaling >> nth=${place}`);
    await chapter.ready();
    const { scaled, unscaled } = engine.experiments.scaling(settings);
    const [size, ...shown] =
      (await elements.nth(place).locator(".summary").innerText()).match(/\d+(\.\d+)?/g) ?? [];
    expect(Number(size)).toBe(settings.d_k);
    const numbers = [
      unscaled.score_deviation,
      scaled.score_deviation,
      unscaled.mean_max_weight,
      scaled.mean_max_weight,
    ];
    for (const [i, number] of numbers.entries())
      expect(isRounded(shown[i] ?? "", number), `${shown[i]} for ${number}`).toBe(true);
  }
  expect(fetched).toHaveLength(1);

  const scenario = { tokens: ["it", "was", "tired"], mask: "causal" as const };
  const values = await page.evaluate(
    (given) => (globalThis as unknown as { attend(s: object): Promise<number[]> }).attend(given),
    scenario,
  );
  expect(values).toEqual([...engine.attend(scenario).read("weights").values]);
  expect(fetched).toHaveLength(2);
});
