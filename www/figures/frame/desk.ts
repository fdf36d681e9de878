/** From a chapter to the workbench, on the page that has one. */
import { nothing, type TemplateResult } from "lit";
import { action } from "../../controls/action";
import type { Scenario } from "../../engine/types";
import { deskStrings as strings } from "../../strings/desk";
import type { PipelineStep } from "../explainer/view";

/** What the workbench is to show, and where in it. */
export interface Opening {
  scenario: Partial<Scenario>;
  step: PipelineStep;
  head: number;
  row: number;
  /** The key to look at; left out, it is the one that gets the largest weight. */
  col?: number;
}

/** Only the article itself follows: it calls itself the place where the article is. */
export const openButton = (open: () => void): TemplateResult | typeof nothing =>
  document.documentElement.dataset["article"] === "" ? action(strings.open, false, open) : nothing;

declare global {
  // The event bubbles to the page.
  interface DocumentEventMap {
    "attention-open": CustomEvent<Opening>;
  }
}
