/** What the librarian's figure says. */
import { html, mathml, type MathMLTemplateResult, type TemplateResult } from "lit";
import { numberText, percentText } from "../views/format";
import { word } from "../strings";

export const STAGES = ["ask", "compare", "share", "blend"] as const;
export type Stage = (typeof STAGES)[number];
export type View = "library" | "mathematics";

/** A number of the engine's, in running text. */
const number = (value: number) =>
  html`<b class="number">${numberText(value, Number.isInteger(value) ? 0 : 2)}</b>`;
const share = (value: number) => html`<b class="number">${percentText(value)}</b>`;

/** "food 2, sea 1 and not stars"; what has no amount is left out. */
function amounts(interests: readonly string[], values: ArrayLike<number>, role: string) {
  const parts = interests.flatMap((name, j) => {
    const value = values[j] ?? 0;
    return value === 0 ? [] : [html`<span class=${role}>${name}</span> ${number(value)}`];
  });
  return parts.map((part, i) => html`${i > 0 ? ", " : ""}${part}`);
}

/** "food, sea and stars". */
const list = (parts: readonly TemplateResult[]) =>
  parts.map((part, i) => html`${i === 0 ? "" : i === parts.length - 1 ? " and " : ", "}${part}`);

/** What the page says most about, and what it leaves out. */
function told(most: readonly string[], missing: readonly string[]): TemplateResult {
  const names = (of: readonly string[], role: string) =>
    list(of.map((name) => html`<b class=${role}>${name}</b>`));
  if (most.length === 0) return html`It says nothing.`;
  const nothing =
    missing.length > 0 ? html`, and nothing about ${names(missing, "q")}, which you asked for` : "";
  return html`It says most about ${names(most, "v")}${most.length > 1 ? " alike" : ""}${nothing}.`;
}

const q = mathml`<mi class="q">q</mi>`;
const K = mathml`<mi class="k">K</mi>`;
const V = mathml`<mi class="v">V</mi>`;
const DK = mathml`<msub><mi>d</mi><mi>k</mi></msub>`;
const kj = mathml`<msub><mi class="k">k</mi><mi>j</mi></msub>`;
const vj = mathml`<msub><mi class="v">v</mi><mi>j</mi></msub>`;
const sub = (letter: string, index: string, role = "") =>
  mathml`<msub><mi class=${role}>${letter}</mi><mi class=${role}>${index}</mi></msub>`;

const FORMULAS: Record<Stage, MathMLTemplateResult> = {
  ask: mathml`${q}<mo>=</mo><mi>x</mi>${sub("W", "Q", "q")}`,
  compare: mathml`${sub("s", "j")}<mo>=</mo>${q}<mo>·</mo>${kj}`,
  share: mathml`<mi>a</mi><mo>=</mo><mi mathvariant="normal">softmax</mi><mo>(</mo><mfrac><mrow>${q}<msup>${K}<mi mathvariant="normal">T</mi></msup></mrow><msqrt>${DK}</msqrt></mfrac><mo>)</mo>`,
  blend: mathml`<mi>a</mi>${V}<mo>=</mo><munder><mo>∑</mo><mi>j</mi></munder>${sub("a", "j")}${vj}`,
};

export interface Told {
  interests: readonly string[];
  question: ArrayLike<number>;
  answer: ArrayLike<number>;
  /** The book with the largest share, with its strokes and its share. */
  first: { title: string; score: number; share: number };
}

