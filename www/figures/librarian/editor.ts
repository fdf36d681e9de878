/** What the reader writes: the slip, and apart from each other a book's card and its content. */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { action } from "../../controls/action";
import { numberField } from "../../controls/number-field";
import { librarianStrings as strings } from "../../strings/librarian";
import { numberText } from "../../views/format";
import * as edit from "./library";
import type { Library } from "./library";

export interface EditorProps {
  library: Library;
  /** Whether the titles stay as they are. */
  isLocked: boolean;
  selected: number;
  onSelect: (book: number) => void;
  /** A change while a control moves; `onCommit` ends it. */
  onInput: (library: Library) => void;
  onCommit: () => void;
}

export function editor(props: EditorProps): TemplateResult {
  const { library, selected } = props;
  const book = library.books[selected];
  const { amount } = strings;
  return html`<div class="editor">
    ${amounts(props, {
      id: "question",
      role: "q",
      legend: strings.question,
      name: amount.question,
      values: library.question,
      least: -edit.MOST_ASKED,
      most: edit.MOST_ASKED,
      change: (interest, value) => edit.setQuestion(library, interest, value),
    })}
    <div class="book-editor">
      ${book ? which(props) : ""}
      ${(["card", "content"] as const).map((part) =>
        amounts(props, {
          id: part,
          role: part === "card" ? "k" : "v",
          legend: strings[part],
          name: (interest) => amount[part](interest, book?.title ?? ""),
          values: book?.[part] ?? [],
          least: 0,
          most: edit.MOST_HELD,
          change: (interest, value) => edit.setAmount(library, selected, part, interest, value),
        }),
      )}
    </div>
  </div>`;
}

interface Amounts {
  id: string;
  role: "q" | "k" | "v";
  legend: TemplateResult | string;
  name: (interest: string) => string;
  values: readonly number[];
  least: number;
  most: number;
  change: (interest: number, value: number) => Library;
}

function amounts({ onInput, onCommit }: EditorProps, of: Amounts): TemplateResult {
  const { id, role, legend, name, values, least, most, change } = of;
  return html`<fieldset class="control amounts ${role}-amounts">
    <legend>${legend}</legend>
    ${strings.interests.map((interest, j) => {
      const value = values[j] ?? 0;
      const write = (next: number) => {
        if (next !== value) onInput(change(j, next));
      };
      return html`<div class="amount">
        <label for="${id}-${j}">${interest}</label>
        ${numberField({
          name: name(interest),
          value,
          min: least,
          max: most,
          step: edit.FINENESS,
          decimals: 2,
          onInput: write,
          onCommit,
        })}
        <input
          id="${id}-${j}"
          type="range"
          min=${least}
          max=${most}
          step=${edit.FINENESS}
          .value=${live(String(value))}
          aria-valuetext="${name(interest)}: ${numberText(value, 1)}"
          @input=${(event: Event) => {
            event.stopPropagation();
            write((event.target as HTMLInputElement).valueAsNumber);
          }}
          @change=${onCommit}
        />
      </div>`;
    })}
  </fieldset>`;
}

/** Which book is written, its title, its removal, and a new one. */
function which(props: EditorProps): TemplateResult {
  const { library, isLocked, selected, onSelect, onInput, onCommit } = props;
  const { books } = library;
  const book = books[selected] as edit.Book;
  const now = (next: Library, select = selected) => {
    onSelect(select);
    onInput(next);
    onCommit();
  };
  const missing = edit.unmentioned(library);
  const subject = missing < 0 ? 0 : missing;
  const interest = strings.interests[subject] ?? "";
  return html`<div class="which">
    <div class="control">
      <label for="which">${strings.whichBook}</label>
      <select
        id="which"
        @change=${(event: Event) => {
          event.stopPropagation();
          onSelect(Number((event.target as HTMLSelectElement).value));
        }}
      >
        ${books.map(
          ({ title }, i) =>
            html`<option value=${i} .selected=${live(i === selected)}>
              ${strings.bookOption(title, i)}
            </option>`,
        )}
      </select>
    </div>
    <div class="control">
      <label for="title">${strings.bookTitle}</label>
      <input
        id="title"
        class="text-field"
        type="text"
        dir="auto"
        maxlength=${edit.LONGEST_TITLE}
        autocomplete="off"
        ?readonly=${isLocked}
        .value=${live(book.title)}
        @input=${(event: Event) => {
          event.stopPropagation();
          const title = (event.target as HTMLInputElement).value;
          if (title.trim() !== "") onInput(edit.rename(library, selected, title));
        }}
        @change=${(event: Event) => {
          onCommit();
          // What was left empty gives way to the title that the figure shows.
          (event.target as HTMLInputElement).value = book.title;
        }}
      />
    </div>
    <div class="book-actions">
      ${action(strings.mend, !edit.isMisfiled(book), () => now(edit.setCard(library, selected, book.content)))}
      ${action(strings.remove, isLocked || books.length === 1, () => now(edit.removeBook(library, selected), Math.min(selected, books.length - 2)))}
      ${action(strings.add(interest), isLocked || books.length === edit.MOST_BOOKS, () =>
        now(edit.addBook(library, strings.newTitle(interest), subject), books.length),
      )}
    </div>
  </div>`;
}
