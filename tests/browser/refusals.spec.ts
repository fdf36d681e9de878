// Bad input: a message that names the field, the last good state on the screen, and the next valid
// change works. Through the scenario, the attributes and the controls. (page 14; widget 7, 8, 16)

import { field, radio, text, type } from "./support/controls";
import type { Explainer } from "./support/figure";
import { strings } from "./support/names";
import { expectGridsToShowTheEngine } from "./support/numbers";
import { expect, test, type Figure } from "./support/test";

const IMG = "<img src=x onerror=alert(1)>";

/** Scenarios that are refused, each made in the page, because not all of them can travel. */
const BAD: [what: string, make: () => unknown, field: string][] = [
  ["NaN in a vector", () => ({ tokens: ["a"], vectors: [[1, NaN]] }), "vectors[0][1]"],
  ["∞ in a vector", () => ({ tokens: ["a"], vectors: [[Infinity, 1]] }), "vectors[0][0]"],
  ["ragged vectors", () => ({ tokens: ["a", "b"], vectors: [[1, 2], [3]] }), "vectors[1]"],
  ["too few vectors", () => ({ tokens: ["a", "b"], vectors: [[1]] }), "vectors"],
  ["empty vectors", () => ({ tokens: ["a"], vectors: [[]] }), "vectors"],
  ["no words", () => ({ tokens: [] }), "tokens"],
  ["a blank word", () => ({ tokens: ["a", " "] }), "tokens[1]"],
  ["10⁶ words", () => ({ tokens: new Array(1e6).fill("a") }), "tokens"],
  ["a word of 65 letters", () => ({ tokens: ["x".repeat(65)] }), "tokens[0]"],
  ["no heads", () => ({ heads: 0 }), "heads"],
  ["negative heads", () => ({ heads: -1 }), "heads"],
  ["heads that are not divisible", () => ({ heads: 4, kv_heads: 3 }), "kv_heads"],
  ["half a key size", () => ({ d_k: 2.5 }), "d_k"],
  ["a key size of 513", () => ({ d_k: 513 }), "d_k"],
  ["a negative temperature", () => ({ temperature: -1 }), "temperature"],
  ["temperature NaN", () => ({ temperature: NaN }), "temperature"],
  ["an unknown scale", () => ({ scale: "sqrt" }), "scale"],
  ["an unknown mask", () => ({ mask: "casual" }), "mask"],
  ["a negative window", () => ({ mask: { window: -1 } }), "mask.window"],
  [
    "a row that may attend to nothing",
    () => ({
      tokens: ["a", "b"],
      mask: [
        [true, true],
        [false, false],
      ],
    }),
    "mask[1]",
  ],
  ["a mask of another shape", () => ({ mask: [[true]] }), "mask"],
  ["a negative seed", () => ({ weights: { seed: -1 } }), "weights.seed"],
  ["weights without a rule", () => ({ weights: {} }), "weights"],
  ["a memory without words", () => ({ memory: { tokens: [] } }), "memory.tokens"],
  ["unknown positions", () => ({ positions: "learned" }), "positions"],
  ["rotary positions of odd keys", () => ({ positions: "rotary", d_k: 5 }), "d_k"],
  ["a negative sink", () => ({ sink: -1 }), "sink"],
  ["a sink of an exact lookup", () => ({ sink: 1, temperature: 0 }), "sink"],
  ["an ssmax of 0", () => ({ ssmax: 0 }), "ssmax"],
  ["an unknown field", () => ({ haeds: 2 }), "haeds"],
  ["an unknown field within", () => ({ mask: { windw: 2 } }), "mask.windw"],
  [
    "numbers that overflow",
    () => ({ tokens: ["a"], vectors: [new Array(6).fill(1e300)] }),
    "scores",
  ],
  ["nothing", () => null, "scenario"],
  ["a number", () => 5, "scenario"],
  [
    "a getter that throws",
    () => ({
      get heads(): number {
        throw new Error("boo");
      },
    }),
    "heads",
  ],
];

