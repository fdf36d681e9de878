/** What reading is helped by; it comes when there is something to read. */
import { layOutChapters } from "./chapters";
import { markPlace } from "./contents";
import { tieTerms } from "./terms";

export function helpReading(figures: NodeListOf<Element>): void {
  layOutChapters();
  markPlace();
  tieTerms(figures);
}
