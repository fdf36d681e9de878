/** What the guide's document cannot do by itself: copying code, marking the place, live figures. */
import { markPlace } from "../page/contents";
import { waysStrings as strings } from "../strings/ways";
import { copy } from "../ways/way";

/** As any page loads it; once, when the first figure is a screen away. */
const coming = new IntersectionObserver(
  (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    coming.disconnect();
    void import(/* @vite-ignore */ new URL("attention-explainer.js", document.baseURI).href);
  },
  { rootMargin: "900px" },
);
for (const live of document.querySelectorAll(".live")) coming.observe(live);

for (const listing of document.querySelectorAll(".listing")) {
  const code = listing.querySelector("pre");
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.textContent = strings.copy;
  button.setAttribute("aria-label", `${strings.copy}: ${code?.getAttribute("aria-label") ?? ""}`);
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    const isCopied = await copy(code?.textContent ?? "");
    said.textContent = isCopied ? strings.copied : strings.copyByHand;
  });
  const actions = document.createElement("p");
  actions.append(button, said);
  listing.append(actions);
}

markPlace();
