import { defineConfig, type UserConfig } from "vite";
import { article } from "./www/static/article";
import { staticFigures } from "./www/static/plugin";

/** The lab's wasm is the whole engine's where there is only one file. */
export const wholeLab = { find: /^\.\/wasm-lab\.js$/, replacement: "./wasm.js" };

/** The page. Content-hashed files beside an `index.html` that works from any sub-path. */
const site: UserConfig = {
  base: "./",
  // The first view has no use for the backward pass, which is a third of the engine.
  resolve: { alias: [{ find: /^\.\/wasm\.js$/, replacement: "./wasm-page.js" }] },
  plugins: [article(), staticFigures()],
  build: {
    // A host's policy may forbid `data:` fonts, and the module streams only as a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Which chunks the first view needs: crates/xtask/budget.mjs weighs them.
    manifest: true,
    rolldownOptions: {
      // One chunk for the first view: what it shares with later figures compresses better in it.
      output: { codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] } },
    },
  },
};

/** One self-contained module, with the wasm and the styles inside. */
const library = (name: string, entry: string): UserConfig => ({
  publicDir: false,
  // One wasm for engine and lab.
  resolve: { alias: [wholeLab] },
  build: {
    emptyOutDir: false,
    lib: { entry, formats: ["es"], fileName: () => `${name}.js` },
    // Vite leaves a library's white space to the next bundler; here a browser is next.
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
});

/** `vite build --mode site | element | engine`, in this order; `vite` serves the page. */
export default defineConfig(({ mode }) => {
  switch (mode) {
    case "element":
      return library("attention-explainer", "www/figures/define.ts");
    case "engine":
      return library("engine", "www/engine/library.ts");
    default:
      return site;
  }
});
