/**
 * Fills the page's static parts with the engine's numbers while it is built: the picture of the
 * default figure, and every `<data value="step:head:row:col">` of the prose (`-` for steps without
 * heads). No number of the default figure is typed by hand.
 */
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import type { Lab, StepName, Trace } from "../engine/types";
import { numberText, percentText } from "../views/format";
import { tag } from "./markup";
import { sentencePicture, weightsPicture } from "./picture";
import { PICTURES } from "./pictures/index";
import { toFile } from "./pictures/picture";

const PICTURE = "<!-- picture of the default figure -->";
const PICTURE_OF = /<!-- picture of (attention-[a-z-]+) -->/g;
const NUMBER = /<data value="(\w+):(\d+|-):(\d+):(\d+)"><\/data>/g;

/** The engine with the experiments, bundled so that it carries its wasm and runs in Node. */
async function loadEngine(): Promise<Lab> {
  const entry = fileURLToPath(new URL("../engine/lab.ts", import.meta.url));
  const library = { entry, formats: ["es" as const] };
  const bundles = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: { write: false, lib: library, rolldownOptions: { output: { codeSplitting: false } } },
  });
  const [bundle] = [bundles].flat();
  const chunk = bundle && "output" in bundle ? bundle.output[0] : undefined;
  if (!chunk)
    throw new Error("The engine's bundle is empty, so the page's picture cannot be drawn.");
  const address = `data:text/javascript;base64,${Buffer.from(chunk.code).toString("base64")}`;
  const { loadLab } = (await import(/* @vite-ignore */ address)) as { loadLab: () => Promise<Lab> };
  return loadLab();
}

function numberAt(
  trace: Trace,
  step: StepName,
  head: number | null,
  row: number,
  col: number,
): string {
  const { value } = trace.explain(step, { head, row, col });
  const decimals = Number.isInteger(value) ? 0 : 2;
  const text = step === "weights" ? percentText(value) : numberText(value, decimals);
  return `<data value="${value}">${text}</data>`;
}

/** The token whose weights in the first head are the most decided: the one that the figure opens with. */
function mostDecided(trace: Trace): number {
  const { rows, cols, values } = trace.read("weights", { head: 0 });
  const peaks = Array.from({ length: rows }, (_, row) =>
    Math.max(...values.subarray(row * cols, (row + 1) * cols)),
  );
  return peaks.indexOf(Math.max(...peaks));
}

/** Where a picture that has a narrow form shows it. */
const NARROW = "(max-width: 700px)";

/** Keeps a file and answers its address. */
type Keep = (name: string, source: string) => string;

/** A chapter's picture is a file of its own: the first view does not wait for what is far below. */
function pictureOf(figure: string, engine: Lab, keep: Keep): string {
  const draw = PICTURES[figure];
  if (!draw) throw new Error(`index.html asks for a picture of ${figure}, which has none.`);
  const picture = draw(engine);
  const { width, height, title, description, narrow } = picture;
  const image = tag("img", {
    class: "still",
    src: keep(`${figure}.svg`, toFile(picture)),
    width,
    height,
    loading: "lazy",
    alt: `${title}. ${description}`,
  });
  if (!narrow) return image;
  const source = tag("source", {
    media: NARROW,
    srcset: keep(`${figure}-narrow.svg`, toFile(narrow)),
    width: narrow.width,
    height: narrow.height,
  });
  return tag("picture", {}, source, image);
}

/** `isOneFile`: pictures go into the page rather than beside it. */
export function staticFigures({ isOneFile = false } = {}): Plugin {
  let keep: Keep = (_, source) => `data:image/svg+xml,${encodeURIComponent(source)}`;
  return {
    name: "static-figures",
    buildStart() {
      if (isOneFile) return;
      keep = (name, source) =>
        `./${this.getFileName(this.emitFile({ type: "asset", name, source }))}`;
    },
    async transformIndexHtml(html) {
      const engine = await loadEngine();
      const trace = engine.attend({});
      try {
        const { tokens, heads } = trace.scenario;
        const sentence = {
          tokens,
          row: mostDecided(trace),
          heads: Array.from({ length: heads }, (_, head) => trace.read("weights", { head })),
        };
        const picture = `<div class="picture">${sentencePicture(sentence)}${weightsPicture(sentence)}</div>`;
        return html
          .replace(PICTURE, () => picture)
          .replace(PICTURE_OF, (_, figure: string) => pictureOf(figure, engine, keep))
          .replace(NUMBER, (_, step: StepName, head: string, row: string, col: string) =>
            numberAt(trace, step, head === "-" ? null : Number(head), Number(row), Number(col)),
          );
      } finally {
        trace.dispose();
      }
    },
  };
}
