/** Code and data: out of the page and into it again, the same numbers; and nothing executes. */
import { readFile, truncate, writeFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { jsonText } from "../../www/ways/code/json";
import { Chapter } from "./support/chapter";
import { type as typeInto, radio, slider } from "./support/controls";
import type { Figure } from "./support/figure";
import { strings } from "./support/names";
import { loadArray, runPython } from "./support/python";
import { expect, test } from "./support/test";

interface FileOf {
  name: string;
  text: string;
}

const HOSTILE = [
  '<img src=x onerror="window.pwned=1">',
  '"]; import os; os.abort() #',
  "=HYPERLINK(1)",
  "</span><script>window.pwned=1</script>",
];

/** Opens the pane and waits for the engine that writes it. */
async function open(element: Locator): Promise<Locator> {
  await element.getByRole("toolbar").getByRole("button", { name: "Code and data" }).click();
  const dialog = element.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Open your own" })).toBeVisible();
  return dialog;
}

const choose = (dialog: Locator, kind: string) =>
  dialog.getByRole("radio", { name: kind, exact: true }).check();
const shown = async (dialog: Locator) => (await dialog.locator("pre").textContent()) ?? "";
const close = (dialog: Locator) => dialog.getByRole("button", { name: "Close" }).click();

/** Presses a button that saves, and says what came: its name and where it lies. */
async function saved(page: Page, dialog: Locator, button: RegExp | string) {
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: button }).click();
  const file = await download;
  return { name: file.suggestedFilename(), path: await file.path() };
}

/** Gives the file dialog files, each under the name that it was saved with. */
async function give(dialog: Locator, files: readonly { name: string; path: string }[]) {
  const contents = files.map(async ({ name, path }) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: await readFile(path),
  }));
  await dialog.locator("input[type=file]").setInputFiles(await Promise.all(contents));
}

const text = (dialog: Locator, { name, text }: FileOf) =>
  dialog.locator("input[type=file]").setInputFiles({
    name,
    mimeType: "text/plain",
    buffer: Buffer.from(text),
  });

/** Drops files on an element as a reader would, from outside the browser. */
const drop = (element: Locator, files: readonly { name: string; bytes: number[] }[]) =>
  element.evaluate((target, given) => {
    const dataTransfer = new DataTransfer();
    for (const { name, bytes } of given)
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
    const init = { dataTransfer, bubbles: true, cancelable: true, composed: true };
    const over = new DragEvent("dragover", init);
    target.dispatchEvent(over);
    if (!over.defaultPrevented) throw new Error("the browser would open the files itself");
    target.dispatchEvent(new DragEvent("drop", init));
  }, files);

function expectClose(actual: readonly number[], wanted: readonly number[], what: string) {
  expect(actual.length, what).toBe(wanted.length);
  wanted.forEach((value, i) => {
    const found = actual[i] ?? NaN;
    if (found === value) return;
    const room = 1e-12 * Math.max(1, Math.abs(value));
    expect(Math.abs(found - value), `${what}[${i}]: ${found}, not ${value}`).toBeLessThan(room);
  });
}

/** Every head's numbers of a step, one after the other, as a program has them. */
async function allHeads(figure: Figure, step: "scores" | "masked" | "weights" | "head_output") {
  const { heads } = await figure.scenario();
  const all: number[] = [];
  for (let head = 0; head < heads; head += 1) all.push(...(await figure.read(step, head)).values);
  return all;
}

