/**
 * Sets the article while the page is built, so that it needs no script: LaTeX between dollar signs
 * becomes MathML, and a verdict in words becomes the ruler with its three marks.
 *
 *     $\q{W_Q}$                 in the line; \q, \k and \v give the hue and name the term
 *     $$ \term{scores}{s_{ij}} $$   on its own; \term ties a symbol to what the prose calls by name
 */
import temml from "temml";
import type { Plugin } from "vite";

const MACROS = {
  "\\term": "\\data{term=#1}{#2}",
  "\\q": "\\class{q}{\\data{term=q}{#1}}",
  "\\k": "\\class{k}{\\data{term=k}{#1}}",
  "\\v": "\\class{v}{\\data{term=v}{#1}}",
  "\\T": "\\mathrm{T}",
  "\\norm": "\\lVert #1 \\rVert",
  "\\gloss": "\\class{gloss}{\\text{#1}}",
};

const FORMULA = /\$\$([^$]+)\$\$|\$([^$\n]+)\$/g;

/** The page's policy forbids style attributes, and its own style sheet sets the spaces. */
function mathml(formula: string, displayMode: boolean): string {
  const markup = temml.renderToString(formula, {
    displayMode,
    throwOnError: true,
    macros: { ...MACROS },
    trust: ({ command }: { command: string }) => command === "\\class" || command === "\\data",
  });
  return markup
    .replace(/ style="[^"]*"/g, "")
    .replace(/ class="tml-[^"]*"/g, "")
    .replace(/<mrow>(<mi mathvariant="normal">T<\/mi>)<mspace><\/mspace><\/mrow>/g, "$1")
    .replace(/<mi>(?=\p{L}{2})/gu, '<mi mathvariant="normal">')
    .replace(/⋅/g, "·");
}

const VERDICTS = ["holds", "needs care", "does not hold"];
const VERDICT = /<p class="verdict">([^<]+)<\/p>/g;

function ruler(verdict: string): string {
  if (!VERDICTS.includes(verdict))
    throw new Error(`A verdict is one of ${VERDICTS.join(", ")}, not “${verdict}”.`);
  const marks = VERDICTS.map((mark) =>
    mark === verdict ? `<strong>${mark}</strong>` : `<span aria-hidden="true">${mark}</span>`,
  );
  return `<p class="verdict">${marks.join(" ")}</p>`;
}

export function article(): Plugin {
  return {
    name: "article",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html
          .replace(FORMULA, (_, display?: string, inline?: string) =>
            mathml(display ?? inline ?? "", display !== undefined),
          )
          .replace(VERDICT, (_, verdict: string) => ruler(verdict)),
    },
  };
}
