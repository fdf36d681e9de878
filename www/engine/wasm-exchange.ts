// The engine with programs and files, for the dialog in which a figure leaves the page.
export { default, Engine } from "./pkg-exchange/attention.js";

export const address = (): URL => new URL("./pkg-exchange/attention_bg.wasm", import.meta.url);
