// The engine with the experiments and without the backward pass, for the page's chapters.
export { default, Engine } from "./pkg-lab/attention.js";

export const address = (): URL => new URL("./pkg-lab/attention_bg.wasm", import.meta.url);
