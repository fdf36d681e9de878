/** What reading is helped by; it comes when there is something to read. */
import { followChanges } from "./changes";
import { layOutChapters } from "./chapters";
import { markPlace } from "./contents";
import { keepForLater } from "./offline";
import { tieTerms } from "./terms";

export function helpReading(figures: NodeListOf<Element>): void {
  followChanges();
  layOutChapters();
  markPlace();
  tieTerms(figures);
  keepForLater();
}