test("a bad scenario throws, naming the field, and nothing on the screen moves @desktop", async ({
  figure,
}) => {
  await figure.set({ heads: 3, mask: "causal" });
  await figure.goTo("weights");
  const before = [await figure.scenario(), await figure.text(), await figure.read("output")];
  for (const [what, , named] of BAD) {
    const error = await figure.element.evaluate(async (element: Explainer, source) => {
      const bad: unknown = await (
        globalThis as unknown as { makers: Record<string, () => unknown> }
      ).makers[source]?.();
      try {
        element.scenario = bad as never;
        return null;
      } catch (error) {
        const { name, message, field } = error as Error & { field: string };
        await element.updateComplete;
        return { name, message, field, isError: error instanceof Error };
      }
    }, what);
    expect(error, what).toMatchObject({ isError: true, field: named });
    expect(error?.message, what).toMatch(/expected .*, got /);
    expect(error?.message.startsWith(named), error?.message).toBe(true);
    expect(await figure.scenario(), what).toEqual(before[0]);
  }
  expect([await figure.scenario(), await figure.text(), await figure.read("output")]).toEqual(
    before,
  );
  await figure.set({ heads: 1 });
  await expectGridsToShowTheEngine(figure);
});

test.beforeEach(async ({ page }) => {
  // The makers as source text would need eval, which the policy forbids: they are part of the page.
  const list = BAD.map(([what, make]) => `${JSON.stringify(what)}: ${make.toString()}`);
  await page.addInitScript(`globalThis.makers = { ${list.join(",\n")} };`);
});

/** Attributes with a text that is refused. */
const BAD_ATTRIBUTES: [name: string, text: string, says: RegExp][] = [
  ["tokens", "", /tokens/],
  ["tokens", "a,,b", /tokens\[1\]/],
  ["tokens", "a,".repeat(600) + "b", /tokens.*512/],
  ["heads", "many", /heads.*"many"/],
  ["heads", "0", /heads/],
  ["heads", "", /heads/],
  ["heads", "1e9", /heads/],
  ["kv-heads", "3", /kv_heads/],
  ["d-k", "-4", /d_k/],
  ["d-k", "NaN", /d_k/],
  ["d-k", "Infinity", /d_k/],
  ["mask", "casual", /mask/],
  ["mask", '{"window": -2}', /mask\.window/],
  ["mask", "[[true]]", /mask/],
  ["mask", "{window: 2}", /mask.*JSON/],
  ["scale", "", /scale/],
  ["temperature", "-1", /temperature/],
  ["temperature", "hot", /temperature.*"hot"/],
  ["positions", "learned", /positions.*"learned"/],
  ["seed", "-1", /seed/],
  ["seed", "lucky", /seed.*"lucky"/],
  ["preset", "poetry", /preset.*"poetry"/],
  ["step", "wieghts", /step.*"wieghts"/],
  ["scenario", "{", /scenario.*JSON/],
  ["scenario", '{"haeds": 1}', /haeds/],
  ["scenario", "null", /scenario/],
];

test("a bad attribute shows a message and sends an event, and a good one clears it @desktop", async ({
  figure,
}) => {
  const before = await figure.scenario();
  const heard = await figure.listen();
  for (const [name, value, says] of BAD_ATTRIBUTES) {
    await test.step(`${name}="${value.slice(0, 20)}"`, async () => {
      await figure.element.evaluate(
        async (element: Explainer, [of, bad]) => {
          element.setAttribute(of, bad);
          await element.updateComplete;
        },
        [name, value] as const,
      );
      await expect(figure.message).toHaveText(says);
      const sent = await heard();
      expect(sent.map(({ type }) => type)).toEqual(["attention-error"]);
      expect(sent[0]?.detail.message).toMatch(says);
      expect(await figure.scenario()).toEqual(before);
      await figure.element.evaluate(async (element: Explainer, of) => {
        element.removeAttribute(of);
        element.temperature = 1;
        await element.updateComplete;
      }, name);
      await expect(figure.message).toHaveCount(0);
    });
  }
});

