/** What the dialog says about a figure as a picture. */
export const pictureStrings = {
  intro:
    "The figure as it stands, without its controls. SVG has text as text and lines as lines, with the fonts inside; PNG has pixels.",
  theme: "Colors",
  themes: (theme: "light" | "dark"): string => ({ light: "light", dark: "dark" })[theme],
  width: "Width",
  widthOf: (width: number): string => (width === 0 ? "as you see it" : `${width} px`),
  scale: "PNG",
  scaleOf: (scale: number): string => `${scale} ×`,
  controls: "with the controls",
  saveSvg: "Save as SVG",
  savePng: "Save as PNG",
  making: "Drawing …",
  made: (width: number, height: number, scale: number): string => {
    const size = (by: number) => `${Math.round(width * by)} × ${Math.round(height * by)}`;
    return `SVG ${size(1)}, PNG ${size(scale)} pixels.`;
  },
  failed: (reason: string): string => `The picture could not be made. ${reason}`,
  pixelMaps: (count: number): string =>
    `${count === 1 ? "One heat map has" : `${count} heat maps have`} too many cells for shapes and ${count === 1 ? "is" : "are"} in the SVG as pixels. Every number that is printed is text.`,
  missing: (families: readonly string[]): string =>
    `The SVG only names ${families.join(", ")}, because the page did not hand over the font.`,
  noPixels:
    "The picture is too large to be drawn in pixels here. Take a smaller scale, or the SVG.",
  blind:
    "This page's policy allows no image from data, so there is neither a preview nor a PNG. The SVG works.",
  preview: "The picture that will be saved",
};
