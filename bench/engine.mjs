import { milliseconds, open } from "./page.mjs";

/**
 * The engine alone, through the same door as the figure.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @returns {Promise<import("./page.mjs").Row[]>}
 */
export async function measureEngine(browser, url) {
  const page = await open(browser, url);
  const [small, large] = await page.evaluate(inPage);
  await page.close();
  return [
    { what: "engine, default scenario", measured: milliseconds(small), aim: "≤ 0.2 ms" },
    {
      what: "engine, 12 tokens × 128 heads × d_k 64, d_model 6",
      measured: milliseconds(large),
      aim: "≤ 16 ms",
    },
  ];
}

/** Runs in the page. */
async function inPage() {
  /** @type {typeof import("attention-explainer/engine")} */
  const { load } = await import(/* @vite-ignore */ new URL("engine.js", location.href).href);
  const engine = await load();
  const twelve = Array.from({ length: 12 }, (_, index) => `word ${index}`);
  /** @type {Partial<import("attention-explainer/engine").Scenario>[]} */
  const scenarios = [
    engine.defaultScenario,
    engine.attend({ tokens: twelve, heads: 128, d_k: 64, d_v: 64 }).scenario,
  ];

  /** @param {Partial<import("attention-explainer/engine").Scenario>} scenario @param {number} calls */
  const time = (scenario, calls) => {
    const start = performance.now();
    for (let call = 0; call < calls; call++) {
      if (scenario.vectors) scenario.vectors[0][0] = call % 2;
      engine.attend(scenario).dispose();
    }
    return performance.now() - start;
  };

  return scenarios.map((scenario) => {
    for (let spent = 0; spent < 400;) spent += time(scenario, 10);
    const calls = Math.max(1, Math.ceil(20 / (time(scenario, 10) / 10)));
    const rounds = Array.from({ length: 25 }, () => time(scenario, calls) / calls);
    return rounds.sort((a, b) => a - b)[12];
  });
}
