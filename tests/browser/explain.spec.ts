// Every number proves itself: explain, followed to its ends. (page 23)

import type { Cell, Explanation, Scenario } from "../../www/engine/index";
import type { Explainer } from "./support/figure";
import { expect, test } from "./support/test";

/** Follows a cell's inputs to their ends, in the page. Answers with what does not add up. */
function follow(element: Explainer, start: Cell) {
  const seen = new Map<string, Explanation>();
  const wrong: string[] = [];
  const ends = new Set<string>();
  const queue: Cell[] = [start];
  const near = (a: number, b: number) =>
    a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a));
  for (let cell = queue.pop(); cell; cell = queue.pop()) {
    const key = `${cell.step}/${cell.head}/${cell.row}/${cell.col}`;
    if (seen.has(key)) continue;
    const told = element.explain(cell.step, cell);
    seen.set(key, told);
    const { cols, values } = element.read(cell.step, { head: cell.head });
    if (!Object.is(told.value, values[cell.row * cols + cell.col]))
      wrong.push(`${key}: not what is read`);
    const products = told.terms.map(({ factors, product }) => {
      const made = factors.reduce((all, { value }) => all * value, 1);
      if (!near(product, made)) wrong.push(`${key}: a term is not the product of its factors`);
      for (const factor of factors) {
        if (!factor.cell) continue;
        const given = element.explain(factor.cell.step, factor.cell).value;
        // Of a softmax's row a factor is e to the cell, less the row's largest; of a lookup, 1 or 0.
        const max = told.softmax?.max;
        const isLookup = element.scenario.temperature === 0;
        const wanted =
          max === undefined ? given : isLookup ? Number(given === max) : Math.exp(given - max);
        if (!near(wanted, factor.value)) wrong.push(`${key}: a factor is not its cell's value`);
      }
      return product;
    });
    if (
      !near(
        told.value,
        products.reduce((sum, product) => sum + product, 0),
      )
    )
      wrong.push(`${key}: ${told.value} is not the sum of its terms`);
    if (told.inputs.length === 0) ends.add(`${cell.step}: ${told.operation}`);
    queue.push(...told.inputs);
  }
  return { wrong, ends: [...ends].sort(), cells: seen.size };
}

const KINDS: Record<string, Partial<Scenario>> = {
  "self-attention": {},
  "grouped queries and a causal mask": { heads: 4, kv_heads: 2, mask: "causal", temperature: 0.7 },
  "rotary positions and an empty slot": { positions: "rotary", sink: 1 },
  "ALiBi and log-n scaling": { positions: "alibi", ssmax: 0.4, mask: "causal" },
  "sinusoidal positions and a lookup": { positions: "sinusoidal", temperature: 0 },
  "cross-attention, unscaled": { memory: { tokens: ["l'", "animal"] } as never, scale: "none" },
};

for (const [name, scenario] of Object.entries(KINDS)) {
  test(`in ${name} every explanation adds up, down to token vectors and weights @desktop`, async ({
    figure,
  }) => {
    await figure.set(scenario);
    const start: Cell = { step: "output", head: null, row: 6, col: 0 };
    const { wrong, ends, cells } = await figure.element.evaluate(follow, start);
    expect(wrong).toEqual([]);
    const end = scenario.positions === "sinusoidal" ? "embedded: position" : "embedded: given";
    const vectors = scenario.memory ? [end, "memory: given"] : [end];
    const weights = ["w_k: given", "w_o: given", "w_q: given", "w_v: given"];
    expect(ends).toEqual([...vectors, ...weights]);
    expect(cells).toBeGreaterThan(100);
  });
}
