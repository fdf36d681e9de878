/**
 * The script of `embed.html`: shows the one figure that the address asks for, and tells the page
 * around it how tall it is. It has no origin to rely on (`sandbox="allow-scripts"`): it fetches
 * nothing, stores nothing, and hears nothing but its parent's question for the height.
 */
import "../figures/define";
import type { FigureElement } from "../figures/frame/element";
import { authorFragment } from "../figures/frame/fragment";
import { figures } from "../figures/registry";
import { addFonts } from "./fonts";
import { readAddress, DEFAULT_FIGURE } from "./address";
import { isAsking, VERSION, type HeightMessage } from "./messages";
import styles from "./embed.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
document.adoptedStyleSheets.push(sheet);
addFonts();

const attributesOf = (tag: string): readonly string[] => {
  const { observedAttributes } = customElements.get(tag) as { observedAttributes?: string[] };
  return observedAttributes ?? [];
};
const tags = [DEFAULT_FIGURE, ...figures.keys()];
const { tag, attributes, problems } = readAddress(location.search, tags, attributesOf);

const figure = document.createElement(tag) as FigureElement;
for (const [name, value] of attributes) figure.setAttribute(name, value);
const page = document.createElement("main");
const message = document.createElement("p");
message.className = "problem";
message.role = "status";
const say = (text: string) => {
  message.textContent = text;
  message.hidden = text === "";
};
say(problems.join(" "));
page.append(message, figure);
document.body.replaceChildren(page);

/** The figure as it was when the link was made; one that cannot be read leaves it as it is. */
const show = () => {
  try {
    authorFragment(figure, location.hash);
  } catch (error) {
    say([...problems, error instanceof Error ? error.message : String(error)].join(" "));
  }
};

// The height of what is shown, not of the frame that it is shown in: it may also shrink.
let height = 0;
const tell = () => {
  const message: HeightMessage = { type: "attention:height", version: VERSION, height };
  // Whoever embeds a figure may know how tall it is.
  parent.postMessage(message, "*");
};
const measure = () => {
  const next = Math.ceil(page.getBoundingClientRect().height);
  if (next === height) return;
  height = next;
  tell();
};
new ResizeObserver(measure).observe(page);
// Off screen, a browser lets a frame's observers sleep.
figure.ready.then(() => {
  show();
  measure();
}, measure);
addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
  if (source === parent && isAsking(data)) tell();
});
