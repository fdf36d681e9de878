/**
 * The fonts that figures are set in, as bytes: a sandboxed frame has no origin, so that a host
 * would have to allow it to fetch font files.
 */
import math from "../fonts/math.woff2?inline";
import sans from "../fonts/sans.woff2?inline";
import serifItalic from "../fonts/serif-italic.woff2?inline";
import serif from "../fonts/serif.woff2?inline";
import { decode } from "../engine/module";

const FACES: [family: string, address: string, descriptors: FontFaceDescriptors][] = [
  ["Attention Sans", sans, { weight: "400 600", stretch: "85% 100%" }],
  ["Attention Serif", serif, { weight: "400 600" }],
  ["Attention Serif", serifItalic, { weight: "400", style: "italic" }],
  ["Attention Math", math, {}],
];

export function addFonts(): void {
  for (const [family, address, descriptors] of FACES) {
    document.fonts.add(new FontFace(family, decode(address), descriptors));
  }
}
