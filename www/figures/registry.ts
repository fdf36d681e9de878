/**
 * The figures that come when they are scrolled to, by tag. A figure is a file of this folder that
 * is named after its tag and exports its class as default; nothing else has to be changed to add
 * one. The hero is part of the first view and comes with the page.
 */
const modules = import.meta.glob<{ default: CustomElementConstructor }>([
  "./attention-*.ts",
  "!./attention-explainer.ts",
]);

const tagOf = (file: string): string => file.slice("./".length, -".ts".length);

/** The tags of all figures, and how to fetch the class of each. */
export const figures: ReadonlyMap<string, () => Promise<CustomElementConstructor>> = new Map(
  Object.entries(modules).map(([file, fetch]) => [
    tagOf(file),
    () => fetch().then((module) => module.default),
  ]),
);

/** Defines an element, unless another copy of this module already has. */
export async function define(tag: string): Promise<void> {
  const constructor = await figures.get(tag)?.();
  if (constructor && !customElements.get(tag)) customElements.define(tag, constructor);
}
