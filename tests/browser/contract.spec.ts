// What other people's pages rely on: ready, read, scenario, attributes, properties, events. (widget 1, 5, 6, 7, 8, 9, 12, 15, 16, 22)

import type { Mask, Scenario, StepName } from "../../www/engine/index";
import { ALL_STEPS, type Explainer } from "./support/figure";
import { STEPS } from "./support/names";
import { expect, test } from "./support/test";

test("every step reads as a row-major Float64Array of its shape @desktop", async ({ figure }) => {
  await figure.set({
    heads: 4,
    kv_heads: 2,
    d_k: 5,
    d_v: 3,
    memory: { tokens: ["l'", "animal"] },
  } as never);
  const shapes = await figure.element.evaluate(
    (element: Explainer, steps) =>
      steps.map((step) => {
        const { rows, cols, values } = element.read(step, { head: 3 });
        const isList = values instanceof Float64Array && values.length === rows * cols;
        return [step, rows, cols, isList];
      }),
    [...ALL_STEPS],
  );
  const [n, m, model, key, value] = [9, 2, 6, 5, 3];
  expect(shapes).toEqual([
    ["embedded", n, model, true],
    ["memory", m, model, true],
    ["w_q", model, key, true],
    ["w_k", model, key, true],
    ["w_v", model, value, true],
    ["w_o", value, model, true],
    ["q", n, key, true],
    ["k", m, key, true],
    ["v", m, value, true],
    ["q_rotated", n, key, true],
    ["k_rotated", m, key, true],
    ["scores", n, m, true],
    ["scaled", n, m, true],
    ["biased", n, m, true],
    ["masked", n, m, true],
    ["weights", n, m, true],
    ["head_output", n, value, true],
    ["concat", n, 4 * value, true],
    ["output", n, model, true],
  ]);
});

test("embedded reads the vectors as they were given, row by row @desktop", async ({ figure }) => {
  const vectors = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  await figure.set({ tokens: ["a", "b"], vectors });
  expect(await figure.read("embedded")).toEqual({ rows: 2, cols: 3, values: vectors.flat() });
  expect((await figure.scenario()).vectors).toEqual(vectors);
});

test("a query head reads the key/value head that it uses, and without a head the first @desktop", async ({
  figure,
}) => {
  await figure.set({ heads: 4, kv_heads: 2, weights: { seed: 2 } });
  for (const step of ["k", "v", "w_k", "w_v"] as const) {
    expect(await figure.read(step, 0)).toEqual(await figure.read(step, 1));
    expect(await figure.read(step, 1)).not.toEqual(await figure.read(step, 2));
    expect(await figure.read(step, 2)).toEqual(await figure.read(step, 3));
  }
  for (const step of ["q", "w_q", "w_o"] as const)
    expect(await figure.read(step, 0)).not.toEqual(await figure.read(step, 1));
  const { output, first } = await figure.element.evaluate((element: Explainer) => ({
    output: [0, 1].map((head) => Array.from(element.read("output", { head }).values)),
    first: [element.read("q"), element.read("q", {}), element.read("q", { head: 0 })].map(
      ({ values }) => Array.from(values),
    ),
  }));
  expect(output[0]).toEqual(output[1]);
  expect(first[1]).toEqual(first[0]);
  expect(first[2]).toEqual(first[0]);
});

