/** An SVG as pixels. */

/** Draws the picture at `scale`; throws where the page's policy allows no image from data. */
export async function toPng(
  { svg, width, height }: { svg: string; width: number; height: number },
  scale: number,
): Promise<Blob> {
  const image = await imageOf(svg);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("too large"));
    }, "image/png");
  });
}

export const urlOf = (svg: string): string =>
  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

async function imageOf(svg: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = urlOf(svg);
  await image.decode();
  return image;
}
