// A real Python with NumPy, for programs that a reader takes from the page.

import { execFileSync, spawnSync } from "node:child_process";

/** `cargo xtask test` finds one or installs it, and says which in the variable. */
export const python = (): string => {
  const usual = ["python3", "python", "/usr/bin/python3"];
  const found = [process.env.ATTENTION_PYTHON ?? [], usual].flat().find((command) => {
    return spawnSync(command, ["-c", "import numpy"]).status === 0;
  });
  if (found === undefined) throw new Error("no Python with NumPy was found");
  return found;
};

/** Runs a program; then says what its variables hold, head by head and flat, and what it printed. */
const RUN = `
import contextlib, io, json, sys
scope = {"__name__": "__main__"}
with contextlib.redirect_stdout(io.StringIO()) as printed:
    exec(compile(sys.stdin.read(), "program", "exec"), scope)
arrays = {name: {"shape": list(found.shape), "values": [repr(x) for x in found.reshape(-1).tolist()]}
          for name, found in scope.items() if type(found).__name__ == "ndarray"}
print(json.dumps({"printed": printed.getvalue(), "tokens": scope["tokens"], "arrays": arrays}))
`;

export interface Ran {
  printed: string;
  tokens: string[];
  /** A step's numbers under its name; of all heads, where it has heads. */
  arrays: Record<string, { shape: number[]; values: number[] }>;
}

export function runPython(program: string): Ran {
  const out = execFileSync(python(), ["-c", RUN], {
    input: program,
    encoding: "utf8",
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  const ran = JSON.parse(out) as Omit<Ran, "arrays"> & {
    arrays: Record<string, { shape: number[]; values: string[] }>;
  };
  // JSON has no infinity.
  const numberOf = (text: string) => Number(text.replace("inf", "Infinity"));
  const arrays = Object.entries(ran.arrays).map(
    ([name, { shape, values }]) => [name, { shape, values: values.map(numberOf) }] as const,
  );
  return { ...ran, arrays: Object.fromEntries(arrays) };
}

/** What NumPy finds in a file of its own. */
export function loadArray(path: string): { shape: number[]; values: number[] } {
  const program =
    "import json, sys, numpy as np; a = np.load(sys.argv[1]); " +
    "print(json.dumps([list(a.shape), a.reshape(-1).tolist()]))";
  const [shape, values] = JSON.parse(
    execFileSync(python(), ["-c", program, path], { encoding: "utf8" }),
  ) as [number[], number[]];
  return { shape, values };
}
