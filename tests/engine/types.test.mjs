// The declared types and the real objects have the same fields.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { load } from "attention-explainer/engine";

const engine = await load();
const trace = engine.attend({ memory: engine.defaultMemory, mask: "causal" });
const weight = trace.explain("weights", { head: 0, row: 1, col: 0 });
const score = trace.explain("scaled", { head: 0, row: 1, col: 0 });

const { experiments } = engine;
const comparison = experiments.scaling({ samples: 10 });
const alignment = experiments.alignment();
const blend = experiments.blend();

const file = new URL("../../dist/types/engine/pkg/attention.d.ts", import.meta.url);
const source = ts.createSourceFile(
  "types.d.ts",
  readFileSync(file, "utf8"),
  ts.ScriptTarget.Latest,
);

/** @param {string} name */
function interfaceOf(name) {
  const found = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  assert.ok(found && ts.isInterfaceDeclaration(found), `no interface ${name}`);
  return found;
}

/** @param {string} name @returns {string[]} */
function declaredKeys(name) {
  const { members, heritageClauses = [] } = interfaceOf(name);
  const inherited = heritageClauses
    .flatMap((clause) => [...clause.types])
    .flatMap(({ expression }) =>
      ts.isIdentifier(expression) ? declaredKeys(expression.text) : [],
    );
  return [...members.map((member) => member.name?.getText(source) ?? ""), ...inherited].sort();
}

/** @type {[string, object | null][]} */
const objects = [
  ["Matrix", trace.read("q")],
  ["Memory", engine.defaultMemory],
  ["Scenario", trace.scenario],
  ["Scenario", engine.defaultScenario],
  ["Cell", weight.inputs[0]],
  ["Factor", score.terms[0].factors[0]],
  ["Term", score.terms[0]],
  ["SoftmaxRow", trace.softmaxRow({ head: 0, row: 0 })],
  ["SoftmaxRow", weight.softmax],
  ["Explanation", weight],
  ["Step", engine.steps[0]],
  ["Feature", engine.features[0]],
  ["HeadDesign", engine.design[0]],
  ["Experiments", experiments],
  ["Comparison", comparison],
  ["ScalingStatistics", comparison.scaled],
  ["Histogram", comparison.scaled.scores],
  ["Alignment", alignment],
  ["KeyAlignment", alignment.keys[0]],
  ["Shares", experiments.softmax()],
  ["Blend", blend],
  ["Hull", blend.hull],
  ["SameOutput", blend.same_output],
  ["Contributions", experiments.heads()],
  ["Turned", experiments.gauge()],
];

for (const [name, object] of objects) {
  test(`${name} has the declared fields`, () => {
    assert.deepEqual(Object.keys(object ?? {}).sort(), declaredKeys(name));
  });
}

test("StepName lists the steps of the table", () => {
  const alias = source.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === "StepName",
  );
  assert.ok(alias && ts.isTypeAliasDeclaration(alias) && ts.isUnionTypeNode(alias.type));
  const names = alias.type.types.map((type) => JSON.parse(type.getText(source)));
  assert.deepEqual(
    names,
    engine.steps.map((step) => step.name),
  );
});

test("what is missing is null, and a factor is a labelled constant or a cell", () => {
  const given = trace.explain("embedded", { row: 0, col: 0 });
  assert.equal(given.head, null);
  assert.equal(given.softmax, null);
  for (const { label, cell } of score.terms[0].factors) {
    assert.ok(label !== undefined && cell !== undefined && (label !== null || cell !== null));
  }
});
