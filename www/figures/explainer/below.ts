/** What stands below the workbench's first numbers, and whose code follows them. */
import type { CSSResultGroup } from "lit";
import { arithmeticStyles } from "../../styles/arithmetic";
import { controlStyles } from "./styles/controls";

export { controls } from "./controls";
export { Travel } from "./travel";
export { wholeMatrix } from "./whole";
export { whyThisNumber } from "./why";

export const styles: CSSResultGroup = [arithmeticStyles, controlStyles];