test("turned and biased numbers are read and explained where a scenario has them @desktop", async ({
  figure,
}) => {
  const at = { head: 0, row: 6, col: 3 };
  await figure.element.evaluate(async (element: Explainer) => {
    element.setAttribute("positions", "rotary");
    await element.updateComplete;
  });
  const turned = await figure.explain("q_rotated", at);
  expect(turned).toMatchObject({ step: "q_rotated", operation: "rotate", ...at });
  expect(turned.inputs.map(({ step, row, col }) => [step, row, col])).toEqual([
    ["q", 6, 2],
    ["q", 6, 3],
  ]);
  const q = await figure.read("q");
  const pair = [q.values[6 * q.cols + 2] ?? NaN, q.values[6 * q.cols + 3] ?? NaN] as const;
  const angle = 6 / 10_000 ** (2 / q.cols);
  const wanted = pair[1] * Math.cos(angle) + pair[0] * Math.sin(angle);
  expect(turned.value).toBeCloseTo(wanted, 12);
  expect(turned.value).not.toBeCloseTo(pair[1], 2);
  expect((await figure.read("q_rotated")).values[6 * q.cols + 3]).toBe(turned.value);

  await figure.set({ positions: "alibi" });
  const biased = await figure.explain("biased", { head: 1, row: 6, col: 3 });
  expect(biased.operation).toBe("bias");
  // The second of two heads falls by 2⁻⁸ a place.
  const { value: scaled } = await figure.explain("scaled", { head: 1, row: 6, col: 3 });
  expect(biased.value).toBeCloseTo(scaled - 3 / 256, 12);

  // Without them they are the steps in their place.
  await figure.set({});
  expect(await figure.read("q_rotated")).toEqual(await figure.read("q"));
  expect((await figure.explain("q_rotated", at)).step).toBe("q");
  expect(await figure.read("biased")).toEqual(await figure.read("scaled"));
});

test("masked cells read -Infinity, and their weights exactly 0 @desktop", async ({ figure }) => {
  const own = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_, j) => i !== j));
  const allowed: [Mask, (i: number, j: number) => boolean][] = [
    ["none", () => true],
    ["causal", (i, j) => j <= i],
    [{ window: 2 }, (i, j) => Math.abs(i - j) <= 2],
    [own, (i, j) => i !== j],
  ];
  for (const [mask, isAllowed] of allowed) {
    await figure.set({ mask });
    const masked = await figure.read("masked");
    const scaled = await figure.read("scaled");
    const weights = await figure.read("weights");
    for (let i = 0; i < 9; i += 1)
      for (let j = 0; j < 9; j += 1) {
        const at = i * 9 + j;
        expect(masked.values[at]).toBe(isAllowed(i, j) ? scaled.values[at] : -Infinity);
        if (!isAllowed(i, j)) expect(Object.is(weights.values[at], 0)).toBe(true);
      }
    for (let i = 0; i < 9; i += 1) {
      const sum = weights.values.slice(i * 9, i * 9 + 9).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  }
});

test("a scenario that is read can be set again, and left-out fields are the default's @desktop", async ({
  figure,
}) => {
  const original = await figure.scenario();
  await figure.set({
    heads: 4,
    mask: { window: 2 },
    weights: { seed: 3 },
    memory: { tokens: "a b c d e f g".split(" ") } as never,
  });
  const other = await figure.scenario();
  expect(other).toMatchObject({ heads: 4, kv_heads: 4, mask: { window: 2 }, d_k: original.d_k });
  const output = await figure.read("output");
  await figure.set({});
  expect(await figure.scenario()).toEqual(original);
  await figure.set(other);
  expect(await figure.scenario()).toEqual(other);
  expect(await figure.read("output")).toEqual(output);
});

test("what the host does with a scenario that it read or set does not change the figure @desktop", async ({
  figure,
}) => {
  const { before, after } = await figure.element.evaluate((element: Explainer) => {
    const own = { ...element.scenario, heads: 1, kv_heads: 1 };
    element.scenario = own;
    const [first] = Array.from(element.read("output").values);
    const read = element.scenario;
    for (const each of [own, read]) {
      each.tokens[0] = "changed";
      (each.vectors[0] as number[])[0] = 99;
    }
    element.read("output").values.fill(0);
    return {
      before: [first, "the"],
      after: [element.read("output").values[0], element.scenario.tokens[0]],
    };
  });
  expect(after).toEqual(before);
});

