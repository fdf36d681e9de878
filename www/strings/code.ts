/** What the pane says in which a figure gives its code and its data, and takes others. */
import type { MatrixFormat, OpenOptions, StepName } from "../engine/types";
import { strings } from "../strings";

/** Axes of a matrix by their symbols in the step table. */
const AXES: Record<string, string> = {
  n: "words that ask",
  m: "words that answer",
  d_model: "components",
  d_k: "components of a key",
  d_v: "components of a value",
  "h·d_v": "components of all values",
};

export const codeStrings = {
  starting: "Fetching what writes programs and files …",
  what: "Take along",
  kinds: {
    numpy: "NumPy",
    pytorch: "PyTorch",
    rust: "Rust",
    json: "JSON",
    matrix: "A matrix",
    table: "A table",
  },
  about: {
    numpy:
      "A program that computes the numbers of this figure, up to rounding in float64. It needs NumPy.",
    pytorch:
      "A program that computes the numbers of this figure, up to rounding in float64. It needs PyTorch.",
    rust: "A program that computes the numbers of this figure, up to rounding in f64. It needs the crate nalgebra.",
  },
  pointAt: "Point at a line that has a symbol beside it: the figure marks the same step.",
  codeName: (kind: string) => `The figure as a program: ${kind}`,
  scenario: "The scenario: all that the numbers are computed from.",
  settings: "The figure’s settings: all that its numbers are computed from.",
  jsonName: "What the figure computes from, as JSON",
  noCode:
    "This figure shows one piece of the mechanism. Programs are offered where the whole of it stands: from the figure of projections on, and in the workbench.",
  table: "The numbers that the figure shows, for a spreadsheet.",
  tableName: "The figure’s numbers as CSV",
  matrix: "Matrix",
  head: "Head",
  headOf: (head: number) => String(head + 1),
  allHeads: "all",
  stepOf: (step: StepName) => `${strings.symbolText(step)}, ${strings.stepName(step)}`,
  shape: (shape: readonly number[], axes: readonly string[]) => {
    const words = axes.map((axis, i) => {
      const length = shape[shape.length - axes.length + i] ?? 0;
      return `${length} ${AXES[axis] ?? axis}`;
    });
    const heads = shape.length > axes.length ? [`${shape[0]} heads`] : [];
    return `${[...heads, ...words].join(" × ")}.`;
  },
  formats: {
    csv: "CSV has the words at its edges; .npy has the numbers alone, for NumPy.",
    stack: "All heads, one after the other, are one array of NumPy; a CSV has room for one head.",
    shared: "Heads that share keys and values have them once.",
  },
  matrixName: "The matrix as CSV",
  tooLarge: "Too many numbers to show here: save them.",
  save: (name: string) => `Save ${name}`,
  saveAs: { csv: "Save as CSV", npy: "Save as .npy" } satisfies Record<MatrixFormat, string>,

  open: "Open your own",
  taken:
    "A scenario or this figure’s settings as JSON; tables as CSV and arrays as .npy that are named after what they are, such as vectors.csv, w_q.npy, or q.npy, k.npy and v.npy together; .npz and .safetensors with such names inside; 64 MB at most.",
  takenSettings: "This figure’s settings as JSON, as it gives them above.",
  choose: "From this device",
  orDrop: "Or drop them on the figure.",
  paste: "Or paste JSON or a table",
  pasteSettings: "Or paste JSON",
  tableIs: "A table is",
  fields: {
    vectors: "the token vectors",
    memory: "the memory’s vectors",
    tokens: "the tokens",
    w_q: "W_Q, all heads side by side",
    w_k: "W_K, all heads side by side",
    w_v: "W_V, all heads side by side",
    w_o: "W_O, all heads one below the other",
    mask: "the mask",
  },
  openPasted: "Open what is pasted",
  opened: (names: readonly string[]) =>
    `Opened ${names.join(", ")}. Undo takes ${names.length === 1 ? "it" : "them"} back.`,
  headsOfFile: "Take heads",
  to: "to",
  tooManyHeads: "q has more heads than fit? Say which ones to take.",
} as const;

export type PastedField = keyof typeof codeStrings.fields;
export type HeadRange = NonNullable<OpenOptions["heads"]>;
