import type { Engine } from "./pkg/attention.js";

/** A build of the wasm, and where its bundle has it. Builds differ in what they leave out. */
export interface Build {
  default: (from: { module_or_path: URL | BufferSource }) => Promise<unknown>;
  Engine: new () => unknown;
  address: () => URL;
}

const instances = new Map<Build["default"], Promise<Engine>>();

/** Fetches or unpacks a build: one instance for the whole page, worker or process. */
export function instantiate({ default: init, Engine: Built, address }: Build): Promise<Engine> {
  let instance = instances.get(init);
  if (!instance) {
    instance = init({ module_or_path: source(address()) })
      .then(() => new Built() as Engine)
      .catch((error: unknown) => {
        // The next call tries again.
        instances.delete(init);
        throw error;
      });
    instances.set(init, instance);
  }
  return instance;
}

/** The wasm as this bundle carries it: a file beside the page, or bytes inside a library. */
const source = (url: URL): URL | Uint8Array<ArrayBuffer> =>
  url.protocol === "data:" ? decode(url.href) : url;

/** By hand: fetching a data: address would need its own entry in a host's policy. */
export function decode(address: string): Uint8Array<ArrayBuffer> {
  const text = atob(address.slice(address.indexOf(",") + 1));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
