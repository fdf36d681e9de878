/** What reading is helped by; it comes when there is something to read. */
import { figures } from "../figures/registry";
import { followChanges } from "./changes";
import { layOutChapters } from "./chapters";
import { markPlace } from "./contents";
import { keepForLater } from "./offline";
import { tieTerms } from "./terms";

export function helpReading(): void {
  followChanges();
  layOutChapters();
  markPlace();
  tieTerms(document.querySelectorAll(["attention-explainer", ...figures.keys()].join()));
  keepForLater();
}