test("a tag with a bad attribute shows the default figure and says why @desktop", async ({
  figure,
}) => {
  for (const [name, value, says] of BAD_ATTRIBUTES) {
    const [shown, told, heads] = await figure.element.evaluate(
      async (element, [of, bad]) => {
        const other = document.createElement("attention-explainer");
        const messages: string[] = [];
        other.addEventListener("attention-error", (event) =>
          messages.push((event as CustomEvent<{ message: string }>).detail.message),
        );
        other.setAttribute(of, bad);
        element.after(other);
        await other.ready;
        await other.updateComplete;
        const result = [
          other.renderRoot.querySelector("[role=alert]")?.textContent ?? "",
          messages.join("\n"),
          other.read("weights").rows,
        ] as const;
        other.remove();
        return result;
      },
      [name, value] as const,
    );
    const what = `${name}="${value.slice(0, 20)}"`;
    expect(shown, what).toMatch(says);
    expect(told, what).toMatch(says);
    expect(heads, what).toBe(9);
  }
});

interface Misuse {
  name: string;
  from?: object;
  act: (figure: Figure) => Promise<void>;
  /** What the message names; where a control keeps to its bounds there is none. */
  says?: RegExp;
}

const FULL = Array.from({ length: 9 }, () => new Array<boolean>(9).fill(true));
const sentence = (figure: Figure) => text(figure, strings.sentence);

const MISUSES: Misuse[] = [
  { name: "513 words", act: (f) => type(sentence(f), "word ".repeat(513)), says: /tokens.*512/ },
  {
    name: "a word of 70 letters",
    act: (f) => type(sentence(f), "x".repeat(70)),
    says: /tokens\[0\].*64/,
  },
  { name: "no words", act: (f) => type(sentence(f), "   ") },
  { name: "a word without letters", act: (f) => type(text(f, strings.label), "  ") },
  {
    name: "key/value heads that do not divide",
    from: { heads: 4 },
    act: (f) => type(field(f, strings.kvHeads), "3"),
    says: /kv_heads/,
  },
  {
    name: "a row that is forbidden to its last key",
    from: { mask: FULL.map((row, i) => row.map((_, j) => i !== 6 || j === 1)) },
    act: async (f) => {
      await f.cell(/^S, /, 6, 1).click();
      await f.button(/^forbid/i).click();
    },
    says: /mask\[6\]/,
  },
  {
    name: "a number that overflows",
    act: (f) => type(field(f, strings.component("noun", "it")), "1e308"),
    says: /overflow|finite/,
  },
  {
    name: "more numbers than are recorded",
    from: { tokens: Array.from({ length: 300 }, () => "a"), heads: 64 },
    act: (f) => type(field(f, strings.keySizeName), "512"),
    says: /at most \d+ numbers/,
  },
];

for (const { name, from, act, says } of MISUSES) {
  test(`${name} by hand: ${says ? "a message" : "nothing happens"}, the last good state stays, and work goes on @desktop`, async ({
    figure,
  }) => {
    if (from) await figure.set(from);
    const before = await figure.scenario();
    const heard = await figure.listen();
    await act(figure);
    expect(await figure.scenario()).toEqual(before);
    const sent = (await heard()).map(({ type: kind }) => kind);
    if (says) {
      await expect(figure.message).toHaveText(says);
      expect(new Set(sent)).toEqual(new Set(["attention-error"]));
    } else {
      await expect(figure.message).toHaveCount(0);
      expect(sent).toEqual([]);
    }
    // Every field shows what is so again.
    await expect(sentence(figure)).toHaveValue(before.tokens.join(" "));
    await expect(field(figure, strings.keySizeName)).toHaveValue(String(before.d_k));
    await expect(field(figure, strings.kvHeads)).toHaveValue(String(before.kv_heads));
    await radio(figure, strings.divideBy, strings.nothing).check();
    expect(await figure.scenario()).toEqual({ ...before, scale: "none" });
    await expect(figure.message).toHaveCount(0);
    await figure.button(strings.undo).click();
    expect(await figure.scenario()).toEqual(before);
  });
}

