/**
 * Defines every element of the project; a second copy on the page leaves the first in place. On a
 * server, where nothing can be defined, it is only imported.
 */
const registry = (globalThis as Partial<typeof globalThis>).customElements;
const modules = import.meta.glob<CustomElementConstructor>("./attention-*.ts", {
  eager: true,
  import: "default",
});

for (const [file, figure] of Object.entries(modules)) {
  const tag = file.slice("./".length, -".ts".length);
  if (registry && !registry.get(tag)) registry.define(tag, figure);
}

export { AttentionExplainer } from "./attention-explainer";
