/**
 * `guide.html` is `docs/embed.md` as a page: code gets a frame, what is `live` runs beneath it, and
 * comments are filled from what the elements' own doc comments say (tables.ts).
 *
 *     ```html live                the figure stands below its code
 *     ```js from=vue/App.vue      quoted from a host of tests/embed/hosts
 *     <!-- tables: attention-softmax -->
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Marked, type Token, type Tokens } from "marked";
import type { Plugin } from "vite";
import { escape, tag } from "./markup";
import { readManifest, type Reference } from "./tables";

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const SOURCE = path("docs/embed.md");
/** Both are written by earlier steps of `cargo xtask build`. */
const MANIFEST = path("dist/custom-elements.json");
const INTEGRITY = path("dist/integrity.json");

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Error(`guide.html needs ${file}, which cargo xtask build makes before it.`);
  }
};

/** As GitHub names a heading in a link. */
const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const isHeading = (token: Token, depth: number): token is Tokens.Heading =>
  token.type === "heading" && (token as Tokens.Heading).depth === depth;

/** What the figure is where no script runs, beside its own tag, which stays as it is copied. */
const WITHOUT_SCRIPT = `<noscript><p class="fallback">Here the figure runs where JavaScript is on.</p></noscript>`;

function toMarkup(source: string, reference: Reference) {
  let place = "";
  let listings = 0;

  /** Code in a frame that the keyboard scrolls; `data-runs` says to the tests how it is run. */
  const listing = ({ text, lang = "" }: Tokens.Code): string => {
    const [language = "", runs = ""] = lang.split(" ");
    const pre = tag(
      "pre",
      { tabindex: 0, role: "region", "aria-label": `${place}, code ${++listings}` },
      tag("code", {}, escape(text)),
    );
    const shown = tag(
      "div",
      { class: "listing", "data-language": language, "data-runs": runs },
      pre,
    );
    return runs === "live" ? shown + tag("div", { class: "live" }, text, WITHOUT_SCRIPT) : shown;
  };

  const inline = (markdown: string): string => marked.parseInline(markdown, { async: false });
  const marked: Marked = new Marked({
    renderer: {
      code: listing,
      heading({ tokens, text, depth }) {
        place = text;
        return tag(
          `h${depth}`,
          depth > 2 ? { id: slug(text) } : {},
          this.parser.parseInline(tokens),
        );
      },
      // A file of the repository is not beside the page.
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        return /^(https:|#)/.test(href) ? tag("a", { href }, words) : tag("code", {}, words);
      },
      table(token) {
        const cells = (row: Tokens.TableCell[], name: string) =>
          tag("tr", {}, ...row.map(({ tokens }) => tag(name, {}, this.parser.parseInline(tokens))));
        const body = token.rows.map((row) => cells(row, "td"));
        const table = tag("table", {}, tag("thead", {}, cells(token.header, "th")), ...body);
        return tag(
          "div",
          { class: "wide", tabindex: 0, role: "region", "aria-label": `${place}, table` },
          table,
        );
      },
      html({ text }) {
        const [, what = "", which = ""] = /^<!-- (\w+)(?:: ([\w -]+?))? -->/.exec(text) ?? [];
        if (what === "figures") return figures();
        if (what === "about") return tag("p", {}, inline(reference.about(which)));
        if (what === "tables") return reference.tables(which, inline);
        throw new Error(`docs/embed.md: nothing fills “${text.trim()}”.`);
      },
    },
  });

  const tokens = marked.lexer(source);
  const figures = (): string => {
    const tags = tokens.flatMap((token) =>
      isHeading(token, 3) && token.text.startsWith("attention-") ? [token.text] : [],
    );
    const links = tags.map((name) => tag("a", { href: `#${name}` }, tag("code", {}, name)));
    return tag("ul", {}, ...links.map((link) => tag("li", {}, link)));
  };
  const starts = tokens.flatMap((token, i) => (isHeading(token, 2) ? [i] : []));
  const sections = starts.map((start, i) => {
    const name = (tokens[start] as Tokens.Heading).text;
    const content = marked.parser(tokens.slice(start, starts[i + 1]));
    return { id: slug(name), name, content };
  });
  return {
    opening: tag("header", { class: "opening" }, marked.parser(tokens.slice(0, starts[0]))),
    sections,
  };
}

export function guide(): Plugin {
  return {
    name: "guide",
    transformIndexHtml: {
      order: "pre",
      handler(html) {
        const reference = readManifest(read(MANIFEST));
        const hashes = JSON.parse(read(INTEGRITY)) as Record<string, string>;
        const hash = hashes["attention-explainer.js"];
        if (!hash) throw new Error(`${INTEGRITY} has no hash of attention-explainer.js.`);
        const source = read(SOURCE).replaceAll("sha384-…", hash);
        const { opening, sections } = toMarkup(source, reference);
        const contents = sections.map(({ id, name }) =>
          tag("li", {}, tag("a", { href: `#${id}` }, escape(name))),
        );
        const parts = sections.map(({ id, content }) => tag("section", { id }, content));
        return html
          .replace("<!-- contents -->", () => contents.join("\n"))
          .replace("<!-- guide -->", () => opening + parts.join("\n"));
      },
    },
  };
}