test("numbers beyond a control's bounds are refused by name, and nothing changes @desktop", async ({
  figure,
}) => {
  const before = await figure.scenario();
  for (const [name, typed, expected] of [
    [strings.keySizeName, "100000", "1 to 512"],
    [strings.keySizeName, "-3", "1 to 512"],
    [strings.heads, "1000", "1 to 128"],
    [strings.temperature, "-5", "0 to"],
  ] as const) {
    const shown = await field(figure, name).inputValue();
    await type(field(figure, name), typed);
    await expect(figure.message).toContainText(name);
    await expect(figure.message).toContainText(`expected ${expected}`);
    await expect(figure.message).toContainText(`got ${typed}`);
    await expect(figure.message).toBeInViewport();
    expect(await figure.scenario(), `${name} ${typed}`).toEqual(before);
    await expect(field(figure, name)).toHaveValue(shown);
  }
  // A detour that ends where it began leaves nothing to undo.
  await expect(figure.button(strings.undo)).toHaveAttribute("aria-disabled", "true");
  await type(field(figure, strings.keySizeName), "8");
  await expect(figure.message).toHaveCount(0);
  expect((await figure.scenario()).d_k).toBe(8);
});

test.describe("labels", () => {
  /** Whether any label was taken for markup; the page's own still pictures do not count. */
  const markup = (figure: Figure) =>
    figure.element.evaluate(
      (element: Explainer) =>
        element.renderRoot.querySelectorAll("img, script, iframe, [onerror]").length +
        document.querySelectorAll("img:not(.still), [onerror]").length,
    );

  test("widget 16: markup in a label is text, wherever it is shown", async ({
    figure,
    complaints,
  }) => {
    let dialogs = 0;
    figure.page.on("dialog", (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    const tokens = [
      IMG,
      "<script>alert(2)</script>",
      "{{constructor}}",
      "__proto__",
      "%3Cb%3E",
      "${x}",
    ];
    await figure.set({ tokens, memory: null });
    for (const step of ["embedded", "scores", "weights", "output"]) {
      await figure.goTo(step);
      expect(await markup(figure)).toBe(0);
    }
    await figure.element.locator(".words").getByRole("button", { name: IMG }).click();
    await expect(figure.summary).toContainText(IMG);
    await figure.set({ tokens, memory: { tokens } as never });
    expect(await markup(figure)).toBe(0);
    await sentence(figure).fill("<img/src=x/onerror=alert(3)> & <b>bold</b>");
    expect((await figure.scenario()).tokens[0]).toBe("<img/src=x/onerror=alert(3)>");
    expect(await markup(figure)).toBe(0);
    await figure.element.evaluate(async (element: Explainer, bad) => {
      element.setAttribute("heads", bad);
      await element.updateComplete;
    }, IMG);
    await expect(figure.message).toContainText(IMG);
    expect(await markup(figure)).toBe(0);
    expect(dialogs).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("right-to-left words and emoji are shown whole, each isolated from its neighbors", async ({
    figure,
  }) => {
    const tokens = ["שלום", "עולם", "👩‍👩‍👧", "🇫🇷", "e\u0301", "مرحبا", "plain"];
    await figure.set({ tokens });
    const words = figure.element.locator(".words.queries").getByRole("button");
    expect((await words.allTextContents()).map((text_) => text_.trim())).toEqual(tokens);
    for (const [row, token] of tokens.entries()) {
      await words.nth(row).click();
      await expect(figure.summary).toContainText(token);
      await expect(figure.summary.locator("bdi").first()).toHaveText(token);
    }
    expect((await figure.scenario()).tokens).toEqual(tokens);
  });

  test("words of the same spelling are told apart by their place @desktop", async ({ figure }) => {
    await figure.set({ tokens: ["a", "a", "a"], weights: { seed: 2 } });
    await expectGridsToShowTheEngine(figure);
    const words = figure.element.locator(".words.queries").getByRole("button");
    await words.nth(2).click();
    await expect(words.nth(2)).toHaveAttribute("aria-pressed", "true");
    await expect(words.nth(0)).toHaveAttribute("aria-pressed", "false");
    await figure.button(strings.remove).click();
    expect((await figure.scenario()).tokens).toEqual(["a", "a"]);
  });
});
