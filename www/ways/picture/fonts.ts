/** Which fonts a picture is set in, and those of them that the page brings, as data in the picture. */
import type { Sheet } from "./sheet";

interface Face {
  family: string;
  style: string;
  /** Lowest and highest. */
  weight: readonly [number, number];
  descriptors: string;
  /** Null where the face is only another size of a font that the system has. */
  url: string | null;
}

/** What has no attribute of its own in SVG: figures of one width, and no slant that a font has not. */
const LOOKS = [".t{font-variant-numeric:tabular-nums}", ".s{font-synthesis:none}"];

const GENERIC = /^(serif|sans-serif|monospace|cursive|fantasy|math|system-ui|ui-\w[\w-]*)$/;
const unquoted = (name: string): string => name.trim().replace(/^["']|["']$/g, "");
const familiesOf = (list: string): string[] =>
  (list.match(/"[^"]*"|'[^']*'|[^,]+/g) ?? []).map(unquoted);

export class Fonts {
  readonly #faces = facesOfPage();
  readonly #used = new Set<Face>();
  readonly #known = new Map<string, string>();

  /** The families of a computed list that mean something outside of this page. */
  family(style: CSSStyleDeclaration): string {
    const { fontFamily, fontStyle, fontWeight } = style;
    const key = [fontFamily, fontStyle, fontWeight].join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const names = familiesOf(fontFamily);
    for (const name of names.slice(0, 1)) {
      const face = this.#find(name, fontStyle, Number(fontWeight));
      if (face) this.#used.add(face);
    }
    const kept = names.filter((name) => {
      const faces = this.#faces.filter((face) => face.family === name);
      return faces.length === 0 || faces.some((face) => face.url !== null);
    });
    const generic = names.some((name) => GENERIC.test(name)) ? [] : ["sans-serif"];
    const list = [...kept, ...generic].map((name) => (GENERIC.test(name) ? name : `'${name}'`));
    this.#known.set(key, list.join(", "));
    return list.join(", ");
  }

  #find(family: string, style: string, weight: number): Face | undefined {
    const faces = this.#faces.filter((face) => face.family === family && face.url !== null);
    const fits = ({ weight: [low, high] }: Face) => low <= weight && weight <= high;
    const slanted = faces.filter((face) => face.style === style);
    return slanted.find(fits) ?? slanted[0] ?? faces.find(fits) ?? faces[0];
  }

  /** Puts the used faces into the sheet; answers the families that could not be had. */
  async embed(sheet: Sheet): Promise<string[]> {
    const missing: string[] = [];
    const rules = await Promise.all(
      [...this.#used].map(async ({ family, url, descriptors }) => {
        try {
          return `@font-face{${descriptors}src:url(${await dataOf(url ?? "")}) format("woff2")}`;
        } catch {
          missing.push(family);
          return "";
        }
      }),
    );
    sheet.styles = [...LOOKS, ...rules].join("\n");
    return [...new Set(missing)];
  }
}

/** The rules of every sheet that may be read. */
function facesOfPage(): Face[] {
  const faces: Face[] = [];
  const read = (rules: CSSRuleList, base: string) => {
    for (const rule of rules) {
      if (rule instanceof CSSImportRule && rule.styleSheet)
        read(rule.styleSheet.cssRules, rule.styleSheet.href ?? base);
      if (rule instanceof CSSFontFaceRule) faces.push(faceOf(rule.style, base));
    }
  };
  for (const sheet of document.styleSheets) {
    try {
      read(sheet.cssRules, sheet.href ?? document.baseURI);
    } catch {
      // A sheet of another origin keeps its rules to itself.
    }
  }
  return faces;
}

function faceOf(style: CSSStyleDeclaration, base: string): Face {
  const value = (name: string, otherwise: string) => style.getPropertyValue(name) || otherwise;
  const url = /url\(["']?([^"')]+)["']?\)/.exec(value("src", ""))?.[1];
  const weights = value("font-weight", "400").replace("normal", "400").replace("bold", "700");
  const [low = 400, high = low] = weights.split(" ").map(Number);
  const descriptors = ["font-family", "font-style", "font-weight", "font-stretch"]
    .filter((name) => style.getPropertyValue(name) !== "")
    .map((name) => `${name}:${style.getPropertyValue(name)};`);
  return {
    family: unquoted(value("font-family", "")),
    style: value("font-style", "normal"),
    weight: [low, high],
    descriptors: descriptors.join(""),
    url: url === undefined ? null : new URL(url, base).href,
  };
}

/** A font as a data URL. */
async function dataOf(url: string): Promise<string> {
  if (url.startsWith("data:")) return url;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:font/woff2;base64,${btoa(text)}`;
}
