/** Where the analogy breaks: a line each, with what the library shows of it right now. */
import { html, nothing, type TemplateResult } from "lit";
import { action } from "../../controls/action";
import { librarianStrings as strings } from "../../strings/librarian";
import { isEven } from "./telling";
import { isMisfiled, isUnanswerable, unmentioned, type Library } from "./library";

export interface BreaksProps {
  library: Library;
  shares: readonly number[];
  onAskFor: (interest: number) => void;
}

export function breaks({ library, shares, onAskFor }: BreaksProps): TemplateResult {
  const { books } = library;
  const least = shares.indexOf(Math.min(...shares));
  const wrong = books.findIndex(isMisfiled);
  const missing = unmentioned(library);
  const name = (index: number) => books[index]?.title ?? "";
  const said = strings.break;
  return html`<section class="breaks" aria-labelledby="breaks">
    <h4 id="breaks">${strings.breaks}</h4>
    <ul>
      <li>
        ${
          books.length === 1
            ? said.alone
            : isEven(shares)
              ? said.even(shares[least] ?? 0)
              : said.little(name(least), shares[least] ?? 0)
        }
      </li>
      <li>
        ${said.full}
        ${isUnanswerable(library) ? said.nothing(shares[0] ?? 0, books.length) : nothing}
        ${
          isUnanswerable(library)
            ? nothing
            : missing < 0
              ? said.everybody
              : action(said.nobody(strings.interests[missing] ?? ""), false, () =>
                  onAskFor(missing),
                )
        }
      </li>
      <li>
        ${said.cards} ${wrong < 0 ? said.honest : said.wrong(name(wrong), shares[wrong] ?? 0)}
      </li>
      <li>${said.alike}</li>
      <li>${said.learned}</li>
    </ul>
  </section>`;
}
