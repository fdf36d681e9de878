/** The last line of every figure: back to where it was, and out of the page. */
import { html, type nothing, type TemplateResult } from "lit";
import { action } from "../../controls/action";
import { frameStrings as strings } from "../../strings/frame";
import { WAYS, type WayName } from "../../ways/ways";

export interface ToolbarProps {
  canUndo: boolean;
  canRedo: boolean;
  /** Whether Reset would change nothing. */
  isAuthored: boolean;
  onMove: (move: "undo" | "redo" | "reset") => void;
  onWay: (way: WayName) => void;
  /** A chapter's button to the workbench. */
  open?: TemplateResult | typeof nothing;
}

export function toolbar(props: ToolbarProps): TemplateResult {
  const { isAuthored, canUndo, canRedo, onMove, onWay, open } = props;
  return html`<div class="toolbar" part="toolbar" role="toolbar" aria-label=${strings.toolbar}>
    ${action(strings.reset, isAuthored, () => onMove("reset"))}
    ${action(strings.undo, !canUndo, () => onMove("undo"))}
    ${action(strings.redo, !canRedo, () => onMove("redo"))} ${open}
    ${Object.entries(WAYS).map(([way, label]) => action(label, false, () => onWay(way as WayName)))}
  </div>`;
}