/** Each attribute: its text, its property, and what either asks of the scenario. */
const ATTRIBUTES: [
  name: string,
  text: string,
  property: string,
  value: unknown,
  to: Partial<Scenario>,
][] = [
  [
    "tokens",
    "one, two,three",
    "tokens",
    ["one", "two", "three"],
    { tokens: ["one", "two", "three"] },
  ],
  ["heads", "3", "heads", 3, { heads: 3, kv_heads: 3 }],
  ["kv-heads", "1", "kvHeads", 1, { heads: 2, kv_heads: 1 }],
  ["d-k", "7", "dK", 7, { d_k: 7 }],
  ["mask", "causal", "mask", "causal", { mask: "causal" }],
  ["mask", '{"window": 2}', "mask", { window: 2 }, { mask: { window: 2 } }],
  ["scale", "none", "scale", "none", { scale: "none" }],
  ["temperature", "0.5", "temperature", 0.5, { temperature: 0.5 }],
  ["temperature", "0", "temperature", 0, { temperature: 0 }],
  ["positions", "none", "positions", "none", { positions: "none" }],
  ["positions", "sinusoidal", "positions", "sinusoidal", { positions: "sinusoidal" }],
  ["positions", "rotary", "positions", "rotary", { positions: "rotary" }],
  ["positions", "alibi", "positions", "alibi", { positions: "alibi" }],
  ["seed", "5", "seed", 5, { weights: { preset: "grammar", seed: 5 } }],
  ["preset", "grammar", "preset", "grammar", { weights: { preset: "grammar", seed: 7 } }],
];

test("widget 5: each attribute, in the tag or later, sets its part of the scenario @desktop", async ({
  figure,
}) => {
  const found = await figure.element.evaluate(
    async (element: Explainer, list) => {
      const results: unknown[] = [];
      for (const [name, text] of list) {
        const early = document.createElement("attention-explainer");
        early.setAttribute(name, text);
        const late = document.createElement("attention-explainer");
        element.after(early, late);
        await Promise.all([early.ready, late.ready]);
        late.setAttribute(name, text);
        await late.updateComplete;
        results.push([early.scenario, late.scenario]);
        early.remove();
        late.remove();
      }
      return results;
    },
    ATTRIBUTES.map(([name, text]) => [name, text] as const),
  );
  for (const [i, [name, text, , , to]] of ATTRIBUTES.entries()) {
    const [early, late] = found[i] as [Scenario, Scenario];
    expect(early, `${name}="${text}" in the tag`).toMatchObject(to);
    expect(late, `${name}="${text}" later`).toEqual(early);
  }
});

test("widget 5: each attribute is also a property, which reads what is so @desktop", async ({
  figure,
}) => {
  const found = await figure.element.evaluate(
    async (element: Explainer, list) => {
      const results: unknown[] = [];
      for (const [property, value] of list) {
        element.scenario = {} as Scenario;
        Reflect.set(element, property, value);
        await element.updateComplete;
        results.push([element.scenario, Reflect.get(element, property)]);
      }
      return results;
    },
    ATTRIBUTES.map(([, , property, value]) => [property, value] as const),
  );
  for (const [i, [, , property, value, to]] of ATTRIBUTES.entries()) {
    const [scenario, read] = found[i] as [Scenario, unknown];
    expect(scenario, property).toMatchObject(to);
    expect(read, property).toEqual(value);
  }
});

test("the attribute scenario takes a whole scenario as JSON @desktop", async ({ figure }) => {
  const wanted = { tokens: ["a", "b"], heads: 1, weights: { seed: 2 }, mask: "causal" };
  await figure.element.evaluate(async (element: Explainer, json) => {
    element.setAttribute("scenario", json);
    await element.updateComplete;
  }, JSON.stringify(wanted));
  expect(await figure.scenario()).toMatchObject({ ...wanted, kv_heads: 1, d_k: 4 });
});

test("attributes of one tag add up @desktop", async ({ figure }) => {
  const scenario = await figure.element.evaluate(async (element) => {
    const other = document.createElement("attention-explainer");
    for (const [name, text] of Object.entries({
      tokens: "she,saw,it",
      heads: "4",
      "kv-heads": "2",
      "d-k": "8",
      mask: "causal",
      seed: "3",
      step: "weights",
    }))
      other.setAttribute(name, text);
    element.after(other);
    await other.ready;
    const result = { ...other.scenario, step: other.step };
    other.remove();
    return result;
  });
  expect(scenario).toMatchObject({
    tokens: ["she", "saw", "it"],
    heads: 4,
    kv_heads: 2,
    d_k: 8,
    mask: "causal",
    step: "weights",
  });
});

