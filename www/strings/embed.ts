/** What the dialog says about a figure on another page. */
export const embedStrings = {
  intro: "The figure for your own page, as it stands now. Reset leads back to this state there.",
  kind: "For",
  kinds: (kind: "script" | "iframe" | "markdown" | "jupyter"): string =>
    ({
      script: "a page, by script",
      iframe: "a page, in an iframe",
      markdown: "Markdown or MDX",
      jupyter: "Jupyter",
    })[kind],
  bare: "without the controls",
  locked: "with its words locked",
  name: "What to paste",
  width: "Preview",
  widthOf: (width: number): string => `${width} px wide`,
  preview: "The figure as it will look there",
  somewhere: (address: string): string =>
    `Put the address of your own copy in place of ${address}: where this page has the figure from cannot be told here.`,
  moved:
    "A notebook's figure starts with this step. The head and the words that are looked at are chosen anew.",
};
