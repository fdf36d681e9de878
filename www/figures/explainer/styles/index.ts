/** The workbench's styles, part by part. */
import type { CSSResultGroup } from "lit";
import { arithmeticStyles } from "../../../styles/arithmetic";
import { figureStyles } from "../../../styles/figure";
import { printStyles } from "../../../styles/print";
import { stepperStyles } from "../../../styles/stepper";
import { colormapStyles } from "../../../views/colormap";
import { boardStyles } from "./board";
import { controlStyles } from "./controls";
import { frameStyles } from "./frame";
import { matrixStyles } from "./matrix";
import { narrowStyles } from "./narrow";

export const styles: CSSResultGroup = [
  figureStyles,
  stepperStyles,
  arithmeticStyles,
  frameStyles,
  controlStyles,
  matrixStyles,
  boardStyles,
  narrowStyles,
  colormapStyles,
  printStyles,
];