test("step takes each name of the table, and refuses others @desktop", async ({ figure }) => {
  for (const step of STEPS) {
    await figure.element.evaluate(async (element: Explainer, name) => {
      element.setAttribute("step", name);
      await element.updateComplete;
    }, step);
    expect(await figure.step()).toBe(step);
  }
  const message = await figure.element.evaluate((element: Explainer) => {
    try {
      element.step = "wieghts";
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(message).toMatch(/step.*wieghts/);
  expect(await figure.step()).toBe("output");
});

test("widget 7: nothing that the host does sends an event @desktop", async ({ figure }) => {
  const heard = await figure.listen();
  await figure.set({ heads: 4 });
  await figure.goTo("weights");
  await figure.element.evaluate(async (element: Explainer) => {
    element.heads = 2;
    element.mask = "causal";
    element.tokens = ["a", "b"];
    element.setAttribute("temperature", "0.5");
    for (const bad of [{ heads: 0 }, { haeds: 1 }])
      try {
        element.scenario = bad as never;
      } catch {
        // A host that sets is told by the throw.
      }
    await element.updateComplete;
  });
  expect(await heard()).toEqual([]);
});

test("widget 8: a refusal of an attribute or of a reader's change is an event with a message @desktop", async ({
  figure,
}) => {
  const heard = await figure.listen();
  await figure.element.evaluate((element) => element.setAttribute("heads", "0"));
  const sent = await heard();
  expect(sent).toMatchObject([{ type: "attention-error", bubbles: true, composed: true }]);
  expect(sent[0]?.detail.message).toMatch(/^heads: expected .* got 0/);
  await expect(figure.message).toHaveText(/heads/);
});

test("reading a step, head or cell that there is not throws and says so @desktop", async ({
  figure,
}) => {
  const messages = await figure.element.evaluate((element: Explainer) => {
    const attempts = [
      () => element.read("wieghts" as StepName),
      () => element.read("weights", { head: 2 }),
      () => element.read("weights", { head: -1 }),
      () => element.explain("weights", { head: 0, row: 9, col: 0 }),
      () => element.explain("weights", { head: 0, row: 0, col: NaN }),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return "";
      } catch (error) {
        return error instanceof Error ? error.message : `not an error: ${String(error)}`;
      }
    });
  });
  for (const message of messages) expect(message).toMatch(/\w+.*(expected|no |there)/i);
});

test("widget 9: what the author sets on the tag stays @desktop", async ({ figure }) => {
  const kept = await figure.element.evaluate(async (element: Explainer) => {
    element.setAttribute("role", "figure");
    element.tabIndex = 0;
    element.hidden = true;
    element.style.width = "700px";
    element.heads = 3;
    await element.updateComplete;
    const { display } = getComputedStyle(element);
    element.hidden = false;
    return [element.getAttribute("role"), element.tabIndex, element.style.width, display];
  });
  expect(kept).toEqual(["figure", 0, "700px", "none"]);
});

test("widget 22: a figure that is moved about keeps its state and works on @desktop", async ({
  figure,
}) => {
  await figure.set({ heads: 3 });
  await figure.goTo("weights");
  const text = await figure.text();
  await figure.element.evaluate(async (element: Explainer) => {
    const { parentElement: home } = element;
    for (let i = 0; i < 50; i += 1) {
      element.remove();
      home?.append(element);
    }
    await element.updateComplete;
  });
  expect(await figure.text()).toBe(text);
  const heard = await figure.listen();
  await figure.element.getByRole("radio", { name: "causal" }).check();
  expect((await heard()).map(({ type }) => type)).toEqual(["attention-input", "attention-change"]);
  await figure.element.getByRole("button", { name: "Next", exact: true }).press("ArrowRight");
  expect(await figure.step()).toBe("head_output");
});
