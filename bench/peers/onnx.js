// onnxruntime-web on WebAssembly with SIMD and one thread. What is to be kept
// is an output of the graph: it knows no other way to keep it.

import * as ort from "/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs";
import { model } from "./onnx-model.js";

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = "/node_modules/onnxruntime-web/dist/";

const name = `onnxruntime-web ${ort.env.versions.web}, 1 thread`;

/** @type {import("./measure.js").Contender[]} */
export const contenders = [
  { name, number: "f32", prepare: keeping(true) },
  { name: `${name}, output only`, number: "f32", prepare: keeping(false), keepsNothing: true },
];

function keeping(all) {
  return async (size, weights) => {
    const session = await ort.InferenceSession.create(model(size, weights, all), {
      executionProviders: ["wasm"],
    });
    const shape = [size.n, size.d_model];
    let kept = {};
    return {
      async attend(vectors) {
        kept = await session.run({ x: new ort.Tensor("float32", vectors, shape) });
        return kept.output.data;
      },
      async dispose() {
        kept = {};
        await session.release();
      },
    };
  };
}
