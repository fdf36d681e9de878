// A notebook in JupyterLab: the figure of the Python package, driven by a reader and by Python.
// (widget 5, 7, 24)

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { chromium } from "./support/browsers.mjs";
import { dragTemperature, expectEngine, SCENARIO } from "./support/figure.mjs";
import { freePort } from "./support/serve.mjs";
import { copyOf, find, missing } from "./support/tools.mjs";

const skip = chromium.skip || missing("jupyter-lab");

test(
  "JupyterLab: the figure reads back what was dragged, and follows Python",
  { skip, timeout: 300_000 },
  async (t) => {
    const lab = await serveNotebooks(t, await copyOf("jupyter"));
    const tab = await chromium.open(t, `${lab}lab/tree/notebook.ipynb?reset`);
    await runCell(tab, 1);
    const scenario = await expectEngine(tab, SCENARIO);

    const temperature = await dragTemperature(tab, scenario);
    // The slider has the focus. A letter is for the notebook a command: “b” would add a cell.
    await tab.press("b");
    await tab.press("b");
    assert.equal(await tab.ask(cells), 3);
    assert.equal(await runCell(tab, 2), String(temperature));

    await runCell(tab, 3);
    await tab.ask(temperatureIs, 2);
    await expectEngine(tab, { ...scenario, temperature: 2 });
    assert.deepEqual([tab.errors, tab.foreign], [[], []]);
  },
);

/**
 * JupyterLab on a folder, until the test ends; answers its address.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} folder
 */
async function serveNotebooks(t, folder) {
  const port = await freePort();
  const lab = spawn(
    find("jupyter-lab") ?? "",
    [
      "--no-browser",
      "--allow-root",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      "--IdentityProvider.token=",
      "--LabApp.news_url=",
      "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
      "--LabApp.extension_manager=readonly",
    ],
    // A group of its own: the server and its kernel end together.
    { cwd: folder, detached: true, stdio: "ignore" },
  );
  t.after(async () => {
    if (lab.exitCode !== null || lab.pid === undefined) return;
    const ended = once(lab, "exit");
    process.kill(-lab.pid, "SIGKILL");
    await ended;
  });
  const address = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 600; tries += 1) {
    if (lab.exitCode !== null) throw new Error(`jupyter-lab ended with ${lab.exitCode}`);
    const isThere = await fetch(`${address}api/status`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return address;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error("JupyterLab did not start within two minutes");
}

/**
 * Runs a cell as a reader does, with Shift and Enter, and answers the text under it.
 *
 * @param {import("./support/browsers.mjs").Tab} tab
 * @param {number} number
 */
async function runCell(tab, number) {
  // A notebook that has just come ignores the first tries.
  for (let tries = 0; tries < 20; tries += 1) {
    await tab.click(await tab.ask(editorOf, number));
    await tab.press("Shift+Enter");
    const output = await tab.ask(outputOf, number);
    if (output !== null) return output;
  }
  throw new Error(`cell ${number} did not run`);
}

// ── In the page ───────────────────────────────────────────────────────────────────────────────

const cells = () => document.querySelectorAll(".jp-CodeCell").length;

/**
 * Where a cell's text is in the window, once its kernel waits for something to do.
 *
 * @param {number} number
 */
async function editorOf(number) {
  const idle = ".jp-Notebook-ExecutionIndicator[data-status=idle]";
  /** @type {Element | null | undefined} */
  let editor;
  while (
    !(editor = document.querySelectorAll(".jp-CodeCell")[number - 1]?.querySelector(".cm-line")) ||
    !document.querySelector(idle)
  )
    await new Promise((later) => setTimeout(later, 100));
  editor.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise((later) => setTimeout(later, 500));
  const { left, top, height } = editor.getBoundingClientRect();
  return { x: left + 20, y: top + height / 2 };
}

/**
 * The text under a cell, once it has run; null where it was not started.
 *
 * @param {number} number
 */
async function outputOf(number) {
  const cell = document.querySelectorAll(".jp-CodeCell")[number - 1];
  const prompt = () => cell?.querySelector(".jp-InputPrompt")?.textContent?.trim() ?? "";
  for (let tries = 0; tries < 50 && prompt() === "[ ]:"; tries += 1)
    await new Promise((later) => setTimeout(later, 100));
  while (prompt() === "[*]:") await new Promise((later) => setTimeout(later, 100));
  if (prompt() === "[ ]:") return null;
  return cell?.querySelector(".jp-OutputArea-output")?.textContent?.trim() ?? "";
}

/**
 * Waits until the figure has a temperature.
 *
 * @param {number} temperature
 */
async function temperatureIs(temperature) {
  const figure = /** @type {any} */ (document.querySelector("attention-explainer"));
  while (figure.scenario.temperature !== temperature)
    await new Promise((later) => setTimeout(later, 100));
}