export const librarianStrings = {
  title: "The librarian reads every card",
  visitor: "you",
  interests: ["food", "sea", "stars", "chess"] as readonly string[],
  titles: ["Bread", "Tides", "Fish Soup", "The Milky Way", "Whales"] as readonly string[],
  newTitle: (interest: string) => `All about ${interest}`,
  not: (interest: string) => `not ${interest}`,

  slip: "I ask for",
  /** In plain text. */
  asked: (question: ArrayLike<number>) =>
    librarianStrings.interests
      .flatMap((name, j) => (question[j] ? [`${name} ${numberText(question[j], 1)}`] : []))
      .join(", "),
  heads: {
    slip: "the slip",
    cards: "catalog cards",
    match: "match",
    share: "share",
    books: "books",
    page: "the page",
  },
  stageNames: {
    ask: "you ask",
    compare: "cards are compared",
    share: "shares are decided",
    blend: "a page is blended",
  } satisfies Record<Stage, string>,
  view: "Show it as",
  views: { library: "the library", mathematics: "the mathematics" } satisfies Record<View, string>,
  sceneName: "A slip, a card and a book for each title, and the page that is written from them",

  /** Over the columns of the mathematics. */
  symbols: {
    q: html`<i class="q">q</i> <span>query</span>`,
    k: html`<i class="k">K</i> <span>keys</span>`,
    scores: html`<i class="q">q</i>·<i class="k">k</i>`,
    scaled: html`÷ √<i>d</i><sub>k</sub>`,
    weights: html`<i>a</i>`,
    v: html`<i class="v">V</i> <span>values</span>`,
    head_output: html`<i>a</i><i class="v">V</i> <span>output</span>`,
  },
  tables: {
    q: "q, the query, what the slip asks for",
    k: "K, keys, what each card says",
    scores: "q·k, scores, how well each card matches",
    scaled: "Scores divided by the root of d_k",
    weights: "a, weights, the share of each book",
    v: "V, values, what each book contains",
    head_output: "aV, output, what the page says",
  },
  columns: { scores: "match", scaled: "scaled match", weights: "share" },

  formula: (stage: Stage, size: number): TemplateResult =>
    html`<div class="formula">
      <math display="block"
        ><mrow
          >${FORMULAS[stage]}${stage === "share" ? mathml`<mo>,</mo><mspace width=".6em"></mspace>${DK}<mo>=</mo><mn>${size}</mn>` : null}</mrow
        ></math
      >
    </div>`,

  narrate(stage: Stage, view: View, { interests, question, answer, first }: Told): TemplateResult {
    const asked = amounts(interests, question, "q");
    const found = word(first.title, "k");
    if (view === "mathematics")
      switch (stage) {
        case "ask":
          return html`The slip is a query: ${asked.length > 0 ? asked : "nothing at all"}, one
          number for each interest. Every card is a key, every book a value.`;
        case "compare":
          return html`Query and key are multiplied entry by entry, and added up. With the key of
          ${found} that makes ${number(first.score)}.`;
        case "share":
          return html`Each score is divided by √${interests.length}, softmax raises <i>e</i> to it,
            and divides by the sum of all. ${found} gets ${share(first.share)}.`;
        case "blend":
          return html`Each value is multiplied by its weight, and the columns are added up. The
          output says ${amounts(interests, answer, "v")}.`;
      }
    switch (stage) {
      case "ask":
        return asked.length > 0
          ? html`You hand in a slip that asks for ${asked}. Her books stand on the shelf, their
            cards hang on the rod.`
          : html`You hand in a slip that asks for nothing at all. She will write you a page.`;
      case "compare":
        return html`She holds the slip against every card and skips none: a stroke for each point of
        a match. ${found} gets ${number(first.score)} strokes.`;
      case "share":
        return html`The strokes become shares of one page. Two strokes more make a share almost
        three times as large: ${found} gets ${share(first.share)}.`;
      case "blend":
        return html`She copies from every book by its share. What she writes is what the books
        contain, not what their cards promise.`;
    }
  },

  summary(
    ranked: readonly { title: string; share: number }[],
    isEven: boolean,
    /** What the page says most about, and what was asked for of which it says nothing. */
    written: { most: readonly string[]; missing: readonly string[] },
  ): TemplateResult {
    const [first, second] = ranked;
    if (!first) return html``;
    const says = html` ${told(written.most, written.missing)}`;
    if (!second)
      return html`There is one book, so the whole page is ${word(first.title, "k")}.${says}`;
    if (isEven)
      return html`No card fits better than another, so each book gets ${share(first.share)} of the
      page.${says}`;
    // Books that read as the same share are not told apart.
    const alike = ranked.filter((book) => percentText(book.share) === percentText(first.share));
    const named = alike.length > 1 ? alike : [first, second];
    const rest = ranked.length - named.length;
    const others =
      rest === 0
        ? ""
        : rest === 1
          ? ", and some from the last"
          : ", and some from every other book";
    if (alike.length > 1)
      return html`The page takes ${share(first.share)} each from
      ${list(alike.map(({ title }) => word(title, "k")))}${others}.${says}`;
    return html`The page takes ${share(first.share)} from ${word(first.title, "k")},
    ${share(second.share)} from ${word(second.title, "k")}${others}.${says}`;
  },
  /** A component of a book's vector in its second half. */
  halves: (interest: string) => `${interest} inside`,
  rounded: "Shares are rounded; the exact ones add up to 100 %.",
  openHint: "Tap any stroke, share or number: it shows its arithmetic.",
  close: "Close",

  trySlip: (title: string, interest: string) => html`file ${word(title)} under <i>${interest}</i>`,
  trySlipEffect: " and see what the page is written from.",
  tryMend: (title: string) => html`make the card of ${word(title)} tell the truth`,
  tryMendEffect: " and see the page change, though no book did.",
  tryNobody: (interest: string) => html`ask for <i>${interest}</i>, which no card mentions`,
  tryNobodyEffect: " and see that a page is written all the same.",
  tryFirst: html`ask for <i>food</i>`,
  tryFirstEffect: " and see which book opens.",

  predict: (title: string, interest: string) =>
    html`Somebody files ${word(title)} under <i>${interest}</i>. You ask for ${interest}. What will
      the page say?`,
  guesses: ["the same as before", "more about food", "more about stars"] as readonly string[],
  predicted: (title: string, part: number, stars: number, food: number) =>
    html`${word(title, "k")} now gets ${share(part)} of the page, which tells you of
      <span class="v">stars</span> ${number(stars)} and of
      <span class="v">food</span> ${number(food)}. She goes by the card, and copies the book.`,

  question: "What you ask for",
  card: html`What its <span class="k">card</span> says`,
  content: html`What is in the <span class="v">book</span>`,
  amount: {
    question: (interest: string) => `${interest}, asked`,
    card: (interest: string, title: string) => `${interest}, on the card of ${title}`,
    content: (interest: string, title: string) => `${interest}, in the book ${title}`,
  },
  whichBook: "The book",
  bookOption: (title: string, index: number) => `${index + 1} ${title}`,
  editCard: (title: string) => `Change ${title}`,
  bookTitle: "Title",
  add: (interest: string) => html`Add a book about <i>${interest}</i>`,
  remove: "Remove it",
  mend: "Make the card true",

  breaks: "Where the picture breaks",
  break: {
    little: (title: string, part: number) =>
      html`<b>Every book is read a little.</b> The least of them, ${word(title, "k")}, still gets
        ${share(part)}.`,
    even: (part: number) =>
      html`<b>Every book is read a little.</b> Right now each of them gets ${share(part)}.`,
    alone: html`<b>Every book is read a little.</b> A single one is read whole, whatever you ask.`,
    full: html`<b>Shares come to 100 %, even when nothing fits.</b>`,
    nobody: (interest: string) => html`Ask for <i>${interest}</i>, which no card mentions`,
    everybody: "Every interest is on some card now.",
    nothing: (part: number, count: number) =>
      count > 1
        ? html`No card fits now, and a page is written all the same: ${share(part)} from each book.`
        : html`The card doesn’t fit now, and the page is written all the same.`,
    cards: html`<b>She goes by the cards.</b>`,
    honest: "Right now each of them tells the truth.",
    wrong: (title: string, part: number) =>
      html`That of ${word(title, "k")} doesn’t, and still its book fills ${share(part)} of the page.`,
    alike: html`<b>You are not the only visitor.</b> In a model each token hands in a slip, and is a
      card and a book as well: <i class="q">q</i> is one row of many.`,
    learned: html`<b>Nobody writes the cards by hand.</b> You do, here. A model learns its numbers,
      and they need not mean anything with a name.`,
  },
};
