/** The workbench's styles, part by part; those of what stands below the first numbers come with it. */
import type { CSSResultGroup } from "lit";
import { figureStyles } from "../../../styles/figure";
import { printStyles } from "../../../styles/print";
import { stepperStyles } from "../../../styles/stepper";
import { colormapStyles } from "../../../views/colormap";
import { boardStyles } from "./board";
import { frameStyles } from "./frame";
import { matrixStyles } from "./matrix";
import { narrowStyles } from "./narrow";

export const styles: CSSResultGroup = [
  figureStyles,
  stepperStyles,
  frameStyles,
  matrixStyles,
  boardStyles,
  narrowStyles,
  colormapStyles,
  printStyles,
];
