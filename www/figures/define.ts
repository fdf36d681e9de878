/** Defines every element of the project; a second copy on the page leaves the first in place. */
const modules = import.meta.glob<CustomElementConstructor>("./attention-*.ts", {
  eager: true,
  import: "default",
});

for (const [file, figure] of Object.entries(modules)) {
  const tag = file.slice("./".length, -".ts".length);
  if (!customElements.get(tag)) customElements.define(tag, figure);
}

export { AttentionExplainer } from "./attention-explainer";
