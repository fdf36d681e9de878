import { defineConfig, type UserConfig } from "vite";
import { entries, packageEntries } from "./www/package/entries";
import { article } from "./www/static/article";
import { embed } from "./www/static/embed";
import { guide } from "./www/static/guide";
import { offline } from "./www/static/offline";
import { staticFigures } from "./www/static/plugin";
import { serviceWorker } from "./www/static/service-worker";

/** One wasm where one file holds everything: the whole engine’s has what each part’s has. */
const oneWasm = { find: /^\.\/wasm-(lab|exchange)\.js$/, replacement: "./wasm.js" };

/** The page. Content-hashed files beside an `index.html` that works from any sub-path. */
const site: UserConfig = {
  base: "./",
  // The first view has no use for the backward pass, which is a third of the engine.
  resolve: { alias: [{ find: /^\.\/wasm\.js$/, replacement: "./wasm-page.js" }] },
  plugins: [article(), staticFigures(), serviceWorker()],
  build: {
    // A host's policy may forbid `data:` fonts, and the module streams only as a file.
    assetsInlineLimit: 0,
    // A list of what each chapter's figure needs would be in the first view; figures start early.
    modulePreload: false,
    // Which chunks the first view needs: crates/xtask/budget.mjs weighs them.
    manifest: true,
    rolldownOptions: {
      // One chunk for the first view: what it shares with later figures compresses better in it.
      // And one for links, which the address and the dialog share: each name costs bytes.
      output: {
        codeSplitting: {
          groups: [
            { name: "page", tags: ["$initial"] },
            { name: "link", test: /www\/page\/link\.ts$/ },
          ],
        },
      },
    },
  },
};

/** One self-contained module, with the wasm and the styles inside. */
const library = (name: string, entry: string): UserConfig => ({
  publicDir: false,
  // One wasm for engine and lab.
  resolve: { alias: [oneWasm] },
  build: {
    emptyOutDir: false,
    lib: { entry, formats: ["es"], fileName: () => `${name}.js` },
    // Vite leaves a library's white space to the next bundler; here a browser is next.
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
});

/** `embed.html` and its script, a classic one: a module would have to be allowed by its host. */
const frame: UserConfig = {
  base: "./",
  publicDir: false,
  resolve: { alias: [oneWasm] },
  plugins: [embed()],
  build: {
    emptyOutDir: false,
    lib: { entry: "www/embed/frame.ts", formats: ["iife"], name: "attentionFrame" },
    rolldownOptions: {
      // A classic script has none, and what it carries has no other address.
      transform: { define: { "import.meta.url": '"about:blank"' } },
      output: { codeSplitting: false, entryFileNames: "embed/[name]-[hash].js" },
    },
  },
};

/** `guide.html`, for authors: after the package, whose manifest it shows; it shares the site's fonts. */
const handbook: UserConfig = {
  base: "./",
  publicDir: false,
  plugins: [guide()],
  build: {
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: "guide.html",
      output: {
        entryFileNames: "guide/[name]-[hash].js",
        assetFileNames: ({ names: [name = ""] }) =>
          `${name.endsWith(".css") ? "guide" : "assets"}/[name]-[hash][extname]`,
      },
    },
  },
};

/** `attention.html`, the article in one file. */
const file: UserConfig = {
  base: "./",
  publicDir: false,
  resolve: { alias: [oneWasm] },
  plugins: [article(), staticFigures({ isOneFile: true }), offline()],
  build: {
    emptyOutDir: false,
    assetsInlineLimit: () => true,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
};

/** The npm package: entries that share chunks, and each wasm once as a file. */
const npm: UserConfig = {
  base: "./",
  publicDir: false,
  plugins: [packageEntries()],
  // Of Lit's builds the one that can also be imported on a server.
  resolve: { conditions: ["node", "module"] },
  build: {
    outDir: "dist/package",
    // `build.lib` would write every wasm into its script.
    assetsInlineLimit: 0,
    modulePreload: false,
    manifest: true,
    license: { fileName: "third-party-licenses.md" },
    rolldownOptions: {
      input: entries,
      preserveEntrySignatures: "strict",
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "chunks/[name]-[hash][extname]",
      },
    },
  },
};

/** `vite build --mode site | element | engine | embed | offline | package | guide`, in this order; `vite` serves the page. */
export default defineConfig(({ mode }) => {
  switch (mode) {
    case "element":
      return library("attention-explainer", "www/figures/define.ts");
    case "engine":
      return library("engine", "www/engine/library.ts");
    case "embed":
      return frame;
    case "guide":
      return handbook;
    case "offline":
      return file;
    case "package":
      return npm;
    default:
      return site;
  }
});
