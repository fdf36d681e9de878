import { fileURLToPath } from "node:url";
import { widgets as widgetWeights } from "../crates/xtask/widget.mjs";
import { table } from "./table.mjs";

/** @typedef {{ times: Map<string, number>, oneFile: number }} Widgets */

/**
 * What one figure brings to another page, as a table.
 * @param {Widgets} measured - the seconds of each
 */
export function widgetTable({ times, oneFile }) {
  const { aim, lines } = widgetWeights(fileURLToPath(new URL("../dist/package", import.meta.url)));
  const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const rows = lines.map(({ tag, all, wasm }) => [
    `\`<${tag}>\``,
    ...[all, all - wasm, wasm].map(kilobytes),
    `${(times.get(tag) ?? NaN).toFixed(1)} s`,
  ]);
  const met = lines.filter(({ all }) => all <= aim).length;
  return `${table(["figure", "together", "script", "wasm", "shows numbers after"], rows)}

The aim is ${kilobytes(aim)} together; ${met === 0 ? "no figure meets it" : `${met} of ${lines.length} figures meet it`}. \`attention-explainer.js\`, the one file with all figures, shows
numbers after ${oneFile.toFixed(1)} s.`;
}

/**
 * The published benchmarks, in Markdown.
 * @param {{ day: string, machine: string, page: string, peers: string, widgets: Widgets }} measured
 */
export const document = ({ day, machine, page, peers, widgets }) => `# Benchmarks

Written by \`cargo xtask bench --write\` on ${day}: ${machine}.

${page}

## The engine beside its peers

Multi-head self-attention, X → Q, K, V → scores → weights → blend → W_O, every step kept:

${peers}

The aims in \`f32\`, in the browser: 5 times the best peer at the first size and 1.3 times at the others, and 45 % of the
peak at the last three; in \`f64\`, 2.5 times at the first. The best peer is the quickest one that keeps every step, with
numbers of either type. The first size is a fortunate one: a tile of \`f32\` is 12 rows high, so 12 tokens fill it and are not
even packed. At 11, 13 and 16 tokens the engine is some four times as fast as the best peer (the median of short rounds'
quickest 15 %, two loads of a page on a busy machine: 4.2 and 5.6, 4.5 and 4.1, 3.7 and 4.3). Without a browser the
others win with instructions that are twice as wide and fused; the engine uses neither, so that it gives the same
numbers everywhere.

## One figure in another page

What \`attention-explainer/define/…\` fetches until the figure shows numbers, Lit included, after Brotli, and when a phone
on a slow network shows them:

${widgetTable(widgets)} Figures of the
chapters carry all experiments in their wasm, whichever of them they show.

## How they were taken

- **Engine**: \`engine.attend(scenario)\` of \`dist/engine.js\` in the page, with one vector's component changed
  before each call, as a drag does. The time includes packing the scenario and checking it. Ten calls and 400 ms of
  warm-up; then rounds of at least 20 ms each; the median round, divided by its calls.
- **Drag**: a mouse drags the slider back and forth with the processor throttled to a quarter through the
  DevTools protocol. From the first listener of each \`input\` event to the first task after that frame was painted:
  handlers, computation, rendering, style, layout and paint, without the wait for the next frame. Nothing is
  discarded but the first ten events. The processor time is that of the main thread's tasks, without the throttling
  and without what other processes take. The bare page is what a browser on this machine needs for a slider and as
  many changing numbers with no table, library or engine behind them: the floor under the figure's times.
- **Heap**: JavaScript's heap after a forced collection and the size of the engine's memory, after 500 frames with an
  \`input\` event each and again after 1,000 more.
- **Scroll**: a mouse wheel turns from the article's top to its end, 120 pixels every 32 ms, with all figures coming in
  on the way. A task is one of the main thread's; its processor time leaves out the throttling and other processes.
- **Lighthouse**: its default for a phone (a slow mobile network, the processor at a quarter), on \`dist/\` served with
  Brotli, as hosts do. Five loads; other programs on the machine only ever make one slower, so the best says most about the page.
  The index is Lighthouse's own measure of the processor while it ran; it assumes a desktop's 1,500 to 2,000.
- **One figure**: an empty page of 360 pixels, with a cache of its own, the processor at a quarter, and what Lighthouse
  calls a slow 4G: 1.5 MBit a second and 0.56 s for every answer, which counts more than the bytes do. From the request
  for the figure's script until its numbers are painted, from when on they can be dragged; the median of three loads.
  The package's files are fetched one by one, as they lie there: a bundler saves some of the answers.
- **Peers**: one page for each size, loaded three times, in which every contender has one thread. All get the same
  weights and, in turn, the same four inputs, and have to give the engine's \`f64\` output, to 1e-12 of its largest
  number in \`f64\` and to 1e-5 in \`f32\`, before anything is timed. A call begins with the token vectors as a typed
  array of JavaScript and ends with the output as one (the engine's is a view of its memory, the typed arrays' their own
  array; others copy it out). At least ten calls and 400 ms of warm-up (for those who need
  seconds, less); then 25 rounds, in each of which every contender in turn computes for 20 ms. A time is the median
  round's, divided by its calls, and the median of the three loads; a ratio is taken between the medians of one load,
  and is the median of the three. One that is too slow for 25 rounds in two seconds gets fewer; one that needs more than
  a second for its second call answers two inputs and has one round, if a call takes less than two seconds, and otherwise counts its quicker call; one
  that needs ten for its first call has only that. Weights are
  handed over once: the peers hold them as tensors, arrays or constants of the graph, as the engine holds its own.
- **What is kept**: the engine is called as a drag calls it, through a checked scenario, in recycled room, and leaves
  X, Q, K, V, scores, scaled and masked scores, weights, Z and the output readable. TensorFlow.js, jax-js, math.js and
  the typed arrays keep the same but the masked scores, which are the scaled ones here. onnxruntime-web keeps a step
  only as an output of the graph, and copies it to JavaScript; its second row does without, records nothing, and counts as
  no peer.
- **Peak**: 12 vector registers of four \`f32\`, each multiplied by and added to a register in a loop that touches no
  memory, in the same rounds. The engine's share counts the multiplications and additions of the products only,
  2 n · heads · d_k · (4 d_model + 2 n), in all of its time.
- **Without a browser**: one process in one thread, again in rounds; NumPy runs beside it and times the calls that it
  is told to make. The engine is compiled for any x86-64 processor; ndarray and NumPy choose their instructions, such
  as AVX2, by the processor that they find.

The sizes of what the page downloads are counted, and held to their budget, by every build.
`;
