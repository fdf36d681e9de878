/** What a browser draws by itself: the text in fields, sliders, boxes with a tick. */
import { paint } from "./color";
import type { Area } from "./sheet";
import { textLook, type Pen } from "./text";

/** The thumb of the figures' sliders, in CSS pixels. */
const THUMB = { box: 12, w: 4, h: 26 };
/** What browsers draw a box to tick with. */
const TICK_BOX = {
  light: { line: "rgb(118, 118, 118)", paper: "rgb(255, 255, 255)" },
  dark: { line: "rgb(133, 133, 133)", paper: "rgb(59, 59, 59)" },
};

export function drawControl(pen: Pen, parent: Element, element: Element, area: Area): void {
  const style = getComputedStyle(element);
  if (element instanceof HTMLSelectElement)
    return drawValue(pen, parent, element.selectedOptions[0]?.text ?? "", style, area);
  if (!(element instanceof HTMLInputElement)) return;
  switch (element.type) {
    case "range":
      return drawSlider(pen, parent, element, style, area);
    case "checkbox":
      return drawTick(pen, parent, element.checked, style, area);
    case "radio":
      return;
    default:
      return drawValue(pen, parent, element.value, style, area);
  }
}

/** One line in the middle of its box. */
function drawValue(
  pen: Pen,
  parent: Element,
  value: string,
  style: CSSStyleDeclaration,
  { x, y, w, h }: Area,
): void {
  if (value === "") return;
  const { ascent, descent } = pen.metrics.of(style);
  const inset = (side: string) =>
    Number.parseFloat(style.getPropertyValue(`border-${side}-width`)) +
    Number.parseFloat(style.getPropertyValue(`padding-${side}`));
  const [left, right] = [x + inset("left"), x + w - inset("right")];
  const [top, bottom] = [y + inset("top"), y + h - inset("bottom")];
  const isEnd = style.textAlign === "end" || style.textAlign === "right";
  const isMiddle = style.textAlign === "center";
  pen.sheet.add(
    parent,
    "text",
    {
      x: isEnd ? right : isMiddle ? (left + right) / 2 : left,
      y: Math.round((top + bottom + ascent - descent) / 2),
      "text-anchor": isEnd ? "end" : isMiddle ? "middle" : null,
      ...textLook(pen, style),
      ...paint("fill", style.color),
    },
    value,
  );
}

function drawSlider(
  { sheet }: Pen,
  parent: Element,
  { value, min, max }: HTMLInputElement,
  style: CSSStyleDeclaration,
  { x, y, w, h }: Area,
): void {
  const [low, high] = [Number(min || 0), Number(max || 100)];
  const part = high > low ? (Number(value) - low) / (high - low) : 0;
  const middle = Math.round(y + h / 2 - 0.5);
  const at = Math.round(x + part * (w - THUMB.box)) + THUMB.box / 2;
  const line = style.getPropertyValue("--line");
  const color = line === "" ? style.color : (resolved(line, style) ?? style.color);
  // The thumb stands on paper, which parts the line.
  for (const piece of [
    { x, w: at - THUMB.box / 2 - x },
    { x: at + THUMB.box / 2, w: x + w - at - THUMB.box / 2 },
  ])
    sheet.rect(parent, { ...piece, y: middle, h: 1 }, paint("fill", color));
  sheet.rect(
    parent,
    { x: at - THUMB.w / 2, y: middle - THUMB.h / 2, w: THUMB.w, h: THUMB.h },
    paint("fill", style.color),
  );
}

/** `light-dark(#8a847a, #7c766b)` in the scheme of the element. */
function resolved(value: string, style: CSSStyleDeclaration): string | null {
  const [, light, dark] = /^light-dark\(\s*(#\w{6})\s*,\s*(#\w{6})\s*\)$/.exec(value.trim()) ?? [];
  const hex = style.colorScheme === "dark" ? dark : light;
  if (!hex) return null;
  const rgb = Number.parseInt(hex.slice(1), 16);
  return `rgb(${rgb >> 16}, ${(rgb >> 8) & 255}, ${rgb & 255})`;
}

function drawTick(
  { sheet }: Pen,
  parent: Element,
  isTicked: boolean,
  style: CSSStyleDeclaration,
  { x, y, w, h }: Area,
): void {
  const { line, paper } = TICK_BOX[style.colorScheme === "dark" ? "dark" : "light"];
  const box = { x: Math.round(x) + 0.5, y: Math.round(y) + 0.5, w: w - 1, h: h - 1 };
  sheet.rect(parent, box, {
    ...paint("fill", isTicked ? style.accentColor : paper),
    ...paint("stroke", isTicked ? style.accentColor : line),
    rx: 2,
  });
  if (!isTicked) return;
  sheet.add(parent, "path", {
    d: `M${x + w * 0.22} ${y + h * 0.52}L${x + w * 0.42} ${y + h * 0.72}L${x + w * 0.78} ${y + h * 0.3}`,
    fill: "none",
    ...paint("stroke", paper),
    "stroke-width": w / 8,
  });
}