test("the program of what a reader made computes what the figure shows @desktop", async ({
  figure,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await slider(figure, strings.heads).press("ArrowRight");
  await radio(figure, strings.mask, strings.masks.causal).check();
  await typeInto(
    figure.element.getByRole("textbox", { name: strings.sentence, exact: true }),
    'the "fox" crossed because it was hungry',
  );
  await radio(figure, strings.divideBy, strings.nothing).check();
  const dialog = await open(figure.element);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByText("Copied.")).toBeVisible();
  const program = await page.evaluate(() => navigator.clipboard.readText());
  expect(program).toBe(await shown(dialog));

  const { arrays, tokens, printed } = runPython(program);
  const scenario = await figure.scenario();
  expect(scenario).toMatchObject({ heads: 3, mask: "causal", scale: "none" });
  expect(tokens).toEqual(scenario.tokens);
  for (const step of ["scores", "masked", "weights", "head_output"] as const)
    expectClose(arrays[step]?.values ?? [], await allHeads(figure, step), step);
  const { values, cols } = await figure.read("output");
  expectClose(arrays.output?.values ?? [], values, "output");
  // What is printed is the output, a row for each word.
  const rows = printed.trim().split("\n");
  expect(rows.length).toBe(scenario.tokens.length);
  const [, last = ""] = (rows.at(-1) ?? "").split(": ");
  const numbers = last.replace(/[[\]]/g, "").trim().split(/\s+/).map(Number);
  numbers.forEach((number, i) =>
    expect(Math.abs(number - (values.at(i - cols) ?? NaN))).toBeLessThan(1e-3),
  );

  // A line and its step know of each other.
  const line = dialog.locator('.program-line[data-step="scores"]');
  await line.scrollIntoViewIfNeeded();
  await line.hover();
  await expect(line).toHaveAttribute("data-hot", "");
  await expect(figure.element).toHaveJSProperty("hot", "scores");

  for (const [kind, name] of [
    ["NumPy", "attention.py"],
    ["PyTorch", "attention.py"],
    ["Rust", "attention.rs"],
  ] as const) {
    await choose(dialog, kind);
    const file = await saved(page, dialog, `Save ${name}`);
    expect(file.name).toBe(name);
    expect(await readFile(file.path, "utf8")).toBe(await shown(dialog));
  }
});

test("what was saved opens again as the same numbers, and Undo takes it back @desktop", async ({
  lone,
  page,
}) => {
  await lone.set({
    tokens: [...HOSTILE, "it"],
    heads: 4,
    kv_heads: 2,
    d_v: 3,
    weights: { seed: 3 },
    mask: "causal",
  });
  const made = await lone.everything();
  const dialog = await open(lone.element);
  await choose(dialog, "JSON");
  const json = await saved(page, dialog, "Save scenario.json");
  expect(JSON.parse(await readFile(json.path, "utf8"))).toEqual(made.scenario);

  await choose(dialog, "A matrix");
  const save = async (step: string, head: string | null, as: string) => {
    await dialog.getByLabel("Matrix", { exact: true }).selectOption({ value: step });
    if (head !== null)
      await dialog.getByLabel("Head", { exact: true }).selectOption({ value: head });
    return saved(page, dialog, `Save as ${as}`);
  };
  const weights = await save("weights", "1", "CSV");
  expect(weights.name).toBe("weights-head-2.csv");
  await expect(dialog.locator(".shape")).toHaveText("5 words that ask × 5 words that answer.");
  const array = loadArray((await save("weights", "1", ".npy")).path);
  expect(array.shape).toEqual([5, 5]);
  expect(array.values).toEqual((await lone.read("weights", 1)).values);
  const vectors = await save("embedded", null, "CSV");
  const stacks = [];
  for (const step of ["w_q", "w_k", "w_v", "w_o"]) stacks.push(await save(step, "", ".npy"));
  expect(stacks.map(({ name }) => name)).toEqual(["w_q.npy", "w_k.npy", "w_v.npy", "w_o.npy"]);

  // On top of another state: whatever the files give is theirs again.
  await lone.set({ heads: 4, kv_heads: 2, d_v: 3, mask: "causal", weights: { seed: 8 } });
  await give(dialog, [vectors, ...stacks]);
  await expect(dialog.getByText(/^Opened vectors\.csv, w_q\.npy/)).toBeVisible();
  const opened = await lone.everything();
  expect(opened.scenario.tokens).toEqual(made.scenario.tokens);
  expect(opened.all).toEqual(made.all);

  await close(dialog);
  await lone.button(/^Undo$/).click();
  expect((await lone.scenario()).weights).toEqual({ seed: 8 });
  await give(await open(lone.element), [json]);
  await expect(lone.element.getByText("Opened scenario.json.")).toBeVisible();
  expect((await lone.everything()).all).toEqual(made.all);

  // Labels and names are words, and nothing else.
  await expect(lone.element.locator("img, script")).toHaveCount(0);
  await choose(lone.element.getByRole("dialog"), "NumPy");
  expect(runPython(await shown(lone.element.getByRole("dialog"))).tokens).toEqual(
    made.scenario.tokens,
  );
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
});

