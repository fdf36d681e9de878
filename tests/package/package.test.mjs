// The package as it would be published, in a project that has nothing else: the engine in Node and
// a worker, the figures' classes without a page, types, manifest, integrity. (widget 1, 2, 5)

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { load as loadEngine } from "attention-explainer/engine";
import { install, node, root } from "./project.mjs";

/** @type {import("attention-explainer/engine").Scenario | any} */
const SCENARIO = { tokens: ["it", "was", "tired"], heads: 4, mask: "causal" };

const folder = install("node", {
  "read.mjs": `
    import { load } from "attention-explainer/engine";
    import { isMainThread, parentPort } from "node:worker_threads";
    const engine = await load();
    const trace = engine.attend(${JSON.stringify(SCENARIO)});
    const { rows, cols, values } = trace.read("weights", { head: 3 });
    const { value } = trace.explain("output", { row: 2, col: 1 });
    const read = JSON.stringify({ rows, cols, values: [...values], value });
    if (isMainThread) console.log(read);
    else parentPort.postMessage(read);`,
  "worker.mjs": `
    import { Worker } from "node:worker_threads";
    new Worker(new URL("read.mjs", import.meta.url)).on("message", (read) => console.log(read));`,
  "tsconfig.json": `{
    "compilerOptions": { "strict": true, "noEmit": true, "target": "esnext", "module": "nodenext" },
    "files": ["app.ts"]
  }`,
  "app.ts": `
    import { AttentionExplainer } from "attention-explainer";
    import AttentionScaling from "attention-explainer/figures/attention-scaling";
    import "attention-explainer/define/attention-softmax";
    import { load, type Scenario, type WholeEngine } from "attention-explainer/engine";
    const engine: WholeEngine = await load();
    const scenario: Partial<Scenario> = { tokens: ["a", "b"], heads: 1 };
    const values: Float64Array = engine.attend(scenario).read("weights").values;
    const explainer: AttentionExplainer = document.createElement("attention-explainer");
    await explainer.ready;
    explainer.scenario = { ...explainer.scenario, heads: values.length };
    const scaling = document.createElement("attention-scaling") satisfies AttentionScaling;
    scaling.settings = { d_k: 4 };
    const largest: number = scaling.result.scaled.mean_max_weight;
    const found: number | null = document.querySelector("attention-heads")!.settings.dropped;
    const temperature: number = document.querySelector("attention-softmax")!.settings.temperature;
    console.log(largest + temperature, found);
    // @ts-expect-error what is no such setting
    scaling.settings = { dk: 4 };
    // @ts-expect-error what is no such field
    engine.attend({ head: 1 });`,
});
const resolved = createRequire(join(folder, "package.json"));
/** @param {string} entry */
const load = (entry) =>
  import(pathToFileURL(resolved.resolve(`attention-explainer/${entry}`)).href);

const engine = await loadEngine();
const trace = engine.attend(SCENARIO);
const weights = trace.read("weights", { head: 3 });

for (const program of ["read.mjs", "worker.mjs"]) {
  test(`the installed engine attends in ${program === "read.mjs" ? "Node" : "a worker"}`, () => {
    const read = JSON.parse(node(folder, program));
    assert.deepEqual(read.values, [...weights.values]);
    assert.deepEqual([read.rows, read.cols], [3, 3]);
    assert.equal(read.value, trace.explain("output", { row: 2, col: 1 }).value);
    assert.equal(read.values[0], 1);
    assert.equal(read.values[1], 0);
  });
}

/** @type {any} */
const manifest = resolved("attention-explainer/custom-elements.json");
const elements = manifest.modules.flatMap((/** @type {any} */ { path, declarations = [] }) =>
  declarations.map((/** @type {any} */ element) => ({ path, ...element })),
);

test("the manifest has every figure", () => {
  const files = readdirSync(join(root, "www/figures")).filter((name) => /^attention-/.test(name));
  assert.deepEqual(
    elements.map((/** @type {any} */ { tagName }) => `${tagName}.ts`),
    files.sort(),
  );
});

for (const { tagName, path, attributes } of elements) {
  test(`${tagName}: a server can import it, and the manifest has just what it observes`, async () => {
    assert.ok(existsSync(join(folder, "node_modules/attention-explainer", path)), path);
    const { default: Figure } = await load(`figures/${tagName}`);
    const named = attributes.map((/** @type {any} */ attribute) => attribute.name);
    assert.deepEqual(named.sort(), [...new Set(Figure.observedAttributes)].sort());
    const defining = await load(`define/${tagName}`);
    assert.equal(defining.default, Figure);
    assert.throws(() => new Figure(), /needs a page/);
  });
}

test("a TypeScript project finds the types, under the strictest of resolutions", () => {
  node(folder, join(root, "node_modules/typescript/bin/tsc"));
});

test("integrity.json says what the scripts are", () => {
  const integrity = resolved("attention-explainer/integrity.json");
  const scripts = Object.keys(integrity);
  assert.ok(scripts.includes("attention-explainer.js") && scripts.includes("package/all.js"));
  for (const script of scripts) {
    const file = join(folder, "node_modules/attention-explainer/dist", script);
    const hash = createHash("sha384").update(readFileSync(file)).digest("base64");
    assert.equal(integrity[script], `sha384-${hash}`, script);
  }
});
