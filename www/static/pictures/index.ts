/**
 * The static picture of each figure: what stands in its place without JavaScript, in print and
 * until it starts. Drawn at build time from the engine's numbers for the figure's default settings.
 */
import type { Lab } from "../../engine/types";
import { blendPicture } from "./blend";
import { dotProductPicture } from "./dot-product";
import { headsPicture } from "./heads";
import type { Picture } from "./picture";
import { librarianPicture } from "./librarian";
import { projectionsPicture } from "./projections";
import { scalingPicture } from "./scaling";
import { softmaxPicture } from "./softmax";

/** By tag; `<!-- picture of TAG -->` in index.html becomes the picture. */
export const PICTURES: Readonly<Record<string, (engine: Lab) => Picture>> = {
  "attention-blend": blendPicture,
  "attention-dot-product": dotProductPicture,
  "attention-heads": headsPicture,
  "attention-librarian": librarianPicture,
  "attention-projections": projectionsPicture,
  "attention-scaling": scalingPicture,
  "attention-softmax": softmaxPicture,
};