test("q, k and v are dropped on the figure, and JSON is pasted @desktop", async ({
  lone,
  page,
}) => {
  await lone.set({ heads: 2, d_k: 3, d_v: 2, weights: { seed: 5 }, mask: "causal" });
  const made = await lone.everything();
  const dialog = await open(lone.element);
  await choose(dialog, "A matrix");
  await dialog.getByLabel("Head", { exact: true }).selectOption({ value: "" });
  const files = [];
  for (const step of ["q", "k", "v"]) {
    await dialog.getByLabel("Matrix", { exact: true }).selectOption({ value: step });
    const { name, path } = await saved(page, dialog, "Save as .npy");
    files.push({ name, bytes: [...(await readFile(path))] });
  }
  await close(dialog);
  await lone.set({ mask: "causal" });
  await drop(lone.element, files);
  await expect
    .poll(async () => (await lone.scenario()).vectors[0]?.length)
    .toBe(2 * 3 + 2 * 3 + 2 * 2);
  for (const step of ["q", "k", "v", "weights", "head_output"] as const)
    expect((await lone.read(step, 1)).values, step).toEqual(made.all[step]?.[1]?.values);

  const again = await open(lone.element);
  await again.getByLabel(/^Or paste JSON/).fill(jsonText(made.scenario));
  await again.getByRole("button", { name: "Open what is pasted" }).click();
  await expect(again.getByText("Opened pasted.json.")).toBeVisible();
  expect((await lone.everything()).all).toEqual(made.all);

  await again.getByLabel("A table is").selectOption("tokens");
  await again.getByLabel(/^Or paste JSON/).fill("a\nb\n");
  await again.getByRole("button", { name: "Open what is pasted" }).click();
  await expect(again.getByText(/^Opened pasted\/tokens\.csv/)).toBeVisible();
  expect((await lone.scenario()).tokens).toEqual(["a", "b"]);
});

test("what cannot be opened is said in words, and nothing changes @desktop", async ({
  lone,
}, testInfo) => {
  const before = await lone.everything();
  const dialog = await open(lone.element);
  const alert = dialog.getByRole("alert");
  const [image = ""] = HOSTILE;
  for (const [name, content, sentence] of [
    ["scenario.json", "{", /^scenario\.json: scenario: expected/],
    ["scenario.json", '{ "heads": 0 }', /^scenario\.json: heads: expected .* got 0$/],
    ["scenario.json", '{ "__proto__": { "heads": 2 } }', /^scenario\.json: .*expected/],
    [
      "vectors.csv",
      "a,1,2\nb,3,x\n",
      /^vectors\.csv, line 2, column 3: expected a number, got "x"$/,
    ],
    ["w_q.csv", "1,2\n3,4\n", /^w_q\.csv: weights\.w_q: expected/],
    ["weights-head-1.csv", "1\n", /^weights-head-1\.csv: expected a name out of tokens/],
    ["q.npy", "\x93NUMPY", /^q\.npy: expected/],
    ["a.npz", "PK", /^a\.npz: expected a zip archive of \.npy files/],
    ["a.safetensors", "{}", /^a\.safetensors: expected a safetensors file/],
    [`${image}.csv`, "1\n", /got "<img src=x onerror="window\.pwned=1">"$/],
    [`${image}.exe`, "1\n", /^<img src=x .*expected a file that ends in \.json/],
  ] as const) {
    await text(dialog, { name, text: content });
    await expect(alert, name).toHaveText(sentence);
  }
  // Too large to be read: a file of a gigabyte that takes no room on the disk.
  const large = testInfo.outputPath("vectors.npy");
  await writeFile(large, "");
  await truncate(large, 1e9);
  await dialog.locator("input[type=file]").setInputFiles(large);
  await expect(alert).toHaveText(
    "vectors.npy: expected at most 64 MB in all files together, got 1000 MB",
  );
  expect(await lone.everything()).toEqual(before);

  await close(dialog);
  await drop(lone.element, [{ name: "vectors.csv", bytes: [...Buffer.from("1,2\n3,x\n")] }]);
  await expect(lone.element.getByRole("alert")).toContainText("vectors.csv, line 2, column 2");
  await expect(lone.element.locator("img, script")).toHaveCount(0);
  expect(await lone.everything()).toEqual(before);
});

/** The first head's weights, under whatever name a figure keeps them. */
const firstWeights = (element: Locator) =>
  element.evaluate((figure) => {
    interface Readable {
      read(step: string): { values: Float64Array };
    }
    const { result } = figure as unknown as {
      result: {
        trace?: Readable;
        after?: { trace: Readable };
        weights?: { values: Float64Array }[];
        blend?: { same_output: { weights: number[] } };
      };
    };
    const trace = result.trace ?? result.after?.trace;
    const found =
      trace?.read("weights").values ??
      result.weights?.[0]?.values ??
      result.blend?.same_output.weights;
    return Array.from(found ?? []);
  });

