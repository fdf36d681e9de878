// The engine without the backward pass, for the page: see vite.config.ts.
export { default, Engine } from "./pkg-page/attention.js";

export const address = (): URL => new URL("./pkg-page/attention_bg.wasm", import.meta.url);
