/**
 * The npm package's entries: for each figure one that exports its class and one that also defines
 * it, one that defines them all, and the engine with its wasm as a file.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const www = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const DEFINE = "define:";

const tags = readdirSync(www("figures"))
  .filter((file) => file.startsWith("attention-"))
  .map((file) => file.slice(0, -".ts".length));

/** By the name of the file that each becomes. */
export const entries: Record<string, string> = {
  all: www("figures/define.ts"),
  engine: www("engine/library.ts"),
  ...Object.fromEntries(tags.map((tag) => [`figures/${tag}`, www(`figures/${tag}.ts`)])),
  ...Object.fromEntries(tags.map((tag) => [`define/${tag}`, DEFINE + tag])),
};

/** What stands in `define/`. On a server, where nothing can be defined, it only exports the class. */
const defining = (tag: string) => {
  const figure = JSON.stringify(www(`figures/${tag}.ts`));
  return `import Figure from ${figure};
export * from ${figure};
export default Figure;
if (globalThis.customElements && !customElements.get("${tag}")) customElements.define("${tag}", Figure);`;
};

export function packageEntries(): Plugin {
  return {
    name: "package-entries",
    enforce: "pre",
    resolveId(source, importer = "") {
      if (source.startsWith(DEFINE)) return `\0${source}`;
      // Lit's build for Node brings elements that render there; these only have to be importable.
      if (source === "@lit-labs/ssr-dom-shim") return www("package/without-dom.ts");
      // Figures start without the backward pass; the engine by itself is the whole one.
      if (source === "./wasm.js" && importer !== entries["engine"])
        return www("engine/wasm-page.ts");
      return null;
    },
    load(id) {
      if (id.startsWith(`\0${DEFINE}`)) return defining(id.slice(1 + DEFINE.length));
      // A host's bundler decides what is fetched ahead.
      if (id === "\0vite/preload-helper.js")
        return "export const __vitePreload = (fetch) => fetch();";
      return null;
    },
  };
}