test("a chapter that computes a scenario gives its program, and takes others @desktop", async ({
  page,
}) => {
  await page.goto("/");
  for (const [tag, settings] of Object.entries({
    "attention-librarian": { question: [0, 1, 2, 0] },
    "attention-heads": { order: [8, 7, 6, 5, 4, 3, 2, 1, 0] },
    "attention-projections": { angle: 40, stretch: 2 },
    "attention-blend": { scores: [1, 0, -1, 2, 0.5] },
  })) {
    const chapter = await new Chapter(page, tag).ready();
    await chapter.set(settings);
    const dialog = await open(chapter.element);
    const weights = await firstWeights(chapter.element);
    expect(weights.length, tag).toBeGreaterThan(0);
    const { arrays } = runPython(await shown(dialog));
    expectClose((arrays.weights?.values ?? []).slice(0, weights.length), weights, tag);

    // Its settings come back as they went.
    await choose(dialog, "JSON");
    const json = await saved(page, dialog, `Save ${tag}.json`);
    const made = await chapter.settings();
    expect(JSON.parse(await readFile(json.path, "utf8"))).toEqual(made);
    await chapter.element.evaluate((figure) => {
      const host = figure as unknown as { authored: object; restore: (to: object) => void };
      host.restore(host.authored);
    });
    await give(dialog, [json]);
    await expect(dialog.getByText(`Opened ${tag}.json.`)).toBeVisible();
    expect(await chapter.settings()).toEqual(made);
    if (tag === "attention-projections" || tag === "attention-heads") {
      await text(dialog, { name: "tokens.csv", text: "the\nanimal\nit\n" });
      await expect(dialog.getByText("Opened tokens.csv.")).toBeVisible();
      expect(await chapter.settings()).toMatchObject({
        scenario: { tokens: ["the", "animal", "it"] },
      });
    }
    await close(dialog);
  }
});

test("a chapter of one piece gives its settings and its numbers @desktop", async ({ page }) => {
  await page.goto("/");
  const chapter = await new Chapter(page, "attention-softmax").ready();
  await chapter.set({
    labels: ["=a", "b", "c"],
    scores: [2, 1, 0.1],
    masked: [1],
    temperature: 0.7,
  });
  const dialog = await open(chapter.element);
  await expect(dialog.getByText(/Programs are offered where the whole of it stands/)).toBeVisible();
  await choose(dialog, "A table");
  const file = await saved(page, dialog, "Save attention-softmax.csv");
  const rows = (await readFile(file.path, "utf8"))
    .trim()
    .split("\n")
    .map((row) => row.split(","));
  const { weights, scaled } = await chapter.element.evaluate((figure) => {
    return (figure as unknown as { result: { weights: number[]; scaled: number[] } }).result;
  });
  expect(rows[0]).toEqual(['""', '"scores"', '"shifted"', '"scaled"', '"exps"', '"weights"']);
  expect(rows[1]?.[0]).toBe(`"'=a"`);
  expect(rows[2]?.[3]).toBe("");
  expect(rows.slice(1).map((row) => Number(row[5]))).toEqual(weights);
  expect(Number(rows[3]?.[3])).toBe(scaled[2]);

  const alert = dialog.getByRole("alert");
  for (const [name, content, sentence] of [
    ["a.json", '{ "dk": 3 }', /^a\.json: dk: expected one of labels, scores/],
    ["a.json", '{ "temperature": -1 }', /^a\.json: temperature: expected/],
    ["a.json", "[1]", /^a\.json: expected an object as JSON/],
    ["q.npy", "x", /^q\.npy: expected one file of this figure’s settings/],
  ] as const) {
    await text(dialog, { name, text: content });
    await expect(alert).toHaveText(sentence);
  }
  await dialog.getByLabel("Or paste JSON").fill('{ "scores": [3, 2] }');
  await dialog.getByRole("button", { name: "Open what is pasted" }).click();
  await expect(dialog.getByText("Opened pasted.json.")).toBeVisible();
  expect(await chapter.settings()).toMatchObject({ scores: [3, 2] });
});

test("the pane fits a telephone @phone", async ({ lone }) => {
  const dialog = await open(lone.element);
  for (const kind of ["NumPy", "JSON", "A matrix"]) {
    await choose(dialog, kind);
    const [inner, outer] = await dialog.evaluate((it) => [it.scrollWidth, it.clientWidth]);
    expect(inner, kind).toBeLessThanOrEqual(outer ?? 0);
  }
});
