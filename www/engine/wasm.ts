// The whole engine, for `dist/engine.js` and for types.
export { default, Engine } from "./pkg/attention.js";

export const address = (): URL => new URL("./pkg/attention_bg.wasm", import.meta.url);
