/** A figure's tag as the text that an author pastes. */
import type { Attributes } from "./attributes";

export interface Embedded {
  /** Where the project's files are. */
  base: string;
  tag: string;
  title: string;
  attributes: Attributes;
  /** In CSS pixels; a frame starts with it. */
  height: number;
}

/**
 * Inside double quotes; also one line, as a blank one would end it in Markdown, and nothing that
 * Markdown or a site's templates read: a backtick, braces.
 */
const escaped = (text: string): string =>
  text.replace(/[&<>"`{}\n\r]/g, (each) => `&#${each.charCodeAt(0)};`);

const element = ({ tag, attributes }: Embedded): string => {
  const written = attributes.map(([name, value]) =>
    value === "" ? ` ${name}` : ` ${name}="${escaped(value)}"`,
  );
  return `<${tag}${written.join("")}></${tag}>`;
};

export const script = (figure: Embedded): string =>
  `<script type="module" src="${escaped(figure.base)}attention-explainer.js"></script>\n${element(figure)}`;

/** With the blank line that Markdown wants; React runs a script of JSX only where it is `async`. */
export const markdown = (figure: Embedded): string =>
  `<script async type="module" src="${escaped(figure.base)}attention-explainer.js"></script>\n\n${element(figure)}`;

/** Readable where an address may be. */
const inQuery = (text: string): string =>
  encodeURIComponent(text).replace(/%(2C|3A|2F|3F|3B)/g, decodeURIComponent);

/** `embed.html` with the figure and its attributes; the state is its fragment. */
export function address({ base, tag, attributes }: Embedded): string {
  const query = [["figure", tag] as const, ...attributes.filter(([name]) => name !== "state")].map(
    ([name, value]) => `${name}=${inQuery(value)}`,
  );
  const state = attributes.find(([name]) => name === "state")?.[1];
  return `${base}embed.html?${query.join("&")}${state ? `#${state}` : ""}`;
}

export const iframe = (figure: Embedded): string =>
  `<iframe src="${escaped(address(figure))}" sandbox="allow-scripts" title="${escaped(figure.title)}" width="100%" height="${figure.height}"></iframe>\n` +
  `<script src="${escaped(figure.base)}attention-embed.js" async></script>`;
