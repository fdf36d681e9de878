import init, { address, Engine } from "./wasm.js";

/** Fetches or unpacks the wasm. A repeated call gets the same instance. */
export async function instantiate(): Promise<Engine> {
  await init({ module_or_path: source() });
  return new Engine();
}

/** The wasm as this bundle carries it: a file beside the page, or bytes inside a library. */
function source(): URL | Uint8Array<ArrayBuffer> {
  const url = address();
  if (url.protocol !== "data:") return url;
  // Decoded by hand: fetching a data: address would need its own entry in a host's policy.
  const text = atob(url.href.slice(url.href.indexOf(",") + 1));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
