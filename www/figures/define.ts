/** Defines every element of the project; a second copy on the page leaves the first in place. */
import { AttentionExplainer } from "./attention-explainer";

if (!customElements.get("attention-explainer"))
  customElements.define("attention-explainer", AttentionExplainer);

export { AttentionExplainer };
