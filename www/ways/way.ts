/** What a way out is: a pane of the dialog, drawn from the figure that it was opened on. */
import type { TemplateResult } from "lit";
import type { FigureElement } from "../figures/frame/element";

export interface Way {
  /** `redraw` draws the pane again when it has something new to show. */
  draw: (figure: FigureElement, redraw: () => void) => TemplateResult;
}

/** Puts text on the clipboard; where that is not allowed, the reader is told to copy by hand. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Hands the reader a file. */
export function save(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
